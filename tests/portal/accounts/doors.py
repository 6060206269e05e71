"""People at the door of the portal: names, passwords and codes as they are typed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.test import Client

PASSWORD = "Đồi-Chè-9-xanh"
OTHER_PASSWORD = "Ruộng+Bậc+7+thang"


def make_account(name: str, *roles: str, must_change: bool = False) -> User:
    """An account with `PASSWORD` and `roles` for the whole office."""
    from django.contrib.auth.models import User

    from portal.accounts.passwords import set_password
    from portal.rights.granting import give
    from portal.rights.roles import Role

    user = User(username=name)
    user.save()
    set_password(user, PASSWORD, must_change=must_change)
    for role in roles:
        give(user, Role(role), by="test")
    return user


def browser() -> Client:
    from django.test import Client

    return Client()


def sign_in(client: Client, name: str, password: str = PASSWORD, **extra: Any) -> Any:
    """What the server answers to the form."""
    return client.post("/login/", {"username": name, "password": password}, **extra)


def code_for(secret: str, *, step: int = 0) -> str:
    """The six digits that an app shows now, or `step` half minutes from now (RFC 6238)."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def give_app(user: User) -> str:
    """Sets up an authenticator app; returns its secret."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


@contextmanager
def options(**changed: Any) -> Iterator[None]:
    """The office's options with some changed."""
    from django.conf import settings

    before = settings.HOSO
    settings.HOSO = replace(before, accounts=replace(before.accounts, **changed))
    try:
        yield
    finally:
        settings.HOSO = before


def kinds(kind: str) -> list[dict[str, Any]]:
    """Details of the events of a kind in the audit chain, with object and actor."""
    from portal.models import AuditEvent

    rows = AuditEvent.objects.filter(kind=kind).order_by("pk")
    return [{**row.details, "object": row.object, "actor": row.actor} for row in rows]
