"""The day's count: what was scanned, and what became of it, in files and in pages, by unit.

A file belongs to the day on which it was received, in the office's time, whatever happens to it later, and
to the unit of the folder into which it was handed. It is counted once, also when it becomes several records;
both files of a stack scanned in two goes are counted, and so is a new scan of a record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.inbox.standing import Standing, with_standing
from portal.models import IntakeFile


@dataclass(frozen=True, slots=True)
class Tally:
    """Some files together."""

    files: int = 0
    pages: int = 0
    """Pages of those that have been opened."""
    unopened: int = 0
    """Files of which nobody knows the number of pages: not opened yet, or refused or known before that."""
    records: int = 0
    """Records that they became; a new scan and a file of back sides become none of their own."""

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.files + other.files,
            self.pages + other.pages,
            self.unopened + other.unopened,
            self.records + other.records,
        )


@dataclass(frozen=True, slots=True)
class DayCount:
    """One day, or one unit of it."""

    by_standing: Mapping[Standing, Tally] = field(default_factory=dict)

    def of(self, standing: Standing) -> Tally:
        """Those of one standing. (Not an index: a template would take `count.scanned` for one.)"""
        return self.by_standing.get(standing, Tally())

    @property
    def scanned(self) -> Tally:
        """Everything that came: the sum of what became of it."""
        return sum(self.by_standing.values(), Tally())


@dataclass(frozen=True, slots=True)
class Counted:
    """The count of a day with that of each unit."""

    whole: DayCount
    by_unit: Mapping[str, DayCount]
    """Folder name of the unit, empty for the office itself; units with a file that day, by name."""


def on_day(files: QuerySet[IntakeFile], day: date) -> QuerySet[IntakeFile]:
    """Those received on a day of the office's time zone."""
    begin = timezone.make_aware(datetime.combine(day, time.min))
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return files.filter(received_at__gte=begin, received_at__lt=end)


def count_day(files: QuerySet[IntakeFile], day: date) -> Counted:
    """Counts those of `files` that came on `day`: one query over that day's rows."""
    rows = (
        with_standing(on_day(files, day))
        .order_by()
        .values("unit", "standing")
        .annotate(
            number=Count("pk"),
            pages=Coalesce(Sum("page_count"), 0),
            unopened=Count("pk", filter=Q(page_count=None)),
            made=Coalesce(Sum("record_count", filter=Q(state__in=("filed", "review"))), 0),
        )
    )
    by_unit: dict[str, dict[Standing, Tally]] = {}
    for row in rows:
        tally = Tally(row["number"], row["pages"], row["unopened"], row["made"])
        by_unit.setdefault(row["unit"], {})[Standing(row["standing"])] = tally
    units = {unit: DayCount(found) for unit, found in sorted(by_unit.items())}
    return Counted(_together(units.values()), units)


def _together(counts: Iterable[DayCount]) -> DayCount:
    whole: dict[Standing, Tally] = {}
    for count in counts:
        for standing, tally in count.by_standing.items():
            whole[standing] = whole.get(standing, Tally()) + tally
    return DayCount(whole)
