"""Keeps a fragment's request from getting a whole page: who must sign in first is led there.

HTMX would follow the redirection to the sign-in page and put that into the middle of the page.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRedirect


class FragmentsMiddleware:
    """Turns the redirection to the sign-in page into one of the whole browser; to be placed outermost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_fragment = request.headers.get("HX-Request") == "true"
        if (
            is_fragment
            and response.status_code == 302
            and response["Location"].startswith(settings.LOGIN_URL)
        ):
            shown = getattr(getattr(request, "htmx", None), "current_url_abs_path", None) or "/"
            return HttpResponseClientRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': shown})}")
        return response
