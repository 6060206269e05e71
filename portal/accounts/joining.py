"""People whom a directory of the office vouches for: their first sign-in, and roles that its groups give."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from portal.accounts.notices import NoticeKind, tell_administrators
from portal.accounts.options import GroupRole
from portal.audit import Kind, note_by
from portal.models import AccountState, Grant, Unit
from portal.rights.granting import end, give
from portal.rights.roles import Role


def join(user: User, *, source: str) -> None:
    """Notes that `user` came in for the first time, without any right, and tells the administrators."""
    with transaction.atomic():
        AccountState.objects.update_or_create(
            user=user,
            defaults={"source": source},
            create_defaults={"source": source, "on_since": timezone.now()},
        )
        note_by(source, Kind.ACCOUNT_CHANGED, object=f"account:{user.get_username()}", what="made")
        tell_administrators(NoticeKind.ACCOUNT_MADE, account=user.get_username(), by=source.upper())


def keep_roles(user: User, roles: Sequence[GroupRole], groups: Collection[str], *, source: str) -> None:
    """Gives the roles that the settings tie to the person's groups, and ends those that they tie no more.

    What an administrator has given stays as it is; nothing but the settings makes a role of a group.
    """
    wanted = [one for one in roles if one.group in groups]
    with transaction.atomic():
        kept = set()
        for one in wanted:
            unit = _unit(one.unit)
            held = Grant.objects.filter(user=user, role=one.role, unit=unit, ended_at=None).first()
            if held is None:
                held = give(user, Role(one.role), by=source, unit=unit, level=one.level)
                _tell(NoticeKind.GRANT_GIVEN, held, source)
            kept.add(held.pk)
        for grant in Grant.objects.filter(user=user, given_by=source, ended_at=None).exclude(pk__in=kept):
            end(grant, by=source)
            _tell(NoticeKind.GRANT_ENDED, grant, source)


def _unit(name: str) -> Unit | None:
    if not name:
        return None
    unit, _made = Unit.objects.get_or_create(name=name, defaults={"seen_at": timezone.now()})
    return unit


def _tell(kind: NoticeKind, grant: Grant, source: str) -> None:
    where = grant.unit.name if grant.unit is not None else ""
    about = {"account": grant.user.get_username(), "role": grant.role, "unit": where, "by": source.upper()}
    tell_administrators(kind, grant.user, **about)
