"""Days put together as charts show them: each by itself, or by the week where a year is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portal.counts.days import Cell
from portal.counts.office_days import days_between
from portal.counts.standing import FileCounts

MOST_SINGLE = 62
WEEK = 7


@dataclass(frozen=True, slots=True)
class Bucket:
    """Some days in a row that a chart shows as one place."""

    first: date
    last: date

    @property
    def name(self) -> str:
        """Its first day, as one writes it on an axis."""
        return f"{self.first:%d/%m}"


def buckets(first: date, last: date) -> list[Bucket]:
    """The days from `first` to `last`; by the week, the last one ending on `last`, where they are many."""
    if (last - first).days < MOST_SINGLE:
        return [Bucket(day, day) for day in days_between(first, last)]
    found = []
    end = last
    while end >= first:
        found.append(Bucket(max(first, end - timedelta(days=WEEK - 1)), end))
        end -= timedelta(days=WEEK)
    return found[::-1]


def files_in(cells: Iterable[Cell], wanted: list[Bucket]) -> list[FileCounts]:
    """What came in each bucket and where it stands."""
    found = [FileCounts() for _ in wanted]
    places = _places(wanted)
    for cell in cells:
        if (place := places.get(cell.day)) is not None:
            found[place] += cell.files
    return found


def numbers_in(days: Iterable[tuple[date, float]], wanted: list[Bucket]) -> tuple[float, ...]:
    """Sums of a number a day."""
    found = [0.0 for _ in wanted]
    places = _places(wanted)
    for day, value in days:
        if (place := places.get(day)) is not None:
            found[place] += value
    return tuple(found)


def _places(wanted: list[Bucket]) -> dict[date, int]:
    return {day: place for place, one in enumerate(wanted) for day in days_between(one.first, one.last)}
