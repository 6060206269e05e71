"""One document as paper: its pages, with every signature and the seal where they will stand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.held_records import the_archive
from portal.models import OutgoingDocument, OutgoingFile, OutgoingSigner
from portal.outgoing.identities import binding_of
from portal.outgoing.looks import note_seen
from portal.outgoing.permissions import keeps, may_sign
from portal.outgoing.places import place_from
from portal.outgoing.retention import at_hand
from portal.outgoing.standing import (
    Standing,
    as_png,
    bench_of,
    is_fixed,
    keeper_of_seal,
    last_signer,
    seal_beside,
    seal_on,
    seal_picture,
    signature_on,
)
from portal.outgoing.states import DocumentState, SignerState, TrialState
from portal.outgoing.trails import trail_of
from portal.rights.guarding import needs, signed_in
from portal.rights.roles import Right
from portal.views.outgoing.held import held_document, the_desk, the_options
from portal.views.outgoing.pictures import page_sizes
from portal.views.outgoing.placing import MM, USUAL, may_place
from portal.views.outgoing.rows import row_of, shown_name
from portal.views.outgoing.rules import may_recall, may_refuse
from records.errors import HosoError, StoreFailed

MOST_PAGES = 120
"""Shown of one file; of a longer one the first and the last, where people sign."""
_OPEN = (DocumentState.CHECKED, DocumentState.NUMBERED, DocumentState.SIGNING, DocumentState.SIGNED)


@dataclass(frozen=True, slots=True)
class Stand:
    """Something that will stand on a page; the page's points from its upper left corner, as SVG counts."""

    what: str
    kind: str
    """`own`, `other`, `seal`, `number` or `date`."""
    name: str
    left: float
    top: float
    width: float
    height: float
    picture: str = ""
    """Its address; empty where only the room is shown."""
    may_move: bool = False
    is_found: bool = True
    """Not found on the page: this is where somebody may begin to show it."""
    follows: bool = False
    """Moves along with the person's signature."""


@dataclass(slots=True)
class Sheet:
    """One page."""

    number: int
    width: float
    height: float
    stands: list[Stand] = field(default_factory=list)


@require_safe
@signed_in
def paper(request: HttpRequest, document_id: int) -> HttpResponse:
    """The paper alone, as the desk lays it beside its list; `?ahead` for the one that comes next."""
    held = held_document(request, document_id)
    note_seen(request, held.pk, is_ahead="ahead" in request.GET)
    return render(request, "portal/outgoing/_paper.html", paper_context(request, held))


@require_POST
@signed_in
def seen(request: HttpRequest, document_id: int) -> HttpResponse:
    """A paper that was fetched ahead has been opened."""
    note_seen(request, held_document(request, document_id).pk)
    return HttpResponse(status=204)


@require_safe
@needs(Right.SIGN, Right.CLERK)
def own_picture(request: HttpRequest) -> HttpResponse:
    """The picture of this person's own signature, or with `?agency=` of the seal that they keep."""
    agency = request.GET.get("agency", "")
    person = request.user
    allowed = keeps(request, agency) if agency else may_sign(request)
    binding = binding_of(person, agency) if allowed and isinstance(person, User) else None
    path = bench_of(the_desk(), the_options(), binding).image if binding else None
    if path is None:
        raise Http404("no picture")
    try:
        tag = f'"{hashlib.sha256(path.read_bytes()).hexdigest()[:32]}"'
        if request.headers.get("If-None-Match") == tag:
            return HttpResponseNotModified()
        response = HttpResponse(as_png(path), content_type="image/png")
    except (OSError, HosoError) as error:
        raise Http404("the picture cannot be shown") from error
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


def paper_context(request: HttpRequest, document: OutgoingDocument) -> dict[str, object]:
    """What `_paper.html` shows of a document; of its appendix with `?file=`."""
    files = list(document.files.all())
    asked = request.GET.get("file", "0")
    file = next((one for one in files if str(one.ordinal) == asked), files[0])
    sheets = _sheets(document, file)
    is_main = file.ordinal == 0
    by_number = {sheet.number: sheet for sheet in sheets}
    stands = list(_stands(request, document, by_number)) if is_main and sheets else []
    for number, stand in stands:
        if number in by_number:
            by_number[number].stands.append(stand)
    return {
        "row": row_of(document),
        "document": document,
        "trail": trail_of(document),
        "files": files,
        "file": file,
        "version": _version(document, file),
        "sheets": sheets,
        "has_more": file.page_count > len(sheets) > 0,
        "first_stand": next((number for number, one in stands if one.kind in {"own", "seal"}), 0),
        "movable": [one for _number, one in stands if one.may_move],
        "unfound": [one for _number, one in stands if not one.is_found and one.kind in {"own", "seal"}],
        "may_refuse": may_refuse(request, document),
        "may_recall": may_recall(request, document),
        "has_trial": _has_trial(request, document, file),
    }


def _version(document: OutgoingDocument, file: OutgoingFile) -> str:
    """Changes with the file and with what a trial prints on it; tells nothing of its name on the desk."""
    said = (file.current, document.type_code, document.unit, document.number_place, document.date_place)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def _has_trial(request: HttpRequest, document: OutgoingDocument, file: OutgoingFile) -> bool:
    """Whether page 1 is shown with the number that it would get today."""
    is_waiting = document.state == DocumentState.CHECKED and document.trial == TrialState.PASSED
    return is_waiting and file.ordinal == 0 and keeps(request, document.agency)


