"""The door: the sign-in page with the office's provider beside it, the way there and back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.socialaccount.providers.openid_connect.views import callback, login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase

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
    answer: HttpResponseBase = login(request, provider_id)
    return answer


@login_not_required
def from_provider(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Takes what the provider says."""
    answer: HttpResponseBase = callback(request, provider_id)
    return answer
