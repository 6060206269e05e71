"""Keeps parts and whole pages apart: HTMX gets no whole page to put into another, a person no bare part."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect

Asked = ParamSpec("Asked")


def fragment_of(
    page: str,
) -> Callable[
    [Callable[Concatenate[HttpRequest, Asked], HttpResponse]],
    Callable[Concatenate[HttpRequest, Asked], HttpResponse],
]:
    """Leads a person who opens the address of a part, out of the browser's history, to the route `page`.

    The page takes the same arguments and query. A browser that opens an address asks for `text/html`
    (WHATWG Fetch, 2.2.3); HTMX names itself, and programs take what comes.
    """

    def around(
        view: Callable[Concatenate[HttpRequest, Asked], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, Asked], HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, *given: Asked.args, **named: Asked.kwargs) -> HttpResponse:
            if "HX-Request" not in request.headers and "text/html" in request.headers.get("Accept", ""):
                whole = redirect(page, *given, **named)
                query = request.GET.urlencode()
                whole["Location"] += f"?{query}" if query else ""
                return whole
            return view(request, *given, **named)

        return answer

    return around


class FragmentsMiddleware:
    """Turns the redirection to the sign-in page into one of the whole browser; to be placed outermost.

    HTMX would follow it and put the sign-in page into the middle of the page that is shown.
    """

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
