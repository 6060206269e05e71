"""Who needs a second factor, and whether a session has given one.

QCVN 12:2026/BCA asks for it from administrators and for access from outside. The administrator's role has no
effect in a session without one; whom the office's rule asks otherwise comes no further than setting one up.
"""

from __future__ import annotations

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.http import HttpRequest

from portal.accounts.client_address import client_address, is_within
from portal.accounts.options import FactorRule
from portal.configuration import current
from portal.models import Grant
from portal.rights.roles import Role

METHOD = "mfa"
"""How allauth records that a second factor was given."""


def has_one(user: User) -> bool:
    """Whether the account has an authenticator app or a passkey."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exists())


def was_given(request: HttpRequest) -> bool:
    """Whether a second factor was given in this session, at sign-in or when it was set up."""
    records = get_authentication_records(request, request.user)
    return any(one.get("method") == METHOD for one in records)


def remember_given(request: HttpRequest, user: User, kind: str) -> None:
    """A factor that was proved when it was set up counts for the session."""
    record_authentication(request, user, METHOD, type=kind)


def forget_given(request: HttpRequest, user: User) -> None:
    """Without any factor left, the one that this session gave counts no more."""
    if not has_one(user):
        records = get_authentication_records(request, user)
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            one for one in records if one["method"] != METHOD
        ]


def is_administrator(user: User) -> bool:
    """Whether the account has the administrator's role, in effect or not."""
    return bool(Grant.objects.filter(user_id=user.pk, role=Role.ADMINISTRATOR, ended_at=None).exists())


def without_effect(request: HttpRequest) -> frozenset[Role]:
    """Roles that this session does not carry."""
    if current().accounts.asks_no_factor or was_given(request):
        return frozenset()
    return frozenset({Role.ADMINISTRATOR})


def bars_the_way(request: HttpRequest) -> bool:
    """Whether the office's rule lets this person come no further without a second factor."""
    options = current().accounts
    if options.asks_no_factor or options.second_factor == FactorRule.ADMINISTRATORS or was_given(request):
        return False
    return options.second_factor == FactorRule.EVERYBODY or not is_within(
        client_address(request), options.inside_networks
    )


def is_wanting(request: HttpRequest, user: User) -> bool:
    """Whether this person is to be led to setting up a second factor."""
    if current().accounts.asks_no_factor or was_given(request):
        return False
    return is_administrator(user) or bars_the_way(request)
