"""The clerk's page: what waits for a number and for the seal; giving numbers, one or many."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.models import CertificateBinding, OutgoingDocument
from portal.outgoing.document_types import format_number, symbol_of
from portal.outgoing.identities import binding_of
from portal.outgoing.number_books import Twin, allocate, next_number, twins_of
from portal.outgoing.options import OutgoingAgency
from portal.outgoing.permissions import is_clerk
from portal.outgoing.states import DocumentState
from portal.outgoing.token_sights import TokenSight
from portal.outgoing.waiting import for_number, for_seal, lacks
from portal.troubles import remedy_of
from portal.views.outgoing.document import LACKS
from portal.views.outgoing.held import asked_ids, only, the_options
from portal.views.outgoing.rows import RELATED, DocumentRow, row_of, rows_of
from portal.views.outgoing.signing import sight_for
from records.errors import HosoError, SettingInvalid

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One document that waits for its number."""

    row: DocumentRow
    next: str
    """What it would get now; promised to nobody."""
    lacks: tuple[str, ...]
    twins: tuple[Twin, ...]
    """Records that bear that number, symbol and issuer already."""


@dataclass(frozen=True, slots=True)
class SealRows:
    """What waits for the seal of one agency."""

    agency: OutgoingAgency
    rows: list[DocumentRow]
    total: int
    binding: CertificateBinding | None
    sight: TokenSight | None


@require_safe
@only(is_clerk)
def clerk(request: HttpRequest) -> HttpResponse:
    """Both lists, and what is on its way or could not go on."""
    moving = (DocumentState.NUMBERED, DocumentState.SIGNING, DocumentState.SEALED)
    on_the_way = _listed(OutgoingDocument.objects.filter(state__in=moving))
    return render(
        request,
        "portal/outgoing/clerk.html",
        {
            "numbers": [_number_row(document) for document in _listed(for_number())],
            "seals": [_seal_rows(request, agency) for agency in the_options().agencies],
            "on_the_way": rows_of(on_the_way),
            "awaiting": OutgoingDocument.objects.filter(awaits_level=True).count(),
        },
    )


@require_POST
@only(is_clerk)
def give_numbers(request: HttpRequest) -> HttpResponse:
    """Gives each ticked document the next number of its book; those that lack something say what."""
    given = 0
    documents = {document.pk: document for document in for_number().filter(pk__in=asked_ids(request))}
    for document_id in asked_ids(request):
        document = documents.get(document_id)
        if document is None:
            continue
        missing = [LACKS()[one] for one in lacks(document)]
        if missing:
            told = {"name": row_of(document).name, "missing": ", ".join(missing)}
            messages.error(request, _("“%(name)s” còn thiếu: %(missing)s.") % told)
            continue
        try:
            allocate(document_id, the_options().agency(document.agency), by=request.user.get_username())
            given += 1
        except HosoError as error:
            messages.error(request, f"“{row_of(document).name}”: {remedy_of(error)}")
    if given:
        messages.success(request, _("Đã cấp số cho %(count)d văn bản.") % {"count": given})
    return redirect("outgoing_clerk")


def _listed(documents: QuerySet[OutgoingDocument]) -> list[OutgoingDocument]:
    return list(documents.select_related("entry").prefetch_related(*RELATED)[:MOST_SHOWN])


def _number_row(document: OutgoingDocument) -> NumberRow:
    row, missing = row_of(document), tuple(LACKS()[one] for one in lacks(document))
    if not document.type_code:
        return NumberRow(row, "", missing, ())
    try:
        agency, year = the_options().agency(document.agency), timezone.localdate().year
    except SettingInvalid as error:
        # One document of an agency that is no more must not take everybody else's page away.
        return NumberRow(row, "", (*missing, remedy_of(error)), ())
    number = next_number(agency.code, document.type_code, year)
    symbol = symbol_of(document.type_code, agency.symbol, document.unit or agency.first_unit)
    notation = f"{format_number(number)}/{symbol}"
    return NumberRow(row, notation, missing, tuple(twins_of(notation, agency, year)))


def _seal_rows(request: HttpRequest, agency: OutgoingAgency) -> SealRows:
    waiting = for_seal(agency.code)
    binding = binding_of(request.user, agency.code)  # type: ignore[arg-type]  # the middleware lets only users in
    rows = rows_of(_listed(waiting))
    return SealRows(agency, rows, waiting.count(), binding, sight_for(binding) if rows else None)
