"""What came by day and unit, and records by type: days that are over from kept counts, today as it stands.

Filed files and records are many and seldom change, but they do (a type is corrected weeks later), so each
change marks its day of arrival (`marking`) and `keeper` counts that day again. Files that stand
anywhere else are few and found by the index of their state, so they are always counted as they are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum

from portal.counts.office_days import begins, day_of, ends, today
from portal.counts.standing import FileCounts, arrived, counts_of, scanned_records
from portal.inbox.standing import with_standing
from portal.models import CatalogueRecord, DayCount, DayToCount
from portal.rights.holding import EVERY_LEVEL, Rights
from portal.rights.roles import Right
from records import FileState

MOST_DAYS_AT_ONCE = 60
"""Counted again at once where nobody says how many."""
_Place = tuple[str, str, int]
"""Unit, type and level."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Files that came on one day to one unit."""

    day: date
    unit: str
    files: FileCounts


@dataclass(frozen=True, slots=True)
class TypeCell:
    """Records of one type that came on one day."""

    day: date
    record_type: str
    """Empty for "không rõ"."""
    filed: int
    review: int


@dataclass(frozen=True, slots=True)
class Days:
    """What came in some days."""

    cells: tuple[Cell, ...]
    types: tuple[TypeCell, ...]


def catch_up(now: date | None = None, *, at_most: int = MOST_DAYS_AT_ONCE) -> int:
    """Counts days again that have changed and are over, the newest first; how many are left."""
    last = now or today()
    changed = DayToCount.objects.filter(day__lt=last).order_by("-day")
    if not changed.exists():
        return 0
    for day in list(changed.values_list("day", flat=True)[:at_most]):
        with transaction.atomic():
            # The mark goes first: a change that comes while we count marks the day once more.
            DayToCount.objects.filter(day=day).delete()
            DayCount.objects.filter(day=day).delete()
            DayCount.objects.bulk_create(counted(day, Rights.everything()))
    return changed.count()


def counted(day: date, rights: Rights, right: Right = Right.WATCH) -> list[DayCount]:
    """The day's records and filed files, counted where they are kept."""
    records = {
        (unit, record_type, level): (filed, review, pages)
        for unit, record_type, level, filed, review, pages in scanned_records(rights, right)
        .filter(received_at__gte=begins(day), received_at__lt=ends(day))
        .values_list("unit", "record_type", "sensitivity")
        .annotate(
            filed=Count("pk", filter=Q(needs_review=False)),
            review=Count("pk", filter=Q(needs_review=True)),
            pages=Sum("page_count"),
        )
    }
    files = _filed_files(day, rights, right)
    found = []
    for place in {*records, *files}:
        unit, record_type, level = place
        filed, review, pages = records.get(place, (0, 0, 0))
        found.append(
            DayCount(
                day=day,
                unit=unit,
                record_type=record_type,
                sensitivity=level,
                filed=filed,
                review=review,
                pages=pages,
                files_filed=files[place],
            )
        )
    return found


def _filed_files(day: date, rights: Rights, right: Right) -> Counter[_Place]:
    """Filed files by unit and by type and level of their first record, by which rights to them go."""
    came = rights.files(right).filter(arrived(day, day), state=FileState.FILED).order_by()
    rows = list(came.values_list("unit", "record_id"))
    ids = {record_id for _unit, record_id in rows}
    known = {
        pk: (record_type, level)
        for pk, record_type, level in CatalogueRecord.objects.filter(pk__in=ids).values_list(
            "pk", "record_type", "sensitivity"
        )
    }
    return Counter((unit, *known.get(record_id, ("", EVERY_LEVEL))) for unit, record_id in rows)


def days(rights: Rights, right: Right, first: date, last: date) -> Days:
    """What came from `first` to `last`, as far as the right goes."""
    now = today()
    kept = list(_within(rights, right).filter(day__gte=first, day__lte=last, day__lt=now))
    kept += counted(now, rights, right) if first <= now <= last else []
    filed = [Cell(one.day, one.unit, FileCounts(filed=one.files_filed)) for one in kept if one.files_filed]
    types = (TypeCell(one.day, one.record_type, one.filed, one.review) for one in kept)
    return Days(
        cells=(*filed, *_others(rights, right, first, last)),
        types=tuple(one for one in types if one.filed or one.review),
    )


def _others(rights: Rights, right: Right, first: date, last: date) -> list[Cell]:
    others = [state for state in FileState if state is not FileState.FILED]
    rows = with_standing(rights.files(right).filter(arrived(first, last), state__in=others)).order_by()
    found: dict[tuple[date, str], Counter[str]] = {}
    for at, unit, standing in rows.values_list("received_at", "unit", "standing").iterator(chunk_size=2000):
        found.setdefault((day_of(at), unit), Counter())[standing] += 1
    return [Cell(day, unit, counts_of(held)) for (day, unit), held in found.items()]


def refused_for(rights: Rights, right: Right, first: date, last: date) -> Counter[str]:
    """Codes of the reasons for which files of these days were refused, with how many."""
    rows = rights.files(right).filter(arrived(first, last), state=FileState.REJECTED).order_by()
    return Counter(dict(rows.values_list("reason_code").annotate(Count("pk"))))


def _within(rights: Rights, right: Right) -> QuerySet[DayCount]:
    rows = DayCount.objects.all()
    if rights.covers_all(right):
        return rows
    inside = Q(pk__in=())
    for held in rights.with_right(right):
        condition = held.of_records()
        if not condition:
            return rows
        inside |= condition
    return rows.filter(inside)
