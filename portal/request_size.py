"""Keeps requests small: more than a form holds is taken only as files, of whoever has signed in or has a key;
visitors may send one paper to the public page.

It decides before anything reads the body, which the check of a form's token would do.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal.api.entering import has_key
from portal.configuration import current
from portal.public.receiving import PUBLIC_BYTES, UnnamedFile, is_public_upload
from portal.views.failures import too_large

FORM_BYTES = 1 << 20
"""What a form takes besides its file; the largest ordinary one takes a few hundred bytes."""
SENDS_FILES = ("/rescan", "/hand-in")
"""How the addresses end to which scans and documents are sent."""
TAKES_FILES = ("/api/v1/files/", "/api/v1/documents/import", "/api/v1/outgoing/", "/api/v1/verify")
"""Where other systems send theirs, with a key."""


class RequestSizeMiddleware:
    """Answers 413 to a body that is larger than its address takes; to be placed after authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > _most_bytes(request):
            return too_large(request)
        if is_public_upload(request):
            # Before the check of the form's token reads the body.
            request.upload_handlers = [UnnamedFile(request)]
        return self.get_response(request)


def _most_bytes(request: HttpRequest) -> int:
    if int(request.META.get("CONTENT_LENGTH") or 0) <= FORM_BYTES:
        return FORM_BYTES
    is_of_person = request.path.endswith(SENDS_FILES) and request.user.is_authenticated
    is_of_system = request.path in TAKES_FILES and has_key(request)
    if request.method == "POST" and (is_of_person or is_of_system):
        return current().largest_file_bytes + FORM_BYTES
    return PUBLIC_BYTES if is_public_upload(request) else FORM_BYTES
