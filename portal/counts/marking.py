"""Marks the days whose papers have changed, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from portal.counts.office_days import day_of
from portal.models import DayToCount, IntakeFile


def mark_days(moments: Iterable[datetime]) -> None:
    """Says that what arrived at these moments is to be counted again."""
    days = {day_of(moment) for moment in moments}
    DayToCount.objects.bulk_create([DayToCount(day=day) for day in sorted(days)], ignore_conflicts=True)


def mark_files(which: Q) -> None:
    """Says so of files."""
    mark_days(IntakeFile.objects.filter(which).values_list("received_at", flat=True))
