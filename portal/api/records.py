"""Records: find, look, fetch, correct."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponseBase
from ninja import Path, Query, Router
from pydantic import Field

from portal.api.entering import KeyOfASystem
from portal.api.refusing import Contradicted
from portal.api.scopes import Scope
from portal.api.shapes import (
    AS_FILE,
    CHANGE_ERRORS,
    ERRORS,
    Correcting,
    Finding,
    PageText,
    RecordCode,
    RecordList,
    RecordRow,
    RecordWhole,
    VersionRow,
)
from portal.audit import Kind, note
from portal.audit.noting import note_look
from portal.audit.searches import note_search
from portal.catalogue.asked import Asked
from portal.catalogue.search import search
from portal.catalogue.type_names import field_labels
from portal.corrections.changing import Changes, FieldChange, change
from portal.corrections.evidence import Action
from portal.corrections.filing import correct, held_for_correction
from portal.corrections.problems import problems
from portal.held_records import held_record, page_with_words, the_archive
from portal.models import CatalogueRecord
from portal.rights.asking import rights_of
from portal.rights.roles import Right
from portal.views import downloads
from records.errors import ObjectMoved

router = Router()
Id = Path[RecordCode]


@router.get(
    "/", response={200: RecordList, **ERRORS}, summary="Find records", auth=KeyOfASystem(Scope.RECORDS_READ)
)
def find(request: HttpRequest, asked: Query[Finding]) -> RecordList:
    """Records that answer `q` (the portal's query language), the best first; without `q` the newest first."""
    rights = rights_of(request)
    offset = (asked.page - 1) * asked.limit
    if asked.q.strip():
        found = search(asked.q, rights=rights, limit=asked.limit, offset=offset)
        note_search(request, Asked(text=asked.q), found.query, found.total)
        rows = rights.records().defer("record").in_bulk([hit.record_id for hit in found.hits])
        items = [row_of(rows[hit.record_id]) for hit in found.hits if hit.record_id in rows]
        return RecordList(items=items, total=found.total, is_at_least=found.is_more)
    records = rights.records().order_by("-received_at", "record_id").defer("record")
    if asked.record_type:
        records = records.filter(record_type=asked.record_type)
    if asked.unit:
        records = records.filter(unit=asked.unit)
    if asked.needs_review is not None:
        records = records.filter(needs_review=asked.needs_review)
    listed = records[offset : offset + asked.limit]
    return RecordList(items=[row_of(row) for row in listed], total=records.count())


@router.get(
    "/{record_id}",
    response={200: RecordWhole, **ERRORS},
    summary="One record",
    auth=KeyOfASystem(Scope.RECORDS_READ),
)
def one(request: HttpRequest, record_id: Id) -> RecordWhole:
    """The record with its fields, each with its evidence and confidence."""
    row = held_record(request, record_id)
    note_look(request, Kind.RECORD_VIEWED, object=f"record:{record_id}", unit=row.unit)
    return RecordWhole(**row_of(row).dict(), record=row.record)


@router.get(
    "/{record_id}/pages/{number}",
    response={200: PageText, **ERRORS},
    summary="A page's text",
    auth=KeyOfASystem(Scope.RECORDS_READ),
)
def page_text(
    request: HttpRequest, record_id: Id, number: Path[Annotated[int, Field(ge=1, le=1_000_000)]]
) -> PageText:
    """What was read on one page."""
    row = held_record(request, record_id)
    note_look(request, Kind.RECORD_VIEWED, object=f"record:{record_id}", unit=row.unit)
    page = page_with_words(row, number)
    if page is None:
        raise Http404("no such page")
    return PageText(number=number, text=page.text)


@router.get(
    "/{record_id}/versions",
    response={200: list[VersionRow], **ERRORS},
    summary="Its versions",
    auth=KeyOfASystem(Scope.RECORDS_READ),
)
def versions(request: HttpRequest, record_id: Id) -> list[VersionRow]:
    """Every version that the archive holds, the first one first."""
    held_record(request, record_id)
    return [
        VersionRow(version=f"v{held.number}", created=held.created, by=held.user, message=held.message)
        for held in the_archive().versions(record_id)
    ]


@router.get(
    "/{record_id}/original",
    response=ERRORS,
    openapi_extra=AS_FILE,
    summary="The original file",
    auth=KeyOfASystem(Scope.RECORDS_DOWNLOAD),
)
def original(request: HttpRequest, record_id: Id) -> HttpResponseBase:
    """The file as it was handed in, byte for byte."""
    return downloads.original(request, record_id)


@router.get(
    "/{record_id}/searchable.pdf",
    response=ERRORS,
    openapi_extra=AS_FILE,
    summary="The PDF/A",
    auth=KeyOfASystem(Scope.RECORDS_DOWNLOAD),
)
def searchable(request: HttpRequest, record_id: Id) -> HttpResponseBase:
    """The archive's PDF/A-2u with its recognised text."""
    return downloads.searchable(request, record_id)


@router.patch(
    "/{record_id}",
    response={200: RecordWhole, **CHANGE_ERRORS},
    summary="Correct a record",
    auth=KeyOfASystem(Scope.RECORDS_CORRECT),
)
def correcting(request: HttpRequest, record_id: Id, body: Correcting) -> RecordWhole:
    """Adds a version with these corrections; 409 when somebody else has added one since.

    A value that looks impossible needs a reason; without one nothing is saved and 422 says which.
    """
    row = held_record(request, record_id, Right.REVIEW)
    held = held_for_correction(the_archive(), record_id)
    if body.version != f"v{held.version.number}":
        raise ObjectMoved(f"record {record_id}: not the newest version")
    wanted = _wanted(body)
    _must_be_known(body, held.record.record_type or "")
    tried = change(held.record, held.corrections, wanted, by="", at="", version="").record
    if found := problems(wanted, tried):
        raise Contradicted(found)
    changed = correct(the_archive(), held, wanted, request.user.get_username())
    note(
        request,
        Kind.RECORD_CORRECTED,
        object=f"record:{record_id}",
        unit=row.unit,
        fields=sorted({made.field for made in changed.corrections if made.field}),
    )
    return one(request, record_id)


def _wanted(body: Correcting) -> Changes:
    fields = [FieldChange(one.field, Action(one.action), one.value, one.reason) for one in body.fields]
    return Changes(fields=fields, record_type=body.record_type, seen=body.seen)


def _must_be_known(body: Correcting, record_type: str) -> None:
    known = field_labels(record_type if body.record_type is None else body.record_type)
    if unknown := {one.field: "this type has no such field" for one in body.fields if one.field not in known}:
        raise Contradicted(unknown)


def row_of(row: CatalogueRecord) -> RecordRow:
    """A catalogue row as the interface shows it."""
    return RecordRow(
        record_id=row.record_id,
        document_code=row.document_code,
        version=row.version,
        record_type=row.record_type or None,
        title=row.title,
        document_number=row.document_number,
        document_date=row.document_date,
        unit=row.unit,
        sensitivity=row.sensitivity,
        needs_review=row.needs_review,
        page_count=row.page_count,
        received_at=row.received_at,
    )
