"""The interchange paths of letter 7197/BKHCN-CĐSQG: push and pull documents by their code.

A code is `MCQ_LV_STT_PB`: agency, field of work, ordinal, version, for example `G06.01_CV_000021_V1`. It is
kept in the archive with the record; a record that came without one is called by its own identifier.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponseBase
from ninja import File, Form, Path, Router, Status, UploadedFile

from portal.api import records
from portal.api.entering import KeyOfASystem
from portal.api.files import row_of
from portal.api.scopes import Scope
from portal.api.sending import take
from portal.api.shapes import (
    AS_FILE,
    CHANGE_ERRORS,
    ERRORS,
    Correcting,
    DocCode,
    DocumentMeta,
    Imported,
    ImportSaid,
)
from portal.audit import Kind
from portal.audit.noting import note_look
from portal.catalogue.type_names import type_name
from portal.inbox.acts import errand_of
from portal.models import CatalogueRecord, IntakeFile
from portal.rights.asking import rights_of
from portal.rights.missing import RightMissing
from portal.rights.roles import Right
from portal.views import downloads
from records import FileState
from records.errors import ObjectMoved

router = Router()
_ISSUERS = ("issuing_agency", "issuer", "registration_place", "registry_office")
_STATES: dict[str, Literal["processing", "review", "filed", "rejected"]] = {
    FileState.FILED: "filed",
    FileState.REVIEW: "review",
    FileState.REJECTED: "rejected",
    FileState.DUPLICATE: "filed",
}


@router.post(
    "/import",
    response={200: Imported, 201: Imported, **CHANGE_ERRORS},
    summary="Push a document",
    auth=KeyOfASystem(Scope.FILES_SEND),
)
def push(
    request: HttpRequest,
    file: File[UploadedFile],
    said: Form[ImportSaid],
) -> Status[Imported]:
    """Takes a document under its code. The same file under the same code again changes nothing (200).

    Another file under a code that is taken is refused (409): a new version has a code of its own (`_V2`).
    """
    if not rights_of(request).may_at(Right.HAND_IN, said.Unit):
        raise RightMissing(Right.HAND_IN)
    held = _known(said.DocCode)
    if held is not None and held != _digest(file):
        raise ObjectMoved(
            "the code is taken by another file",
            remedy_vi="Mã văn bản này đã dùng cho tệp khác. Bản mới cần mã riêng (đổi phần _V…).",
            remedy_en="This code belongs to another file. A new version needs a code of its own (_V…).",
        )
    errand = errand_of(request, document_code=said.DocCode)
    taken = take(file, unit=said.Unit, hint=said.TypeName, errand=errand)
    status = 200 if taken.state == FileState.DUPLICATE else 201
    return Status(
        status,
        Imported(
            DocCode=said.DocCode,
            Status=_STATES.get(str(taken.state), "processing"),
            FileId=taken.pk,
            RecordId=taken.record_id,
            Reason=row_of(taken, rights_of(request)).reason_vi,
        ),
    )


@router.get(
    "/download/{DocCode}",
    response=ERRORS,
    openapi_extra=AS_FILE,
    summary="Fetch a document",
    auth=KeyOfASystem(Scope.RECORDS_DOWNLOAD),
)
def download(
    request: HttpRequest,
    DocCode: Path[DocCode],  # noqa: N803  # the letter's name
    original: bool = False,
) -> HttpResponseBase:
    """The PDF/A of a document, or the file as it came."""
    row = _row(request, DocCode)
    fetch = downloads.original if original else downloads.searchable
    return fetch(request, row.record_id)


@router.get(
    "/{DocCode}",
    response={200: DocumentMeta, **ERRORS},
    summary="A document's metadata",
    auth=KeyOfASystem(Scope.RECORDS_READ),
)
def meta(request: HttpRequest, DocCode: Path[DocCode]) -> DocumentMeta:  # noqa: N803  # the letter's name
    """What is known of a document; while it is being read, how far it is."""
    row = _find(request, DocCode)
    if row is not None:
        note_look(request, Kind.RECORD_VIEWED, object=f"record:{row.record_id}", unit=row.unit)
        return _meta(row)
    file = _file(request, DocCode)
    if file is None:
        raise Http404("no such document")
    return _meta_in_work(DocCode, file)


@router.put(
    "/{DocCode}",
    response={200: DocumentMeta, **CHANGE_ERRORS},
    summary="Correct a document's metadata",
    auth=KeyOfASystem(Scope.RECORDS_CORRECT),
)
def put(
    request: HttpRequest,
    DocCode: Path[DocCode],  # noqa: N803  # the letter's name
    body: Correcting,
) -> DocumentMeta:
    """Adds a version with these corrections, as `PATCH /records/{record_id}` does."""
    row = _row(request, DocCode)
    records.correcting(request, row.record_id, body)
    return _meta(_row(request, DocCode))


def _digest(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def _known(code: str) -> str | None:
    """SHA-256 of the file that has the code already."""
    record = CatalogueRecord.objects.filter(document_code=code).values_list("source_sha256", flat=True)
    files = IntakeFile.objects.filter(document_code=code).exclude(state=FileState.REJECTED)
    found: str | None = record.first() or files.values_list("sha256", flat=True).first()
    return found


def _find(request: HttpRequest, code: str) -> CatalogueRecord | None:
    mine = rights_of(request).records()
    named = {"pk": code} if code.startswith("hs-") else {"document_code": code}
    return mine.filter(**named).first()


def _row(request: HttpRequest, code: str) -> CatalogueRecord:
    row = _find(request, code)
    if row is None:
        raise Http404("no such document")
    return row


def _file(request: HttpRequest, code: str) -> IntakeFile | None:
    files = rights_of(request).files(Right.SEE).filter(document_code=code)
    files = files.exclude(state=FileState.DUPLICATE)  # the one that it doubles says how far the paper is
    return files.order_by("-pk").first()


def _meta(row: CatalogueRecord) -> DocumentMeta:
    fields: dict[str, Any] = row.record.get("fields", {})  # record.json

    def value(*names: str) -> str:
        return next((str(fields[name]["value"]) for name in names if name in fields), "")

    number, _, notation = row.document_number.partition("/")
    is_plain = bool(re.fullmatch(r"\d{1,11}", number)) and bool(notation)
    return DocumentMeta(
        DocCode=row.document_code or row.record_id,
        TypeName=type_name(row.record_type) if row.record_type else "",
        CodeNumber=number if is_plain else "",
        CodeNotation=notation if is_plain else row.document_number,
        IssuedDate=row.document_date,
        OrganName=value(*_ISSUERS),
        Subject=row.title,
        PageAmount=row.page_count,
        SignerInfo=value("signer_name"),
        Status="review" if row.needs_review else "filed",
        FileName=row.source_name,
        Digest=row.source_sha256,
    )


def _meta_in_work(code: str, file: IntakeFile) -> DocumentMeta:
    return DocumentMeta(
        DocCode=code,
        TypeName="",
        CodeNumber="",
        CodeNotation="",
        IssuedDate=None,
        OrganName="",
        Subject="",
        PageAmount=file.page_count or 0,
        SignerInfo="",
        Status=_STATES.get(str(file.state), "processing"),
        Reason=file.reason_vi,
        FileName=file.name,
        Digest=file.sha256,
    )
