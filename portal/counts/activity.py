"""What was done when: pages read by the hour, records reviewed by whom, documents signed and sealed.

What is over does not change any more, so a day is counted once, when it has ended; today is counted as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from portal.audit import Kind
from portal.counts.office_days import begins, day_of, days_between, ends, today
from portal.models import (
    ActivityCount,
    ActivityDay,
    AuditEvent,
    CatalogueRecord,
    IntakePage,
    OutgoingEvent,
)
from portal.outgoing.events import EventKind
from portal.rights.holding import Held, Rights
from portal.rights.roles import Right
from portal.rights.sensitivity import UNKNOWN_TYPE

LONGEST = timedelta(days=400)
"""A wall looks back a year."""
MOST_DAYS_AT_ONCE = 30
RATE_WINDOW = timedelta(minutes=5)
RECORD = "record:"
"""Before a record's identifier where events name it."""


class Activity(StrEnum):
    """What is counted."""

    PAGES = "pages"
    """Pages read."""
    REVIEWS = "reviews"
    """Records of which a person saved corrections."""
    SIGNED = "signed"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class _What:
    hour: int
    kind: Activity
    unit: str = ""
    record_type: str = ""
    sensitivity: int = 1
    actor: str = ""


def catch_up(now: date | None = None, *, at_most: int = MOST_DAYS_AT_ONCE) -> int:
    """Counts days that have ended since, the newest first; how many are left."""
    last = (now or today()) - timedelta(days=1)
    first = max(_first_day() or last, last - LONGEST)
    done = set(ActivityDay.objects.filter(day__gte=first).values_list("day", flat=True))
    missing = [day for day in days_between(first, last) if day not in done]
    for day in missing[::-1][:at_most]:
        with transaction.atomic():
            ActivityCount.objects.filter(day=day).delete()
            ActivityCount.objects.bulk_create(counted(day))
            ActivityDay.objects.get_or_create(day=day)
    return max(0, len(missing) - at_most)


def counted(day: date) -> list[ActivityCount]:
    """The day's activity, counted where it was written down."""
    tally: Counter[_What] = Counter()
    for found in (_pages(day), _reviews(day), _signatures(day)):
        tally.update(found)
    return [
        ActivityCount(
            day=day,
            hour=what.hour,
            kind=what.kind.value,
            unit=what.unit,
            record_type=what.record_type,
            sensitivity=what.sensitivity,
            actor=what.actor,
            count=count,
        )
        for what, count in tally.items()
    ]


def activities(
    rights: Rights, first: date, last: date, kinds: Collection[Activity] = tuple(Activity)
) -> list[ActivityCount]:
    """What was done of some kinds between two days, as far as the right to watch goes."""
    now = today()
    rows = ActivityCount.objects.filter(kind__in=[one.value for one in kinds])
    kept = list(rows.filter(day__gte=first, day__lte=last, day__lt=now))
    live = [one for one in counted(now) if one.kind in kinds] if first <= now <= last else []
    if rights.covers_all(Right.WATCH):
        return kept + live
    held = rights.with_right(Right.WATCH)
    return [one for one in kept + live if any(_opens(grant, one) for grant in held)]


def pages_a_minute(rights: Rights) -> float:
    """Mean of the last five minutes, or since the first page of them, at the units that one may watch."""
    now = timezone.now()
    lately = IntakePage.objects.filter(read_at__gt=now - RATE_WINDOW)
    units = rights.units(Right.WATCH)
    if units is not None:
        lately = lately.filter(file__unit__in=sorted(units))
    moments = lately.aggregate(first=Min("read_at"))
    if moments["first"] is None:
        return 0.0
    # At least ten seconds, lest the first page of a burst look like hundreds a minute.
    minutes = max((now - moments["first"]).total_seconds(), 10.0) / 60
    return float(round(lately.count() / minutes, 1))


def counts_pages(held: Held) -> bool:
    """Whether pages read are counted by a grant: before a page is read nobody knows of what type it is."""
    return not held.types


def _opens(held: Held, one: ActivityCount) -> bool:
    if one.kind == Activity.REVIEWS:
        return held.opens(unit=one.unit, record_type=one.record_type, sensitivity=one.sensitivity)
    if one.kind == Activity.PAGES:
        return counts_pages(held) and (held.units is None or one.unit in held.units)
    return held.units is None  # documents are issued by the office, not by a unit below the inbox


def _pages(day: date) -> Iterator[_What]:
    rows = IntakePage.objects.filter(_on(day, "read_at")).order_by()
    for at, unit in rows.values_list("read_at", "file__unit").iterator(chunk_size=2000):
        yield _What(_hour(at), Activity.PAGES, unit)


def _reviews(day: date) -> Iterator[_What]:
    events = AuditEvent.objects.filter(_on(day, "at"), kind=Kind.RECORD_CORRECTED).order_by()
    rows = list(events.values_list("at", "actor", "unit", "object"))
    ids = {name.removeprefix(RECORD) for *_, name in rows}
    known = {
        pk: (record_type, level)
        for pk, record_type, level in _records(ids).values_list("pk", "record_type", "sensitivity")
    }
    for at, actor, unit, name in rows:
        record_type, level = known.get(name.removeprefix(RECORD), ("", UNKNOWN_TYPE))
        yield _What(_hour(at), Activity.REVIEWS, unit, record_type, level, actor)


def _records(ids: set[str]) -> QuerySet[CatalogueRecord]:
    return CatalogueRecord.objects.filter(pk__in=ids).order_by()


def _signatures(day: date) -> Iterator[_What]:
    kinds = {EventKind.SIGNED.value: Activity.SIGNED, EventKind.SEALED.value: Activity.SEALED}
    events = OutgoingEvent.objects.filter(_on(day, "at"), kind__in=list(kinds)).order_by()
    for at, kind in events.values_list("at", "kind"):
        yield _What(_hour(at), kinds[kind])


def _on(day: date, column: str) -> Q:
    return Q(**{f"{column}__gte": begins(day), f"{column}__lt": ends(day)})


def _hour(at: datetime) -> int:
    return timezone.localtime(at).hour


def _first_day() -> date | None:
    firsts = (
        IntakePage.objects.order_by("read_at")
        .exclude(read_at=None)
        .values_list("read_at", flat=True)
        .first(),
        AuditEvent.objects.order_by("pk").values_list("at", flat=True).first(),
        OutgoingEvent.objects.order_by("pk").values_list("at", flat=True).first(),
    )
    return min((day_of(one) for one in firsts if one is not None), default=None)
