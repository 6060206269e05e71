"""Signing in by the office's OpenID Connect provider: who may come in, as whom, with which roles."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.shortcuts import render

from portal.accounts.joining import join, keep_roles
from portal.audit import Kind, note
from portal.configuration import current

PROVIDER_ID = "office"
"""There is one; its addresses do not change when the office changes its name."""
SOURCE = "oidc"


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """What allauth asks about somebody whom the provider has vouched for."""

    def list_apps(
        self,
        request: HttpRequest,  # noqa: ARG002  # allauth's signature
        provider: str | None = None,
        client_id: str | None = None,
    ) -> list[SocialApp]:
        oidc = current().accounts.oidc
        if oidc is None or provider not in {None, PROVIDER_ID, "openid_connect"}:
            return []
        if client_id not in {None, oidc.client_id}:
            return []
        app = SocialApp(
            provider="openid_connect",
            provider_id=PROVIDER_ID,
            name=oidc.name,
            client_id=oidc.client_id,
            secret=oidc.secret,
            settings={"server_url": oidc.server_url, "oauth_pkce_enabled": True},
        )
        return [app]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002  # allauth's signature
        return True  # whom the settings do not let in was refused in pre_social_login

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        oidc = current().accounts.oidc
        groups = groups_of(sociallogin)
        if oidc is None or (oidc.allowed_groups and not groups & set(oidc.allowed_groups)):
            note(request, Kind.LOGIN_FAILED, why="not_allowed", source=SOURCE)
            page = render(request, "portal/account/not_let_in.html", status=403)
            raise ImmediateHttpResponse(page)
        if sociallogin.is_existing:
            keep_roles(sociallogin.user, oidc.roles, groups, source=SOURCE)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        user: User = super().save_user(request, sociallogin, form)
        oidc = current().accounts.oidc
        join(user, source=SOURCE)
        if oidc is not None:
            keep_roles(user, oidc.roles, groups_of(sociallogin), source=SOURCE)
        return user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,  # noqa: ARG002  # allauth's signature
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,  # noqa: ARG002  # allauth's signature
    ) -> None:
        why = type(exception).__name__ if exception is not None else str(error)[:40]
        note(request, Kind.LOGIN_FAILED, why="provider", source=SOURCE, error=why)
        raise ImmediateHttpResponse(render(request, "portal/account/provider_failed.html", status=502))


def groups_of(sociallogin: SocialLogin) -> set[str]:
    """The groups that the provider says the person is in."""
    oidc = current().accounts.oidc
    told = sociallogin.account.extra_data or {}
    found: set[str] = set()
    for part in (told.get("userinfo"), told.get("id_token"), told):
        claim = part.get(oidc.groups_claim) if oidc and isinstance(part, dict) else None
        if isinstance(claim, str):
            claim = [claim]
        if isinstance(claim, list):
            found |= {str(one) for one in claim}
    return found
