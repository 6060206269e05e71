"""What happened in a week, and what of it somebody should look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from portal.audit.kinds import Kind
from portal.audit.reading import week_of, within
from portal.models import AuditEvent, AuditReview

DAYS = 7
WORKING_DAYS = 5
NIGHT = (20, 6)
"""From this hour to that: nobody works in a commune's office."""
MANY_DOWNLOADS = 100
"""Records, copies and lists that one account took away in a week."""
MANY_FAILURES = 5
MOST_LISTED = 20
_TAKES_AWAY = (Kind.RECORD_DOWNLOADED, Kind.RECORD_HANDED_OUT, Kind.EXPORTED)
_RIGHTS = (Kind.GRANT_GIVEN, Kind.GRANT_ENDED, Kind.ACCOUNT_CHANGED, Kind.SETTING_CHANGED, Kind.UNIT_CHANGED)
WEEKS_LISTED = 12


@dataclass(frozen=True, slots=True)
class Tally:
    """Somebody, and how often."""

    who: str
    count: int


@dataclass(frozen=True, slots=True)
class Week:
    """The figures of one week."""

    monday: date
    total: int = 0
    kinds: tuple[tuple[str, int], ...] = ()
    """Kind and count, the most frequent first."""
    people: int = 0
    night: tuple[AuditEvent, ...] = ()
    """Sign-ins between 20:00 and 6:00."""
    night_count: int = 0
    downloads: tuple[Tally, ...] = ()
    failures: tuple[Tally, ...] = ()
    rights: tuple[AuditEvent, ...] = ()
    rights_count: int = 0
    readers: tuple[Tally, ...] = ()
    """Who opened the audit pages."""
    administrators: tuple[Tally, ...] = ()
    """Those of them who administer too."""
    silent_days: tuple[date, ...] = field(default=())
    """Working days without any event."""

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=DAYS - 1)

    @property
    def is_over(self) -> bool:
        return self.sunday < timezone.localdate()

    @property
    def remarkable(self) -> int:
        """How many things ask for a look."""
        parts: tuple[object, ...] = (
            self.night, self.downloads, self.failures, self.rights, self.administrators, self.silent_days
        )  # fmt: skip
        return sum(1 for part in parts if part)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week_figures(monday: date) -> Week:
    """The figures of the week that begins on `monday`; a few queries over the week's part of the chain."""
    events = within(AuditEvent.objects.all(), *week_of(monday))
    kinds = [(str(kind), int(count)) for kind, count in _counts(events, "kind")]
    night = [event for event in _of(events, (Kind.LOGIN,)) if _is_night(event.at)]
    rights = _of(events, _RIGHTS)
    readings = events.filter(kind=Kind.AUDIT_READ)
    return Week(
        monday=monday,
        total=sum(count for _, count in kinds),
        kinds=tuple(kinds),
        people=events.exclude(actor__in=("", "hoso")).values("actor").distinct().count(),
        night=tuple(night[:MOST_LISTED]),
        night_count=len(night),
        downloads=_tallies(events.filter(kind__in=_TAKES_AWAY), least=MANY_DOWNLOADS),
        failures=_tallies(events.filter(kind=Kind.LOGIN_FAILED), least=MANY_FAILURES),
        rights=tuple(rights[:MOST_LISTED]),
        rights_count=rights.count(),
        readers=_tallies(readings),
        administrators=_tallies(readings.filter(details__as_administrator=True)),
        silent_days=_silent_days(events, monday),
    )


def unreviewed_weeks(today: date | None = None) -> list[date]:
    """Mondays of finished weeks, the oldest first, that had events and whose minutes nobody has closed."""
    day = today or timezone.localdate()
    first = AuditEvent.objects.order_by("pk").values_list("at", flat=True).first()
    if first is None:
        return []
    monday = max(monday_of(timezone.localtime(first).date()), monday_of(day) - timedelta(weeks=WEEKS_LISTED))
    closed = set(AuditReview.objects.exclude(closed_at=None).values_list("week", flat=True))
    found = []
    while monday + timedelta(days=DAYS) <= day:
        if monday not in closed:
            found.append(monday)
        monday += timedelta(days=DAYS)
    return found


def _counts(events: QuerySet[AuditEvent], column: str) -> Iterable[tuple[object, int]]:
    return events.order_by().values_list(column).annotate(n=Count("pk")).order_by("-n", column)


def _tallies(events: QuerySet[AuditEvent], *, least: int = 1) -> tuple[Tally, ...]:
    found = events.order_by().values_list("actor").annotate(n=Count("pk")).filter(n__gte=least)
    return tuple(Tally(str(who), int(count)) for who, count in found.order_by("-n", "actor")[:MOST_LISTED])


def _of(events: QuerySet[AuditEvent], kinds: tuple[Kind, ...]) -> QuerySet[AuditEvent]:
    return events.filter(kind__in=kinds).order_by("pk")


def _is_night(moment: datetime) -> bool:
    hour = timezone.localtime(moment).hour
    return hour >= NIGHT[0] or hour < NIGHT[1]


def _silent_days(events: QuerySet[AuditEvent], monday: date) -> tuple[date, ...]:
    days = Counter(events.order_by().annotate(day=TruncDate("at")).values_list("day", flat=True).distinct())
    today = timezone.localdate()
    working = [monday + timedelta(days=number) for number in range(WORKING_DAYS)]
    return tuple(day for day in working if day < today and not days[day])
