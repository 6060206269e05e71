"""Judges the signatures of a PDF, as the public page does: in a child process, and nothing is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import File, Router, UploadedFile

from portal.api.entering import KeyOfASystem
from portal.api.scopes import Scope
from portal.api.shapes import CHANGE_ERRORS, FileVerdictShape
from portal.audit import Kind, note
from portal.configuration import current
from portal.public.checking import MOST_PDF_BYTES, Busy, TooHard, Window
from records.errors import ServiceUnavailable, TooLarge

router = Router()


@router.post(
    "/verify",
    response={200: FileVerdictShape, **CHANGE_ERRORS},
    by_alias=True,
    auth=KeyOfASystem(Scope.VERIFY),
    summary="Verify a signed PDF",
)
def verify(request: HttpRequest, file: File[UploadedFile]) -> dict[str, Any]:  # as `hoso verify --json`
    """Who signed, when and by whose clock, what each signature covers, what changed after; schema 1."""
    if (file.size or 0) > MOST_PDF_BYTES:
        raise TooLarge(f"{file.size} bytes")
    here = current()
    window = Window(here.data_dir, here.outgoing.trust_folder)
    try:
        verdict = window.judge(file.file, (file.name or "")[:255]).verdict
    except Busy as error:
        raise ServiceUnavailable(
            "both places are taken",
            remedy_vi="Đang có nhiều người kiểm tra. Hãy thử lại sau một phút.",
            remedy_en="Others are having papers checked. Try again in a minute.",
        ) from error
    except TooHard as error:
        raise TooLarge("more time or memory than a paper takes") from error
    worst = sorted(one.verdict.value for one in verdict.signatures)
    note(request, Kind.VERIFIED_IN_PUBLIC, what="file", sha256=verdict.sha256, verdict=worst)
    return verdict.to_json()
