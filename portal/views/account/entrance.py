"""The door: the sign-in page with the office's provider beside it, the way there and back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import requests
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import callback, login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from portal.accounts.single_sign_on import SOURCE
from portal.audit import Kind, note
from portal.configuration import current

View = Callable[..., HttpResponseBase]


def told_about_provider(view: View) -> View:
    """The sign-in page, which shows the provider's button where the office has one."""

    @wraps(view)
    def answer(request: HttpRequest, *rest: Any, **named: Any) -> HttpResponseBase:
        response = view(request, *rest, **named)
        context = getattr(response, "context_data", None)
        if context is not None:
            oidc = current().accounts.oidc
            context["provider_name"] = oidc.name if oidc is not None else ""
        return response

    return login_not_required(answer)


@login_not_required
def to_provider(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Sends the browser to the provider; 404 where the office has none."""
    return _or_in_words(request, lambda: login(request, provider_id))


@login_not_required
def from_provider(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Takes what the provider says."""
    return _or_in_words(request, lambda: callback(request, provider_id))


def _or_in_words(request: HttpRequest, ask: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    try:
        return ask()
    except (requests.RequestException, OAuth2Error) as error:
        note(request, Kind.LOGIN_FAILED, why="provider", source=SOURCE, error=type(error).__name__)
        return render(request, "portal/account/provider_failed.html", status=502)
