"""What administrators say of a step, and how long it holds."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from django.utils import timezone

from portal.models import GuideMark


class Said(StrEnum):
    """What can be said of a step."""

    LATER = "later"
    HIDDEN = "hidden"
    CONFIRMED = "confirmed"
    """Somebody answers for it; only for what Hoso cannot see."""


HOLDS = {Said.LATER: timedelta(days=7), Said.CONFIRMED: timedelta(days=90)}
"""After which it is asked again: copies that nobody has looked at for a quarter are no copies."""


def in_force() -> dict[str, GuideMark]:
    """The marks that still hold, by step."""
    now = timezone.now()
    found = {}
    for mark in GuideMark.objects.all():
        span = HOLDS.get(Said(mark.said))
        if span is None or mark.at + span > now:
            found[mark.step] = mark
    return found


def say(step: str, said: Said | None, *, by: str) -> str:
    """Writes the last word on a step, or takes it back (`None`); answers what was said before."""
    before = GuideMark.objects.filter(step=step).first()
    if said is None:
        GuideMark.objects.filter(step=step).delete()
    else:
        GuideMark.objects.update_or_create(
            step=step, defaults={"said": said.value, "by": by, "at": timezone.now()}
        )
    return before.said if before else ""
