"""Puts the interface together: its routers, how it lets people in, and what its errors look like."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.throttling import AuthRateThrottle

from portal.api import acts, documents, files, hooks, judging, office, outgoing, records
from portal.api.entering import KeyOfASystem
from portal.api.refusing import Contradicted
from portal.api.shapes import Problem
from portal.troubles import status_of
from records.errors import HosoError
from records.faults import where

log = logging.getLogger(__name__)

CALLS = "1200/m"
"""A key may ask so often; a system that follows five hundred documents asks once a second or so."""
DESCRIPTION = """
Records of local government: send scans, follow them, find and fetch records, correct them, hand documents
in for signature, and be told what happens (webhooks).

Keys (`Authorization: Bearer hoso_…`) are made in the portal, act for one account and never see more than
that account does. Errors are `{code, message_vi, message_en}`. Times carry their offset; days are ISO 8601.
The paths under `/documents` are those of letter 7197/BKHCN-CĐSQG of 29 November 2025.
"""
_WORDS = {
    401: ("NoKey", "Thiếu khóa truy cập, hoặc khóa đã hết hiệu lực.", "No key, or one not in force."),
    403: ("NotAllowed", "Khóa hoặc tài khoản này không được làm việc này.", "This key may not do this."),
    404: ("NotFound", "Không có mục này.", "There is no such thing."),
    422: ("Malformed", "Yêu cầu không đúng mẫu.", "The request is malformed."),
    429: ("TooOften", "Gọi quá nhiều lần. Hãy đợi rồi gọi lại.", "Called too often. Wait and call again."),
}


class _DescribedOnce(NinjaAPI):
    """Puts its description together once: that takes 0.4 s of a processor and never comes out otherwise."""

    def __init__(self, **said: Any) -> None:
        super().__init__(**said)
        self._described: OpenAPISchema | None = None

    def get_openapi_schema(self, **below: Any) -> OpenAPISchema:
        """The description; `below` (an address with parameters of its own) is never said here."""
        if any(below.values()):
            return super().get_openapi_schema(**below)
        if self._described is None:
            self._described = super().get_openapi_schema(**below)
        return self._described


api = _DescribedOnce(
    title="Hoso",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    auth=KeyOfASystem(),
    throttle=AuthRateThrottle(CALLS),
    openapi_extra={"info": {"license": {"name": "Apache-2.0"}}},
)
for prefix, router, tag in (
    ("records", records.router, "records"),
    ("records", acts.router, "records"),
    ("files", files.router, "files"),
    ("documents", documents.router, "documents (7197/BKHCN-CĐSQG)"),
    ("outgoing", outgoing.router, "outgoing"),
    ("webhooks", hooks.router, "webhooks"),
    ("", office.router, "office"),
    ("", judging.router, "office"),
):
    api.add_router(prefix, router, tags=[tag])


def _problem(request: HttpRequest, status: int, code: str, vi: str, en: str, **more: Any) -> HttpResponse:
    body = Problem(code=code, message_vi=vi, message_en=en, **more)
    return api.create_response(request, body, status=status)


def _plain(request: HttpRequest, status: int, **more: Any) -> HttpResponse:
    code, vi, en = _WORDS.get(status, ("Refused", "Yêu cầu bị từ chối.", "The request was refused."))
    return _problem(request, status, code, vi, en, **more)


@api.exception_handler(HosoError)
def _told(request: HttpRequest, error: HosoError) -> HttpResponse:
    return _problem(request, status_of(error), error.code, error.remedy_vi, error.remedy_en)


@api.exception_handler(Contradicted)
def _contradicted(request: HttpRequest, error: Contradicted) -> HttpResponse:
    vi, en = "Có giá trị khó đúng. Hãy sửa, hoặc ghi vì sao vẫn lưu.", "Values look impossible: give reasons."
    return _problem(request, 422, "Contradicted", vi, en, faults=error.faults)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, _error: Http404) -> HttpResponse:
    return _plain(request, 404)


@api.exception_handler(PermissionDenied)
def _forbidden(request: HttpRequest, _error: PermissionDenied) -> HttpResponse:
    return _plain(request, 403)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    response = _plain(request, 401)
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(ValidationError)
def _malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    # Where and why, but not what was sent: a value may be personal.
    faults = [".".join(str(part) for part in one["loc"]) + ": " + str(one["msg"]) for one in error.errors]
    return _plain(request, 422, faults=faults[:20])


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _plain(request, error.status_code)


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    # Its message may hold a document's text: the place is kept, the words are not.
    log.error("an operation of the interface failed: %s", where(error))
    return _problem(
        request, 500, "Unexpected", "Có lỗi ngoài dự kiến. Hãy báo người phụ trách kỹ thuật.", "Unexpected."
    )
