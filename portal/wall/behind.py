"""What the wall's charts of deeds counted, one by one: pages read, records reviewed, papers signed.

The charts count what was done by the day on which it was done (`counts.activity`), as far as one may watch.
These are the same rows, as far as one may also open what they speak of; checks drawn by chance are in
`wall.samples`. Bounds are days of the office's time zone, both included.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from portal.audit import Kind
from portal.counts.activity import RECORD, Activity, activities, counts_pages
from portal.counts.office_days import begins, days_between, ends, today
from portal.models import ActivityCount, AuditEvent, IntakePage, OutgoingEvent
from portal.outgoing.events import EventKind
from portal.rights.holding import Rights
from portal.rights.roles import Right

HOUR = timedelta(hours=1)
LONGEST_DAYS = 400
OLDEST_DAY = date(2000, 1, 1)
SIGNINGS = {Activity.SIGNED: EventKind.SIGNED, Activity.SEALED: EventKind.SEALED}


@dataclass(frozen=True, slots=True)
class Span:
    """Some days in a row."""

    first: date
    last: date

    @property
    def is_sound(self) -> bool:
        """Whether it is one at all, no longer than the wall looks back, of days that offices can have had."""
        is_past = OLDEST_DAY <= self.first <= self.last <= today()
        return is_past and self.last - self.first < timedelta(days=LONGEST_DAYS)

    def counted(self, rights: Rights, kind: Activity) -> list[ActivityCount]:
        """What the wall counts of one kind."""
        return activities(rights, self.first, self.last, (kind,))


def pages_read(rights: Rights, right: Right, span: Span, *, weekday: int, hour: int) -> QuerySet[IntakePage]:
    """Pages read in one hour (0 to 23) of one day of the week (0 for Monday), of files that `right` opens."""
    rows = IntakePage.objects.filter(_in_hours(span, weekday, hour)).order_by()
    grants = [one for one in rights.with_right(Right.WATCH) if counts_pages(one)]
    if not any(one.units is None for one in grants):
        units = {name for one in grants for name in one.units or ()}
        rows = rows.filter(file__unit__in=sorted(units))
    if rights.covers_all(right):
        return rows
    # Asked file by file: as a list of all files of a unit it came before the hours, 1.4 s of 100,000 files.
    return rows.filter(Exists(rights.files(right).filter(pk=OuterRef("file"))))


def reviews(rights: Rights, right: Right, span: Span, account: str) -> QuerySet[AuditEvent]:
    """What an account saved in review, the newest first, of records that `right` opens."""
    events = AuditEvent.objects.filter(_within(span), kind=Kind.RECORD_CORRECTED, actor=account)
    if not rights.covers_all(right):
        named = Substr(OuterRef("object"), len(RECORD) + 1)
        events = events.filter(Exists(rights.records(right).filter(pk=named)))
    return events.order_by("-pk")


def signings(span: Span, kind: Activity) -> QuerySet[OutgoingEvent]:
    """Signatures or seals of all documents, the newest first."""
    return OutgoingEvent.objects.filter(_within(span), kind=SIGNINGS[kind].value).order_by("-pk")


def _within(span: Span) -> Q:
    return Q(at__gte=begins(span.first), at__lt=ends(span.last))


def _in_hours(span: Span, weekday: int, hour: int) -> Q:
    """A walk along the index of moments for each week: asked for the clock, every page would be read."""
    inside = Q(pk__in=())
    for day in days_between(span.first, span.last):
        if day.weekday() == weekday:
            at = begins(day) + hour * HOUR
            inside |= Q(read_at__gte=at, read_at__lt=at + HOUR)
    return inside
