"""Writes into the audit chain what allauth and Django do about accounts; connected when the portal starts."""

from __future__ import annotations

from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.http import HttpRequest

from portal.accounts import notices, second_factor, sessions
from portal.audit import Kind, note

MAIN_KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def connect() -> None:
    """Once a process."""
    signals.authenticator_added.connect(_added, dispatch_uid="hoso factor added")
    signals.authenticator_removed.connect(_removed, dispatch_uid="hoso factor removed")
    signals.authenticator_reset.connect(_reset, dispatch_uid="hoso codes renewed")
    signals.authentication_failed.connect(_failed, dispatch_uid="hoso factor failed")


def _added(request: HttpRequest, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    _note(request, user, authenticator, what="added")
    if authenticator.type in MAIN_KINDS:
        # Its first code or touch has just been proved.
        second_factor.remember_given(request, user, str(authenticator.type))
        notices.tell([user], notices.NoticeKind.FACTOR_ADDED, account=user.get_username())


def _removed(request: HttpRequest, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    _note(request, user, authenticator, what="removed")
    if authenticator.type in MAIN_KINDS:
        second_factor.forget_given(request, user)
        sessions.end_all(user, but=request.session.session_key)
        notices.tell([user], notices.NoticeKind.FACTOR_REMOVED, account=user.get_username())


def _reset(request: HttpRequest, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    _note(request, user, authenticator, what="renewed")


def _failed(request: HttpRequest, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    note(
        request,
        Kind.LOGIN_FAILED,
        object=f"account:{user.get_username()}",
        why="factor",
        type=authenticator.type,
    )


def _note(request: HttpRequest, user: User, authenticator: Authenticator, *, what: str) -> None:
    about = f"account:{user.get_username()}"
    note(request, Kind.FACTOR_CHANGED, object=about, what=what, type=str(authenticator.type))
