"""What people do to a record beside correcting it: part, join, turn, order, level, ask for a new scan."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from ninja import Path, Router, Status

from pipeline.spot_reading import TurnTask, read_turned
from portal.api.entering import KeyOfASystem
from portal.api.records import row_of
from portal.api.refusing import Contradicted
from portal.api.scopes import Scope
from portal.api.shapes import (
    CHANGE_ERRORS,
    ERRORS,
    AskingAnew,
    Levelling,
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
from portal.corrections.dividing import divide, join, record_before
from portal.corrections.filing import Held, held_for_correction
from portal.corrections.turning import Turned, order_pages, turn
from portal.inbox import requests
from portal.models import CatalogueRecord
from portal.related.finding import related_to
from portal.reviewing.reader import PAGE_SECONDS, the_reader
from portal.rights.asking import rights_of
from portal.rights.roles import Right
from portal.views.held_records import held_record, record_of, the_archive
from portal.views.record_page.panels import may_set_level
from records import Page
from records.errors import NoSuchPart, ObjectMoved

router = Router()
Id = Path[RecordCode]
MAY_CORRECT = KeyOfASystem(Scope.RECORDS_CORRECT)
ANSWERS = {200: RecordRow, **CHANGE_ERRORS}


@router.post("/{record_id}/divide", response=ANSWERS, auth=MAY_CORRECT, summary="Part a record")
def divide_here(request: HttpRequest, record_id: Id, body: Parting) -> RecordRow:
    """Parts the record before a page; answers with the new record."""
    person = request.user.get_username()
    return _acted(request, record_id, body, lambda held, _: divide(the_archive(), held, body.page, person))


@router.post("/{record_id}/join", response=ANSWERS, auth=MAY_CORRECT, summary="Join with the one before")
def join_before(request: HttpRequest, record_id: Id, body: Versioned) -> RecordRow:
    """Puts the record together with the one before it in the same file; answers with that."""

    def act(held: Held, row: CatalogueRecord) -> str:
        before = record_before(row)
        if before is None or not rights_of(request).may_with(Right.REVIEW, before):
            raise NoSuchPart(f"record {record_id}: the first of its file")
        return join(the_archive(), held, before.record_id, request.user.get_username())

    return _acted(request, record_id, body, act)


@router.post("/{record_id}/turn", response=ANSWERS, auth=MAY_CORRECT, summary="Turn a page")
def turn_page(request: HttpRequest, record_id: Id, body: Turning) -> RecordRow:
    """Turns a page clockwise and reads it again."""

    def act(held: Held, _row: CatalogueRecord) -> str:
        turn(the_archive(), held, Turned(body.page, body.degrees), request.user.get_username(), _read)
        return record_id

    return _acted(request, record_id, body, act, Kind.RECORD_TURNED)


@router.post("/{record_id}/order", response=ANSWERS, auth=MAY_CORRECT, summary="Put pages in order")
def order(request: HttpRequest, record_id: Id, body: Ordering) -> RecordRow:
    """Puts the pages into this order, by their numbers in the file."""

    def act(held: Held, _row: CatalogueRecord) -> str:
        order_pages(the_archive(), held, body.pages, request.user.get_username())
        return record_id

    return _acted(request, record_id, body, act, Kind.RECORD_TURNED)


@router.put("/{record_id}/level", response=ANSWERS, auth=MAY_CORRECT, summary="Set how closely it is kept")
def level(request: HttpRequest, record_id: Id, body: Levelling) -> RecordRow:
    """Sets the record's level of sensitivity, up to the highest that the account may see."""
    row = held_record(request, record_id, Right.REVIEW)
    if not may_set_level(request, row, body.level):
        raise PermissionDenied
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


def _acted(
    request: HttpRequest,
    record_id: str,
    body: Versioned,
    act: Callable[[Held, CatalogueRecord], str],
    kind: Kind = Kind.RECORD_DIVIDED,
) -> RecordRow:
    row = held_record(request, record_id, Right.REVIEW)
    held = held_for_correction(the_archive(), record_id)
    if body.version != f"v{held.version.number}":
        raise ObjectMoved(f"record {record_id}: not the newest version")
    shown = act(held, row)
    note(request, kind, object=f"record:{record_id}", unit=row.unit, shown=shown)
    return _fresh(shown)


def _fresh(record_id: str) -> RecordRow:
    return row_of(CatalogueRecord.objects.defer("record").get(pk=record_id))


def _read(task: TurnTask) -> Page:
    return the_reader.read(read_turned, task, time_limit_seconds=PAGE_SECONDS)
