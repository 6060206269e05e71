"""Keeps U+0000 out at the door: no text of an office holds it, and PostgreSQL's text and JSON cannot.

SQLite would take it, and an office that moves to a server later would find out; so both refuse it. What is
read off papers is another matter: there it is left out where text becomes readable (`pipeline.tidy_text`,
`catalogue.folding.readable`), since nobody typed it and the rest of the page is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, JsonResponse

from portal.database.storable import NUL
from portal.views.failures import not_found, null_character

_IN_JSON = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""The escape, but not a backslash that is itself escaped, followed by `u0000` (RFC 8259, 7)."""
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_JSON = "application/json"


class NullCookiesMiddleware:
    """Takes cookies with U+0000 as not sent: ours hold none. To be placed before the session's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if NUL in name + value]:
            del request.COOKIES[name]
        return self.get_response(request)


class NullCharactersMiddleware:
    """Refuses forms and what stands behind an address's question mark (400, the interface's 422) with U+0000;
    a path with it leads nowhere. To be placed behind the check of a body's size."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        if NUL in request.path_info:
            return not_found(request)
        if NUL in asked or "%00" in asked:
            return _refused(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _arguments: object, _named: object
    ) -> HttpResponse | None:
        """Where a form's body is read anyway; files and pieces of files are never looked into."""
        if request.method not in {"GET", "HEAD", "OPTIONS"} and _sends_nul(request):
            return _refused(request)
        return None


def _sends_nul(request: HttpRequest) -> bool:
    if request.content_type == _JSON:
        return b"\0" in request.body or _IN_JSON.search(request.body) is not None
    return request.content_type in _FORMS and any(NUL in text for text in _typed(request))


def _typed(request: HttpRequest) -> Iterator[str]:
    for name, values in request.POST.lists():
        yield name
        yield from (value for value in values if isinstance(value, str))


def _refused(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        told = {
            "code": "Malformed",
            "message_vi": "Yêu cầu chứa ký tự U+0000, không lưu được.",
            "message_en": "The request holds the character U+0000, which cannot be kept.",
        }
        return JsonResponse(told, status=422)
    return null_character(request)
