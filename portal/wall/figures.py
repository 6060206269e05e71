"""The numbers of the wall, asked for once and kept some seconds: ten screens cost no more than one."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db import OperationalError

from portal.configuration import current
from portal.counts import activity, days
from portal.counts.activity import Activity, activities, pages_a_minute
from portal.counts.days import Cell, TypeCell, refused_for
from portal.counts.office_days import today
from portal.counts.standing import FileCounts, Waiting, waiting_now
from portal.models import ActivityCount
from portal.rights.holding import Held, Rights
from portal.rights.roles import Right
from portal.wall.samples import Accuracy, accuracy_of

log = logging.getLogger(__name__)

KEPT_SECONDS = 8.0
MOST_KEPT = 16
MOST_REASONS = 8
MOST_DAYS_A_LOOK = 1
"""Counted again while somebody waits, so that the newest change shows; `counts.keeper` does the rest."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that the wall draws."""

    first: date
    last: date
    """Today, where it was asked for today."""
    cells: tuple[Cell, ...]
    """Files of all days from `first` to `last`."""
    types: tuple[TypeCell, ...]
    """Their records by type."""
    acts: tuple[ActivityCount, ...]
    waiting: Waiting
    pages_a_minute: float
    accuracy: Accuracy
    refused_for: tuple[tuple[str, int], ...]
    """Codes of reasons for which files were refused, the most frequent first."""
    days_left_to_count: int
    """Days of an old archive that are still to be counted; the charts grow by themselves."""
    sees_signatures: bool

    def files(self, first: date | None = None) -> FileCounts:
        """Files that came from `first` on (in all shown days where none is told)."""
        return sum((one.files for one in self.cells if first is None or one.day >= first), FileCounts())

    def by_unit(self) -> list[tuple[str, FileCounts]]:
        """Units with what came there, the most first."""
        return _ranked((cell.unit, cell.files) for cell in self.cells)

    def by_type(self) -> list[tuple[str, FileCounts]]:
        """Types with their records, filed and in review, the most first."""
        return _ranked((cell.record_type, FileCounts(cell.filed, cell.review)) for cell in self.types)

    def acted(self, *kinds: Activity) -> list[ActivityCount]:
        """What was done of these kinds."""
        return [one for one in self.acts if one.kind in kinds]


def _ranked(pairs: Iterable[tuple[str, FileCounts]]) -> list[tuple[str, FileCounts]]:
    found: dict[str, FileCounts] = {}
    for name, files in pairs:
        found[name] = found.get(name, FileCounts()) + files
    return sorted(found.items(), key=lambda pair: (-pair[1].scanned, pair[0]))


_Key = tuple[Path, tuple[Held, ...], int, date]
_kept: dict[_Key, tuple[float, Figures]] = {}
_lock = threading.Lock()


def figures(rights: Rights, days_back: int, *, clock: Callable[[], float] = time.monotonic) -> Figures:
    """The wall's numbers of the last `days_back` days for a person's right to watch."""
    key = (current().data_dir, rights.held, days_back, today())
    with _lock:  # one count at a time, however many screens ask
        held = _kept.get(key)
        if held is not None and clock() - held[0] < KEPT_SECONDS:
            return held[1]
        found = count(rights, days_back)
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = (clock(), found)
        return found


def count(rights: Rights, days_back: int) -> Figures:
    """The same, counted now."""
    last = today()
    first = last - timedelta(days=days_back - 1)
    left = _catch_up()
    came = days.days(rights, Right.WATCH, first, last)
    return Figures(
        first=first,
        last=last,
        cells=came.cells,
        types=came.types,
        acts=tuple(activities(rights, first, last)),
        waiting=waiting_now(rights, Right.WATCH),
        pages_a_minute=pages_a_minute(rights),
        accuracy=accuracy_of(rights, first, last),
        refused_for=tuple(refused_for(rights, Right.WATCH, first, last).most_common(MOST_REASONS)),
        days_left_to_count=left,
        sees_signatures=rights.units(Right.WATCH) is None,
    )


def _catch_up() -> int:
    try:
        activity.catch_up(at_most=MOST_DAYS_A_LOOK)
        return days.catch_up(at_most=MOST_DAYS_A_LOOK)
    except OperationalError:  # the worker writes just now: what was counted before is good enough
        log.info("the wall's counts could not be brought up to date; tried again at the next look")
        return 0
