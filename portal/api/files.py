"""Files that are handed in, and how far each is."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import File, Form, Path, Router, Status, UploadedFile
from pydantic import Field, StringConstraints

from portal.api.entering import KeyOfASystem
from portal.api.scopes import Scope
from portal.api.sending import take
from portal.api.shapes import CHANGE_ERRORS, ERRORS, MOST_LISTED, FileList, FileRow, FileSaid, ShortText
from portal.held_records import held_record, record_of
from portal.inbox import acts
from portal.inbox.acts import errand_of
from portal.models import IntakeFile
from portal.rights.asking import rights_of
from portal.rights.holding import Rights
from portal.rights.missing import RightMissing
from portal.rights.roles import Right
from records import FileState

router = Router()
Reason = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Number = Annotated[int, Field(ge=1, le=2**53)]


@router.post(
    "/",
    response={201: FileRow, **CHANGE_ERRORS},
    summary="Hand a scan in",
    auth=KeyOfASystem(Scope.FILES_SEND),
)
def send(request: HttpRequest, scan: File[UploadedFile], said: Form[FileSaid]) -> Status[FileRow]:
    """Takes a file, which is then read as one that a person drops.

    With `replaces` it is a new scan of that record, or of its page `page`, and goes into a new version of it.
    A file that is there already comes back with the state `duplicate`, one that nobody can read later becomes
    `rejected` with its reason.
    """
    rights = rights_of(request)
    unit = said.unit
    if said.replaces:
        row = held_record(request, said.replaces, Right.HAND_IN)
        unit = row.unit
        if said.page and not any(said.page == page.number for page in record_of(row).pages):
            raise Http404("the record has no such page")
    elif not rights.may_at(Right.HAND_IN, unit):
        raise RightMissing(Right.HAND_IN)
    errand = errand_of(request, replaces=said.replaces, page=said.page if said.replaces else 0)
    taken = take(scan, unit=unit, hint=said.hint, errand=errand)
    return Status(201, row_of(taken, rights))


@router.get("/", response={200: FileList, **ERRORS}, summary="Files", auth=KeyOfASystem(Scope.FILES_READ))
def listed(
    request: HttpRequest,
    state: ShortText = "",
    unit: ShortText = "",
    before: Number | None = None,
    limit: Annotated[int, Field(ge=1, le=MOST_LISTED)] = 50,
) -> FileList:
    """Files of the units whose files the account may hand in, the newest first."""
    rights = rights_of(request)
    files = rights.files(Right.HAND_IN).order_by("-pk")
    if state:
        files = files.filter(state=state)
    if unit:
        files = files.filter(unit=unit)
    if before is not None:
        files = files.filter(pk__lt=before)
    shown = list(files[: limit + 1])
    more = shown[limit - 1].pk if len(shown) > limit else None
    return FileList(items=[row_of(file, rights) for file in shown[:limit]], next_before=more)


@router.get(
    "/{file_id}", response={200: FileRow, **ERRORS}, summary="One file", auth=KeyOfASystem(Scope.FILES_READ)
)
def one(request: HttpRequest, file_id: Path[Number]) -> FileRow:
    """How far a file is, and what it became."""
    rights = rights_of(request)
    file = rights.files(Right.HAND_IN).filter(pk=file_id).first()
    if file is None:
        raise Http404("no such file")
    return row_of(file, rights)


@router.post(
    "/{file_id}/remove",
    response={200: FileRow, **CHANGE_ERRORS},
    summary="Take a file out of work",
    auth=KeyOfASystem(Scope.FILES_SEND),
)
def remove(request: HttpRequest, file_id: Path[Number], because: Form[Reason]) -> FileRow:
    """Takes a file that was handed in by mistake out of work, while it is no record; its original is kept."""
    removed = acts.remove(request, acts.file_of(request, file_id, Right.REMOVE), because)
    return row_of(removed, rights_of(request))


@router.post(
    "/{file_id}/retry",
    response={200: FileRow, **CHANGE_ERRORS},
    summary="Try a refused file again",
    auth=KeyOfASystem(Scope.FILES_SEND),
)
def retry(request: HttpRequest, file_id: Path[Number]) -> FileRow:
    """Takes a refused or removed file as if it came now, mended where it lies or not."""
    again = acts.retry(request, acts.file_of(request, file_id, Right.HAND_IN))
    return row_of(again, rights_of(request))


def row_of(file: IntakeFile, rights: Rights) -> FileRow:
    """A row of the ledger; its record, and which file it doubles, is told only to whom may see that."""
    is_open = rights.records().filter(pk=file.record_id).exists()
    return FileRow(
        id=file.pk,
        name=file.name,
        unit=file.unit,
        state=str(file.state),
        page_count=file.page_count,
        record_id=file.record_id if is_open else "",
        record_count=file.record_count if is_open else 0,
        reason_code=file.reason_code,
        reason_vi=file.reason_vi if is_open or file.state != FileState.DUPLICATE else "",
        received_at=file.received_at,
        settled_at=file.settled_at,
    )
