"""Keeps requests small: more than a form holds is taken only as files, of whoever has signed in or has a key;
visitors may send one paper to the public page.

The rule is asked twice. The server asks it when it has read a request's head (`portal.request_bodies`), so
that nothing of a body that nobody may send comes onto a disk; the middleware asks it again with the person at
hand and says in words what the server has left out, before the check of a form's token would read the body.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal.api.entering import has_key
from portal.configuration import current
from portal.public.receiving import PUBLIC_BYTES, UnnamedFile, is_public_upload
from portal.views.failures import too_large, too_many_at_once

FORM_BYTES = 1 << 20
"""What a form takes besides its file; the largest ordinary one takes a few hundred bytes."""
SENDS_FILES = ("/rescan", "/hand-in")
"""How the addresses end to which scans and documents are sent."""
TAKES_FILES = ("/api/v1/files/", "/api/v1/documents/import", "/api/v1/outgoing/", "/api/v1/verify")
"""Where other systems send theirs, with a key."""
LEFT_OUT = "Hoso-Left-Out"
"""Header by which our own server says why it kept no body: `size` or `turn`; senders cannot set it."""


class RequestSizeMiddleware:
    """Answers 413 to a body that is larger than its address takes; to be placed after authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        left_out = request.headers.get(LEFT_OUT, "")
        if left_out == "turn":
            return too_many_at_once(request)
        if left_out or not length.isdecimal() or int(length) > _most_bytes(request):
            return too_large(request)
        if is_public_upload(request.method, request.path):
            # Before the check of the form's token reads the body.
            request.upload_handlers = [UnnamedFile(request)]
        return self.get_response(request)


def _most_bytes(request: HttpRequest) -> int:
    if int(request.META.get("CONTENT_LENGTH") or 0) <= FORM_BYTES:
        return FORM_BYTES
    return most_bytes(
        request.method,
        request.path,
        is_person=lambda: request.user.is_authenticated,
        is_system=lambda: has_key(request),
    )


def most_bytes(
    method: str | None, path: str, *, is_person: Callable[[], bool], is_system: Callable[[], bool]
) -> int:
    """How many bytes a body may have; who sends it is asked only where that decides."""
    if method == "POST":
        if (path.endswith(SENDS_FILES) and is_person()) or (path in TAKES_FILES and is_system()):
            return current().largest_file_bytes + FORM_BYTES
        if is_public_upload(method, path):
            return PUBLIC_BYTES
    return FORM_BYTES
