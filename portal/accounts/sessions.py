"""Sessions of signed-in people: which there are, when they end, and ending them from elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts.client_address import client_address
from portal.configuration import current
from portal.models import SignedInSession

_BEGAN = "hoso_began"
_SEEN = "hoso_seen"
SEEN_STEP = timedelta(minutes=1)
"""A session's last sign of life is written at most so often: each is a write to the database."""


def begin(request: HttpRequest, user: User) -> None:
    """Notes the browser in which `user` has just signed in."""
    now = timezone.now()
    if not request.session.session_key:
        request.session.save()
    request.session[_BEGAN] = request.session[_SEEN] = now.timestamp()
    SignedInSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user,
            "began_at": now,
            "seen_at": now,
            "address": client_address(request),
            "browser": request.headers.get("User-Agent", "")[:200],
        },
    )


def is_signed_in(session_key: str) -> bool:
    """Whether that session belongs to somebody; only reads, for whoever decides before there is a request."""
    if not session_key:
        return False
    store = import_module(settings.SESSION_ENGINE).SessionStore
    return SESSION_KEY in store(session_key)


def has_ended(request: HttpRequest) -> str:
    """Why the session of a request is over: `idle`, `old`, or nothing while it goes on."""
    options = current().accounts
    now = timezone.now().timestamp()
    began = request.session.setdefault(_BEGAN, now)
    seen = request.session.setdefault(_SEEN, now)
    if now - began > options.session_hours * 3600:
        return "old"
    return "idle" if now - seen > options.idle_minutes * 60 else ""


def show_life(request: HttpRequest) -> None:
    """Puts the idle clock back, when a person and not a page's own script has asked."""
    now = timezone.now()
    if now.timestamp() - request.session.get(_SEEN, 0) < SEEN_STEP.total_seconds() or _asks_by_itself(
        request
    ):
        return
    request.session[_SEEN] = now.timestamp()
    SignedInSession.objects.filter(session_key=request.session.session_key).update(seen_at=now)


def _asks_by_itself(request: HttpRequest) -> bool:
    """Whether a page that lies open refreshes a part of itself: that is no sign of a person."""
    if request.method != "GET" or request.headers.get("HX-Boosted"):
        return False
    mode = request.headers.get("Sec-Fetch-Mode", "")
    return bool(request.headers.get("HX-Request")) or mode in {"cors", "same-origin", "no-cors"}


def end(request: HttpRequest) -> None:
    """Forgets the session of a request, which Django ends by itself."""
    if request.session.session_key:
        SignedInSession.objects.filter(session_key=request.session.session_key).delete()


def end_all(user: User, *, but: str | None = None) -> int:
    """Ends every session of `user`, except the one with key `but`; how many ended."""
    with transaction.atomic():
        rows = SignedInSession.objects.filter(user=user)
        if but:
            rows = rows.exclude(session_key=but)
        keys = list(rows.values_list("session_key", flat=True))
        for key in keys:
            _store()(key).delete()
        rows.delete()
    return len(keys)


def end_one(user: User, number: int) -> bool:
    """Ends one session of `user` by the number of its row; whether there was one."""
    row = SignedInSession.objects.filter(user=user, pk=number).first()
    if row is None:
        return False
    _store()(row.session_key).delete()
    row.delete()
    return True


def of_person(user: User) -> list[SignedInSession]:
    """The sessions of `user` that still hold, the one seen last first."""
    options = current().accounts
    now = timezone.now()
    rows = SignedInSession.objects.filter(
        user=user,
        seen_at__gte=now - timedelta(minutes=options.idle_minutes),
        began_at__gte=now - timedelta(hours=options.session_hours),
    )
    return list(rows)


def renamed(request: HttpRequest, before: str | None) -> None:
    """Follows a session whose key Django has changed (after a new password)."""
    if before and before != request.session.session_key:
        SignedInSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def clear_old(now: datetime) -> None:
    """Takes away what has ended by itself."""
    options = current().accounts
    SignedInSession.objects.filter(began_at__lt=now - timedelta(hours=options.session_hours)).delete()
    _store().clear_expired()


def _store() -> Any:
    # Django types the session engine as a module with a class in it.
    return import_module(settings.SESSION_ENGINE).SessionStore
