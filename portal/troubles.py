"""Says a trouble that nobody else has caught in the reader's words, with its remedy and a fitting status.

Views catch what they can answer better themselves; what reaches the top is still a `HosoError` with a remedy,
and a person who is told "an unexpected error" instead cannot do what it says.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.views.failures import wrong_method
from records.errors import (
    HosoError,
    MalformedRecord,
    ModelRefused,
    ObjectMissing,
    ObjectMoved,
    PageFailed,
    RecordTypeInvalid,
    ServiceUnavailable,
    SettingMoved,
    StoreFailed,
    TrustInvalid,
)
from records.faults import where

log = logging.getLogger(__name__)

_STATUS: tuple[tuple[type[HosoError], int], ...] = (
    (ObjectMoved, 409),
    (SettingMoved, 409),
    (ObjectMissing, 404),
    (MalformedRecord, 503),
    (ModelRefused, 503),
    (PageFailed, 503),
    (RecordTypeInvalid, 503),
    (ServiceUnavailable, 503),
    (StoreFailed, 503),
    (TrustInvalid, 503),
)
_OTHERWISE = 422
"""Asked well, but it cannot be done so (RFC 9110, 15.5.21)."""


def status_of(error: HosoError) -> int:
    """The HTTP status of a trouble: gone, moved meanwhile, not now, or not so."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), _OTHERWISE)


def remedy_of(error: HosoError) -> str:
    """What to do, in the reader's language."""
    return error.remedy_en if get_language() == "en" and error.remedy_en else error.remedy_vi


class TroublesMiddleware:
    """Answers a `HosoError` that no view caught: a page, words for a toast, or a problem in JSON."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code == 405 and not answer.content and _reads_pages(request):
            page = wrong_method(request)
            page["Allow"] = answer["Allow"]
            return page
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Django asks here before it takes an exception for an unexpected one."""
        if not isinstance(error, HosoError):
            return None
        status = status_of(error)
        log.warning("%s answered %d: %s", error.code, status, where(error))
        advice = _advice(request, error)
        if request.headers.get("HX-Request") == "true":
            # The page's script shows the words of plain text in a toast, and HTMX changes nothing.
            return HttpResponse(advice, status=status, content_type="text/plain; charset=utf-8")
        if not _reads_pages(request):
            # RFC 9457; `told` is what the portal's own scripts read.
            problem = {"title": _title(status), "status": status, "detail": advice, "told": advice}
            code = {"code": error.code} if request.user.is_authenticated else {}
            return JsonResponse({**problem, **code}, status=status, content_type="application/problem+json")
        told = {"title": _title(status), "advice": advice, "status": status}
        return render(request, "portal/failure.html", told, status=status)


def _advice(request: HttpRequest, error: HosoError) -> str:
    if request.user.is_authenticated:
        return remedy_of(error)
    # A remedy speaks to staff about their settings and disks, which are no visitor's business.
    return _("Trang này tạm thời chưa dùng được. Hãy thử lại sau, hoặc liên hệ cơ quan.")


def _reads_pages(request: HttpRequest) -> bool:
    """Whether a browser shows the answer; scripts ask for `*/*` or JSON, and nobody's word is a page's."""
    wanted = request.headers.get("Accept", "")
    return not wanted or "text/html" in wanted


def _title(status: int) -> str:
    return {
        404: _("Không tìm thấy"),
        409: _("Có người vừa thay đổi"),
        503: _("Tạm thời chưa làm được"),
    }.get(status, _("Chưa làm được việc này"))
