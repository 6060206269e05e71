"""What people do to a record beside correcting it: part, join, turn, order, level, ask for a new scan."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Form, Path, Router, Status

from portal.api.entering import KeyOfASystem
from portal.api.records import row_of
from portal.api.refusing import Contradicted
from portal.api.scopes import Scope
from portal.api.shapes import (
    AS_FILE,
    CHANGE_ERRORS,
    ERRORS,
    AskingAnew,
    Copying,
    Levelling,
    Moving,
    Ordering,
    Parting,
    RecordCode,
    RecordRow,
    RelatedRow,
    Turning,
    Versioned,
)
from portal.audit import Kind, note
from portal.catalogue.levels import set_level
from portal.corrections.turning import Turned
from portal.held_records import held_record, record_of, the_archive
from portal.inbox import requests
from portal.models import CatalogueRecord
from portal.related.finding import related_to
from portal.reviewing import moving, pages
from portal.rights.asking import rights_of
from portal.rights.missing import RightMissing
from portal.rights.roles import Right
from portal.views.record_page.handing_out import copy_for
from portal.views.record_page.panels import may_set_level
from records.errors import NoSuchPart

router = Router()
Id = Path[RecordCode]
MAY_CORRECT = KeyOfASystem(Scope.RECORDS_CORRECT)
ANSWERS = {200: RecordRow, **CHANGE_ERRORS}


@router.post("/{record_id}/divide", response=ANSWERS, auth=MAY_CORRECT, summary="Part a record")
def divide_here(request: HttpRequest, record_id: Id, body: Parting) -> RecordRow:
    """Parts the record before a page; answers with the new record."""
    return _fresh(pages.part(request, record_id, body.version, body.page))


@router.post("/{record_id}/join", response=ANSWERS, auth=MAY_CORRECT, summary="Join with the one before")
def join_before(request: HttpRequest, record_id: Id, body: Versioned) -> RecordRow:
    """Puts the record together with the one before it in the same file; answers with that."""
    return _fresh(pages.join_before(request, record_id, body.version))


@router.post("/{record_id}/turn", response=ANSWERS, auth=MAY_CORRECT, summary="Turn a page")
def turn_page(request: HttpRequest, record_id: Id, body: Turning) -> RecordRow:
    """Turns a page clockwise and reads it again."""
    return _fresh(pages.turn_page(request, record_id, body.version, Turned(body.page, body.degrees)))


@router.post("/{record_id}/order", response=ANSWERS, auth=MAY_CORRECT, summary="Put pages in order")
def order(request: HttpRequest, record_id: Id, body: Ordering) -> RecordRow:
    """Puts the pages into this order, by their numbers in the file."""
    return _fresh(pages.put_in_order(request, record_id, body.version, lambda _held: body.pages))


@router.post("/{record_id}/move", response=ANSWERS, auth=MAY_CORRECT, summary="Move pages to another record")
def move_pages(request: HttpRequest, record_id: Id, body: Moving) -> RecordRow:
    """Moves pages, by their numbers in the file, to another record; answers with that."""
    moved = moving.move_pages(request, record_id, body.version, lambda _held: body.pages, body.to)
    return _fresh(moved.target.pk)


@router.post("/{record_id}/move-back", response=ANSWERS, auth=MAY_CORRECT, summary="Take the last move back")
def move_back(request: HttpRequest, record_id: Id, body: Versioned) -> RecordRow:
    """Takes the record's last move back, in both records."""
    moving.move_back(request, record_id, body.version)
    return _fresh(record_id)


@router.put("/{record_id}/level", response=ANSWERS, auth=MAY_CORRECT, summary="Set how closely it is kept")
def level(request: HttpRequest, record_id: Id, body: Levelling) -> RecordRow:
    """Sets the record's level of sensitivity, up to the highest that the account may see."""
    row = held_record(request, record_id, Right.REVIEW)
    if not may_set_level(request, row, body.level):
        raise RightMissing(Right.REVIEW, above_level=body.level)
    if not body.why.strip():
        raise Contradicted({"why": "a reason is needed"})
    with transaction.atomic():
        note(
            request, Kind.RECORD_LEVEL_CHANGED, object=f"record:{record_id}", unit=row.unit,
            before=row.sensitivity, after=body.level,
        )  # fmt: skip
        set_level(
            the_archive(), record_id, body.level,
            why=body.why, by=request.user.get_username(), since=body.version,
        )  # fmt: skip
    return _fresh(record_id)


@router.post(
    "/{record_id}/rescan-request",
    response={204: None, **CHANGE_ERRORS},
    auth=MAY_CORRECT,
    summary="Ask for a new scan",
)
def ask_anew(request: HttpRequest, record_id: Id, body: AskingAnew) -> Status[None]:
    """Puts the record, or one of its pages, on the scanner room's list."""
    row = held_record(request, record_id)
    if body.page and not any(body.page == page.number for page in record_of(row).pages):
        raise NoSuchPart(f"record {record_id}: no page {body.page}")
    with transaction.atomic():
        asked = requests.ask(record_id, body.page, body.reason, by=request.user.get_username())
        note(
            request, Kind.RESCAN_ASKED, object=f"record:{record_id}", unit=row.unit,
            page=body.page, asked=asked.pk,
        )  # fmt: skip
    return Status(204, None)


@router.post(
    "/{record_id}/copies",
    response=CHANGE_ERRORS,
    openapi_extra=AS_FILE,
    auth=KeyOfASystem(Scope.RECORDS_HAND_OUT),
    summary="Hand a copy out",
)
def hand_out(request: HttpRequest, record_id: Id, said: Form[Copying]) -> HttpResponse:  # noqa: ARG001
    """A copy stamped "BẢN SAO" with what is to be hidden blackened; it stands in the register of copies.

    `said` is checked here and read from the form by what makes copies for people too.
    """
    row = held_record(request, record_id, Right.HAND_OUT)
    made = copy_for(request, row)
    if not isinstance(made, bytes):
        raise Contradicted(made)
    return HttpResponse(made, content_type="application/pdf")


@router.get(
    "/{record_id}/related",
    response={200: list[RelatedRow], **ERRORS},
    auth=KeyOfASystem(Scope.RECORDS_READ),
    summary="Papers that belong to it",
)
def related(request: HttpRequest, record_id: Id) -> list[RelatedRow]:
    """The same person, parcel, certificate, dossier or file, papers cited and citing; the surest first."""
    row = held_record(request, record_id)
    return [
        RelatedRow(record=row_of(one.row), why=sorted({reason.value for reason, _shared in one.reasons}))
        for one in related_to(row, rights_of(request))
    ]


def _fresh(record_id: str) -> RecordRow:
    return row_of(CatalogueRecord.objects.defer("record").get(pk=record_id))
