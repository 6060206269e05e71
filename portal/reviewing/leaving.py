"""Passing a record over, or leaving it for a colleague with a note."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.contrib.auth.models import User
from django.utils import timezone

from portal.models import CatalogueRecord, Grant, ReviewLeave
from portal.reviewing.claims import release
from portal.rights.asking import units_below
from portal.rights.holding import Held
from portal.rights.roles import RIGHTS_OF, Right, Role

LONGEST_NOTE = 500
MOST_COLLEAGUES = 200


def leave(record_id: str, person: str, *, left_for: str = "", note: str = "") -> None:
    """Puts the record at the end of the person's queue, and on the colleague's desk when one is named."""
    ReviewLeave.objects.update_or_create(
        record_id=record_id,
        person=person,
        defaults={"left_for": left_for, "note": note[:LONGEST_NOTE], "left_at": timezone.now()},
    )
    release(record_id, person)


def settle(record_id: str) -> None:
    """Takes the notes off a record that waits no more."""
    ReviewLeave.objects.filter(record_id=record_id).delete()


def notes_on(record_ids: Collection[str]) -> Mapping[str, list[ReviewLeave]]:
    """The notes that colleagues left on records, the newest first."""
    found: dict[str, list[ReviewLeave]] = {}
    for one in (
        ReviewLeave.objects.filter(record_id__in=record_ids)
        .exclude(note="", left_for="")
        .order_by("-left_at")
    ):
        found.setdefault(one.record_id, []).append(one)
    return found


def colleagues(row: CatalogueRecord, person: str) -> list[User]:
    """The people other than `person` who may correct this record, by name."""
    roles = [role for role in Role if Right.REVIEW in RIGHTS_OF[role]]
    grants = Grant.objects.filter(role__in=roles, ended_at=None, user__is_active=True)
    opening = [one for one in grants.select_related("user", "unit") if one.user.username != person]
    below = units_below({one.unit.name for one in opening if one.unit is not None})
    found = {
        one.user.username: one.user
        for one in opening
        if Held(
            Role(one.role),
            units=None if one.unit is None else below[one.unit.name],
            types=frozenset(one.types),
            level=one.level,
        ).opens(unit=row.unit, record_type=row.record_type, sensitivity=row.sensitivity)
    }
    return [found[name] for name in sorted(found)][:MOST_COLLEAGUES]
