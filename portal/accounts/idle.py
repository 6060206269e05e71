"""Switches accounts off that nobody has used for 45 days (QCVN 12:2026/BCA).

Looked at when somebody signs in and once a day. The last administrator stays: an office that has locked
itself out would have to be let in from the machine (`hoso account NAME --role administrator`).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from portal.accounts import passwords, sessions
from portal.accounts.notices import NoticeKind, tell_administrators
from portal.audit import Kind, note_by
from portal.audit.noting import SYSTEM
from portal.configuration import current
from portal.models import AccountState, ApiToken, Grant
from portal.rights.roles import Role


def switch_off_if_idle(user: User) -> bool:
    """Switches the account off when it has been idle for too long; whether it did."""
    if not user.is_active or _used_at(user) >= _oldest(timezone.now()) or is_last_administrator(user):
        return False
    with transaction.atomic():
        user.is_active = False
        user.save(update_fields=["is_active"])
        state = passwords.state_of(user)
        AccountState.objects.filter(pk=state.pk).update(off_why="idle")
        sessions.end_all(user)
        note_by(SYSTEM, Kind.ACCOUNT_CHANGED, object=f"account:{user.get_username()}", what="off", why="idle")
        tell_administrators(NoticeKind.ACCOUNT_IDLE, account=user.get_username())
    return True


def switch_off_idle() -> int:
    """Looks at every account; how many were switched off."""
    return sum(
        switch_off_if_idle(user) for user in User.objects.filter(is_active=True).select_related("state")
    )


def is_last_administrator(user: User) -> bool:
    """Whether nobody else could give anybody a right in the portal."""
    administrators = Grant.objects.filter(role=Role.ADMINISTRATOR, ended_at=None, user__is_active=True)
    mine = administrators.filter(user=user).exists()
    return mine and not administrators.exclude(user=user).exists()


def _used_at(user: User) -> datetime:
    # An account by which only a system comes in, with a key, is used too.
    by_key = ApiToken.objects.filter(user=user).aggregate(last=Max("last_used_at"))["last"]
    moments = (user.last_login, by_key, passwords.state_of(user).on_since)
    return max(moment for moment in moments if moment is not None)


def _oldest(now: datetime) -> datetime:
    return now - timedelta(days=current().accounts.idle_account_days)
