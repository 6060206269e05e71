"""Slows down who guesses: counts by account and by address, kept in the database over restarts.

Five wrong guesses for a name hold that name for a minute, each further one twice as long up to a quarter of
an hour; an address has more room, for a whole office may stand behind one. The answer is the same whether an
account has that name or not.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.models import GuessCount

FORGOTTEN_AFTER = timedelta(hours=1)
"""Wrong guesses count for so long after the last one."""
FIRST_HOLD = timedelta(minutes=1)
LONGEST_HOLD = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Throttle:
    """What is counted, and how many wrong guesses it has."""

    what: str
    free: int
    """Wrong guesses before the first hold."""


BY_ACCOUNT = Throttle("account", 5)
BY_ADDRESS = Throttle("address", 30)
BY_FACTOR = Throttle("factor", 5)


def seconds_held(throttle: Throttle, subject: str) -> int:
    """Seconds until the next guess is looked at; 0 when it may be made now."""
    row = GuessCount.objects.filter(pk=_key(throttle, subject)).first()
    if row is None or row.held_until is None:
        return 0
    return max(0, math.ceil((row.held_until - timezone.now()).total_seconds()))


def count_failure(throttle: Throttle, subject: str) -> None:
    """One wrong guess more."""
    now = timezone.now()
    with transaction.atomic():
        row, _made = GuessCount.objects.get_or_create(pk=_key(throttle, subject), defaults={"last_at": now})
        row.failures = 1 if row.last_at < now - FORGOTTEN_AFTER else row.failures + 1
        row.last_at = now
        over = row.failures - throttle.free
        # 2**4 minutes are over the longest hold already; larger powers would only make large numbers.
        row.held_until = now + min(LONGEST_HOLD, FIRST_HOLD * 2 ** min(over, 4)) if over >= 0 else None
        row.save()


def forget(throttle: Throttle, subject: str) -> None:
    """After a right answer, or when an administrator has set a new password."""
    GuessCount.objects.filter(pk=_key(throttle, subject)).delete()


def use_once(subject: str, seconds: int) -> bool:
    """Whether `subject` is used for the first time within `seconds`: no code is taken twice."""
    now = timezone.now()
    key = _key(Throttle("once", 0), subject)
    with transaction.atomic():
        if GuessCount.objects.filter(pk=key, held_until__gt=now).exists():
            return False
        row = {"last_at": now, "held_until": now + timedelta(seconds=seconds)}
        GuessCount.objects.update_or_create(pk=key, defaults=row)
    return True


def clear_old() -> int:
    """Takes away counts that nothing depends on any more; how many they were."""
    return GuessCount.objects.filter(last_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()[0]


def _key(throttle: Throttle, subject: str) -> str:
    text = f"{throttle.what}:{subject.strip().casefold()}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