def _sheets(document: OutgoingDocument, file: OutgoingFile) -> list[Sheet]:
    try:
        with at_hand(the_desk(), the_archive(), document, file) as path:
            sizes = page_sizes(path)
    except (StoreFailed, FileNotFoundError):
        return []
    sheets = [Sheet(number, *size) for number, size in enumerate(sizes, start=1)]
    if len(sheets) <= MOST_PAGES:
        return sheets
    return [*sheets[: MOST_PAGES - 10], *sheets[-10:]]


def _stands(
    request: HttpRequest, document: OutgoingDocument, sheets: dict[int, Sheet]
) -> Iterator[tuple[int, Stand]]:
    if DocumentState(document.state) not in _OPEN or not document.files.exclude(current="").exists():
        return
    yield from _printed(request, document, sheets)
    last: Standing | None = None
    signers = list(document.signers.select_related("user", "document"))
    for signer in signers:
        if signer.state == SignerState.WAITING:
            last = signature_on(bench_of(the_desk(), the_options(), binding_of(signer.user)), signer)
            yield from _signature(request, document, signer, last, sheets)
    yield from _seal(request, document, last, sheets)


def _signature(
    request: HttpRequest,
    document: OutgoingDocument,
    signer: OutgoingSigner,
    standing: Standing | None,
    sheets: dict[int, Sheet],
) -> Iterator[tuple[int, Stand]]:
    is_own = signer.user_id == request.user.pk
    what = str(signer.ordinal)
    binding = binding_of(signer.user)
    has_picture = is_own and bench_of(the_desk(), the_options(), binding).image is not None
    drawn = {
        "kind": "own" if is_own else "other",
        "name": shown_name(signer),
        "picture": reverse("outgoing_own_picture") if has_picture else "",
        "may_move": may_place(request, document, what, signer),
    }
    if standing is not None and standing.page in sheets:
        yield standing.page, _stand(what, sheets[standing.page], standing, **drawn)
    elif drawn["may_move"]:
        yield _somewhere(what, "signer", sheets, **drawn)


def _seal(
    request: HttpRequest, document: OutgoingDocument, last: Standing | None, sheets: dict[int, Sheet]
) -> Iterator[tuple[int, Stand]]:
    clerk = request.user if keeps(request, document.agency) and isinstance(request.user, User) else None
    own = binding_of(clerk, document.agency) if clerk else None
    bench = bench_of(the_desk(), the_options(), own)
    picture = seal_picture(bench, document.agency)
    if is_fixed(document) or document.state == DocumentState.SIGNED:
        standing = seal_on(
            bench_of(the_desk(), the_options(), own or keeper_of_seal(document.agency)), document
        )
    else:
        standing = seal_beside(document, last, seal=picture)
    shows = own is not None and bench.image is not None
    may_move = may_place(request, document, "seal", None) and last_signer(document) is not None
    if standing is not None and standing.page in sheets:
        yield (
            standing.page,
            _stand(
                "seal",
                sheets[standing.page],
                standing,
                kind="seal",
                name=_("Con dấu"),
                picture=f"{reverse('outgoing_own_picture')}?agency={document.agency}" if shows else "",
                may_move=may_move,
                follows=not standing.is_by_hand,
            ),
        )


def _printed(
    request: HttpRequest, document: OutgoingDocument, sheets: dict[int, Sheet]
) -> Iterator[tuple[int, Stand]]:
    """Where number and date go, for the clerk: as shown, or to be shown where the page has no such line."""
    names = {"number": _("Số, ký hiệu"), "date": _("Ngày tháng")}
    places = {"number": document.number_place, "date": document.date_place}
    asks = document.trial == TrialState.NO_PLACE or "place" in request.GET
    for what, name in names.items():
        if 1 not in sheets or not may_place(request, document, what, None):
            continue
        place = place_from(places[what])
        if place is not None:
            standing = Standing(place.page, place.box, True)
            yield 1, _stand(what, sheets[1], standing, kind=what, name=name, may_move=True)
        elif asks:
            yield _somewhere(what, what, {1: sheets[1]}, kind=what, name=name, may_move=True)


def _stand(what: str, sheet: Sheet, standing: Standing, **drawn: object) -> Stand:
    left, bottom, right, top = standing.box
    box = (left, sheet.height - top, right - left, top - bottom)
    return Stand(what, **_rounded(box), **drawn)  # type: ignore[arg-type]  # the fields of Stand


def _somewhere(what: str, usual: str, sheets: dict[int, Sheet], **drawn: object) -> tuple[int, Stand]:
    """Where such a thing usually is, to begin from."""
    number = max(sheets)
    sheet = sheets[number]
    across, down, width, height = USUAL[usual]
    box = (sheet.width * across, sheet.height * down, width * MM, height * MM)
    return number, Stand(what, is_found=False, **_rounded(box), **drawn)  # type: ignore[arg-type]


def _rounded(box: tuple[float, ...]) -> dict[str, float]:
    return dict(zip(("left", "top", "width", "height"), (round(edge, 2) for edge in box), strict=True))
