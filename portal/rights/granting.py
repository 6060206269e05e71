"""Gives roles and ends them; both are written into the audit chain."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from portal.audit import Kind, note_by
from portal.models import Grant, Unit
from portal.models.people import USUAL_LEVEL
from portal.rights.roles import Role


def give(
    user: User,
    role: Role,
    *,
    by: str,
    unit: Unit | None = None,
    types: Sequence[str] = (),
    level: int = USUAL_LEVEL,
) -> Grant:
    """Gives `role` to `user` at `unit`; the one in force where they hold just that already."""
    with transaction.atomic():
        wanted = sorted(set(types))
        for held in Grant.objects.filter(user=user, role=role, unit=unit, level=level, ended_at=None):
            if held.types == wanted:
                return held
        grant: Grant = Grant.objects.create(
            user=user, role=role, unit=unit, types=wanted, level=level, given_by=by, given_at=timezone.now()
        )
        note_by(by, Kind.GRANT_GIVEN, object=f"account:{user.get_username()}", **_told(grant))
    return grant


def end(grant: Grant, *, by: str) -> None:
    """Ends a grant; nothing happens to one that has ended."""
    with transaction.atomic():
        ended = Grant.objects.filter(pk=grant.pk, ended_at=None).update(ended_by=by, ended_at=timezone.now())
        if ended:
            note_by(by, Kind.GRANT_ENDED, object=f"account:{grant.user.get_username()}", **_told(grant))


def _told(grant: Grant) -> dict[str, object]:
    unit = grant.unit.name if grant.unit is not None else ""
    return {"role": str(grant.role), "at": unit, "types": list(grant.types), "level": grant.level}
