"""Makes keys, finds the account that a key stands for, and ends keys."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from portal.api.scopes import Scope
from portal.audit import Kind, note_by
from portal.models import ApiToken

PREFIX = "hoso"
"""Lets people and scanners for leaked secrets see what a string is."""
LONGEST_KEY = 100
MOST_DAYS = 366
"""A key of a system is renewed each year: who forgets it once a year notices, who never has to forgets it."""
USED_STEP = timedelta(minutes=5)
"""How exactly the last use is kept: one write in so long, not one a request."""


@dataclass(frozen=True, slots=True)
class NewToken:
    """A key that was just made; its text is told once."""

    token: ApiToken
    key: str = field(repr=False)


def make_token(user: User, name: str, scopes: Sequence[Scope], *, by: str, days: int = MOST_DAYS) -> NewToken:
    """A new key for `user` that lasts `days`, 1 to 366."""
    handle = secrets.token_hex(6)
    key = f"{PREFIX}_{handle}_{secrets.token_urlsafe(24)}"
    now = timezone.now()
    with transaction.atomic():
        token = ApiToken.objects.create(
            name=name[:100],
            user=user,
            handle=handle,
            digest=_digest(key),
            scopes=sorted({scope.value for scope in scopes}),
            made_by=by,
            made_at=now,
            expires_at=now + timedelta(days=max(1, min(days, MOST_DAYS))),
        )
        _told(token, by, "made")
    return NewToken(token, key)


def end_token(token: ApiToken, *, by: str) -> None:
    """Ends a key; nothing happens to one that has ended."""
    with transaction.atomic():
        ended = ApiToken.objects.filter(pk=token.pk, ended_at=None)
        if ended.update(ended_at=timezone.now(), ended_by=by):
            _told(token, by, "ended")


def token_of(key: str) -> ApiToken | None:
    """The key's row, while it is in force and its account is active; that it was used is noted."""
    token = in_force(key)
    if token is not None:
        _used(token, timezone.now())
    return token


def in_force(key: str) -> ApiToken | None:
    """The same without noting anything."""
    parts = key.split("_", 2)
    if len(key) > LONGEST_KEY or len(parts) != 3 or parts[0] != PREFIX:
        return None
    token = ApiToken.objects.select_related("user").filter(handle=parts[1], ended_at=None).first()
    # The digest is compared even where there is none, so that the answer's time tells nothing.
    is_right = hmac.compare_digest(_digest(key), token.digest if token else "0" * 64)
    now = timezone.now()
    if token is None or not is_right or not token.user.is_active:
        return None
    if token.expires_at is not None and token.expires_at <= now:
        return None
    return token


def _used(token: ApiToken, now: datetime) -> None:
    if token.last_used_at is None or token.last_used_at < now - USED_STEP:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _told(token: ApiToken, by: str, what: str) -> None:
    account = f"account:{token.user.get_username()}"
    note_by(by, Kind.API_TOKEN_CHANGED, object=account, what=what, handle=token.handle, scopes=token.scopes)
