"""The clerk's page: what waits for a number, for signatures and for the seal; giving numbers, one or many."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.models import OutgoingDocument
from portal.outgoing.boards import waits_for_clerks, waits_for_signers
from portal.outgoing.counts import count_outgoing
from portal.outgoing.document_types import format_number, symbol_of
from portal.outgoing.identities import binding_of
from portal.outgoing.number_books import Foreseen, Twin, allocate, foreseen_numbers, twins_of
from portal.outgoing.permissions import keeps, kept_agencies, of_kept
from portal.outgoing.states import DocumentState
from portal.outgoing.waiting import for_number, for_seal, lacks
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.troubles import remedy_of
from portal.views.outgoing.document import LACKS
from portal.views.outgoing.held import asked_ids, the_options
from portal.views.outgoing.rows import RELATED, DocumentRow, row_of, rows_of
from portal.views.outgoing.signing import last_batches, opened_paper, sight_for
from records.errors import HosoError, SettingInvalid

MOST_SHOWN = 200
LONGEST_NOTATION = 80


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One document that waits for its number."""

    row: DocumentRow
    next: str
    """What it would get in its turn; promised to nobody. Empty while it lacks something."""
    book: str
    """Tells its book from others; empty with `next`."""
    first: int
    """The next number of that book."""
    symbol: str
    lacks: tuple[str, ...]
    issuer: str = ""
    """Name of the agency; empty with `next`."""
    twins: tuple[Twin, ...] = ()
    """Records that bear that number, symbol and issuer already."""


PARTS = ("number", "sign", "seal", "level", "board")
"""What the clerk's page is divided into."""


@require_safe
@needs(Right.CLERK)
def clerk(request: HttpRequest) -> HttpResponse:
    """What waits for a number, for signatures, for the seal, for a level; and what waits for whom."""
    counts = count_outgoing(kept_agencies(request))
    totals = {
        "number": counts.waiting_number,
        "sign": counts.waiting_signature + counts.archiving,
        "seal": counts.waiting_seal,
        "level": counts.waiting_level,
    }
    part = request.GET.get("part", "")
    if kept_agencies(request) == frozenset():
        return render(request, "portal/outgoing/clerk.html", {"part": "none", "totals": totals})
    if part not in PARTS:
        part = next((one for one in ("number", "seal", "sign", "level") if totals[one]), "number")
    filled = {"number": _numbers, "sign": _on_the_way, "seal": _seals, "level": _levels, "board": _board}
    return render(
        request,
        "portal/outgoing/clerk.html",
        {"part": part, "totals": totals, **filled[part](request)},
    )


def _numbers(request: HttpRequest) -> dict[str, object]:
    listed = _listed(of_kept(for_number(), request))
    rows = zip(listed, rows_of(listed), strict=True)
    year = timezone.localdate().year
    foreseen = foreseen_numbers(year)
    numbers = _with_twins([_number_row(document, row, foreseen) for document, row in rows], year)
    known = {twin.record_id for one in numbers for twin in one.twins}
    seen = rights_of(request).records().filter(pk__in=known).values_list("pk", flat=True)
    return {"numbers": numbers, "open_records": set(seen), **opened_paper(request, listed)}


def _seals(request: HttpRequest) -> dict[str, object]:
    """What waits for the seal of one agency, by `?agency=`; without it the first for which anything waits."""
    agencies = [one for one in the_options().agencies if keeps(request, one.code)]
    waiting = {one.code: for_seal(one.code) for one in agencies}
    asked = request.GET.get("agency", "")
    if asked not in waiting:
        asked = next((code for code, held in waiting.items() if held.exists()), next(iter(waiting), ""))
    person = request.user
    binding = binding_of(person, asked) if isinstance(person, User) else None
    listed = _listed(waiting[asked])
    return {
        "agency": the_options().agency(asked),
        "seals": rows_of(listed),
        "total": waiting[asked].count(),
        "binding": binding,
        "sight": sight_for(binding) if listed else None,
        "batches": last_batches(person, is_seal=True) if isinstance(person, User) else (),
        **opened_paper(request, listed),
    }


