"""Days as the office counts them: from midnight to midnight in its own time zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone


def today() -> date:
    """The day that it is in the office."""
    return timezone.localdate()


def day_of(moment: datetime) -> date:
    """The office's day of a moment."""
    return timezone.localdate(moment)


def begins(day: date) -> datetime:
    """The moment at which a day begins."""
    return timezone.make_aware(datetime.combine(day, time.min))


def ends(day: date) -> datetime:
    """The first moment of the next day."""
    return begins(day + timedelta(days=1))


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