def _on_the_way(request: HttpRequest) -> dict[str, object]:
    moving = (DocumentState.NUMBERED, DocumentState.SIGNING, DocumentState.SEALED)
    return {
        "on_the_way": rows_of(_listed(of_kept(OutgoingDocument.objects.filter(state__in=moving), request)))
    }


def _levels(request: HttpRequest) -> dict[str, object]:
    owed = OutgoingDocument.objects.filter(state=DocumentState.ISSUED, awaits_level=True)
    return {"on_the_way": rows_of(_listed(of_kept(owed, request)))}


def _board(request: HttpRequest) -> dict[str, object]:
    kept = kept_agencies(request)
    return {"signers": waits_for_signers(kept), "clerks": waits_for_clerks(kept)}


@require_POST
@needs(Right.CLERK)
def give_numbers(request: HttpRequest) -> HttpResponse:
    """Gives each ticked document the next number of its book, in the list's order; those that lack something
    say what, and so does a number that is not the one which the list had foreseen."""
    given: list[str] = []
    moved: list[str] = []
    documents = {
        document.pk: document for document in of_kept(for_number(), request).filter(pk__in=asked_ids(request))
    }
    for document_id in sorted(set(asked_ids(request))):
        document = documents.get(document_id)
        if document is None:
            continue
        missing = [LACKS()[one] for one in lacks(document)]
        if missing:
            told = {"name": row_of(document).name, "missing": ", ".join(missing)}
            messages.error(request, _("“%(name)s” còn thiếu: %(missing)s.") % told)
            continue
        try:
            agency, by = the_options().agency(document.agency), request.user.get_username()
            notation = allocate(document_id, agency, by=by).notation
            given.append(notation)
            shown = request.POST.get(f"shown-{document_id}", notation)[:LONGEST_NOTATION]
            if shown != notation:
                moved.append(_("%(given)s (dự kiến là %(shown)s)") % {"given": notation, "shown": shown})
        except HosoError as error:
            messages.error(request, f"“{row_of(document).name}”: {remedy_of(error)}")
    if given:
        messages.success(request, _("Đã cấp số: %(numbers)s.") % {"numbers": ", ".join(given)})
    if moved:
        told = _("Khác số dự kiến, vì sổ đã cấp số cho văn bản khác: %(numbers)s.")
        messages.warning(request, told % {"numbers": ", ".join(moved)})
    return redirect("outgoing_clerk")


def _listed(documents: QuerySet[OutgoingDocument]) -> list[OutgoingDocument]:
    return list(documents.select_related("entry").prefetch_related(*RELATED)[:MOST_SHOWN])


def _number_row(document: OutgoingDocument, row: DocumentRow, foreseen: Foreseen) -> NumberRow:
    missing = tuple(LACKS()[one] for one in lacks(document))
    try:
        agency = the_options().agency(document.agency)
    except SettingInvalid as error:
        # One document of an agency that is no more must not take everybody else's page away.
        return NumberRow(row, "", "", 0, "", (*missing, remedy_of(error)))
    number = foreseen.numbers.get(document.pk)
    if missing or number is None:
        return NumberRow(row, "", "", 0, "", missing)
    symbol = symbol_of(document.type_code, agency.symbol, document.unit or agency.first_unit)
    notation = f"{format_number(number)}/{symbol}"
    book = f"{agency.code}/{document.type_code}"
    return NumberRow(row, notation, book, foreseen.first(document), symbol, (), issuer=agency.name)


def _with_twins(numbers: list[NumberRow], year: int) -> list[NumberRow]:
    """The rows with the records that bear their numbers already, asked for all at once."""
    found = twins_of({(one.next, one.issuer) for one in numbers if one.next}, year)
    return [replace(one, twins=tuple(found.get((one.next, one.issuer), ()))) for one in numbers]
