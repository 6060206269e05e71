"""Which events an auditor sees, narrowed by what they ask for, newest first and quick among millions.

Pages go by the event's number rather than by counting rows, and days become numbers first: the chain is in
the order of time, so each question is one walk along an index.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from portal.audit.searches import objects_of
from portal.models import AuditEvent, BookEntry, CatalogueRecord
from portal.rights.holding import Rights
from portal.rights.roles import Right
from records.identifiers import is_record_id

PAGE = 50
MOST_NUMBERED = 100
"""Papers of one number: every office has its own number 1 of each year."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; empty values ask for nothing."""

    who: str = ""
    """An account; `-` for visitors who have not signed in."""
    kind: str = ""
    object: str = ""
    """`record:hs-…`, `outgoing:7`, `account:lan`; a record's identifier or a document's number will do."""
    searched: str = ""
    """Words that somebody may have searched for."""
    unit: str = ""
    address: str = ""
    first_day: date | None = None
    last_day: date | None = None

    @property
    def wanted_object(self) -> str:
        """The object as it is written down."""
        return f"record:{self.object}" if is_record_id(self.object) else self.object

    @property
    def wanted_objects(self) -> set[str] | None:
        """Every object that fits, as it is written down; `None` where any does."""
        if not self.object:
            return set(objects_of(self.searched)) if self.searched else None
        found = {self.wanted_object} if ":" in self.wanted_object else objects_numbered(self.object)
        found = found or {self.wanted_object}
        return found & set(objects_of(self.searched)) if self.searched else found


@dataclass(frozen=True, slots=True)
class EventPage:
    """One page of events, newest first."""

    events: list[AuditEvent] = field(default_factory=list)
    older: int | None = None
    """Events before this number come next; `None` on the last page."""
    newer: int | None = None
    """Events after this number come before; `None` on the first page."""


def seen_events(rights: Rights) -> QuerySet[AuditEvent]:
    """The events that a person may read: all for the whole office, else those of their units."""
    units = rights.units(Right.AUDIT)
    return AuditEvent.objects.all() if units is None else AuditEvent.objects.filter(unit__in=sorted(units))


def sees_whole_chain(rights: Rights) -> bool:
    """Whether the person reads every event, and so may judge the chain and close the week."""
    return rights.may(Right.AUDIT) and rights.units(Right.AUDIT) is None


def narrowed(events: QuerySet[AuditEvent], asked: Filters) -> QuerySet[AuditEvent]:
    """The events that fit."""
    exact = {
        "kind": asked.kind,
        "unit": asked.unit,
        "address": asked.address,
        "actor": "" if asked.who == "-" else asked.who,
    }
    events = events.filter(**{name: value for name, value in exact.items() if value})
    wanted = asked.wanted_objects
    if wanted is not None:
        events = events.filter(object__in=sorted(wanted))
    if asked.who == "-":
        events = events.filter(actor="")
    if asked.first_day is not None:
        events = events.filter(pk__gte=_first_from(_midnight(asked.first_day)))
    if asked.last_day is not None:
        events = events.filter(pk__lte=_last_before(_midnight(asked.last_day + timedelta(days=1))))
    return events


def objects_numbered(notation: str) -> set[str]:
    """Records and outgoing documents that bear this number (`152/QĐ-UBND`), as events name them."""
    records = CatalogueRecord.objects.filter(document_number=notation).order_by().values_list("pk", flat=True)
    found = {f"record:{one}" for one in records[:MOST_NUMBERED]}
    number, stroke, symbol = notation.partition("/")
    if stroke and number.isascii() and number.isdigit() and len(number) < 10:
        entries = BookEntry.objects.filter(number=int(number), symbol=symbol)
        found |= {f"outgoing:{one}" for one in entries.values_list("document_id", flat=True)[:MOST_NUMBERED]}
    return found


def page_of(
    events: QuerySet[AuditEvent], *, before: int | None = None, after: int | None = None, size: int = PAGE
) -> EventPage:
    """The page before or after an event's number; the newest one without either."""
    if after is not None:
        found = list(events.filter(pk__gt=after).order_by("pk")[: size + 1])
        has_newer, shown = len(found) > size, found[:size][::-1]
        older = shown[-1].pk if shown else after + 1
        return EventPage(shown, older, shown[0].pk if has_newer and shown else None)
    rows = events.order_by("-pk")
    found = list((rows if before is None else rows.filter(pk__lt=before))[: size + 1])
    shown = found[:size]
    older = shown[-1].pk if len(found) > size else None
    return EventPage(shown, older, None if before is None else (shown[0].pk if shown else before - 1))


def week_of(monday: date) -> tuple[datetime, datetime]:
    """From Monday's midnight to the next one's, in the office's zone."""
    return _midnight(monday), _midnight(monday + timedelta(days=7))


def within(events: QuerySet[AuditEvent], first: datetime, end: datetime) -> QuerySet[AuditEvent]:
    """The events from one moment up to another."""
    return events.filter(pk__gte=_first_from(first), pk__lte=_last_before(end))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _first_from(moment: datetime) -> int:
    """The number of the first event at or after a moment; one more than the newest where there is none."""
    first = (
        AuditEvent.objects.filter(at__gte=moment).order_by("at", "pk").values_list("pk", flat=True).first()
    )
    if first is not None:
        return int(first)
    newest = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first()
    return int(newest or 0) + 1


def _last_before(moment: datetime) -> int:
    """The number of the last event before a moment; 0 where there is none.

    Not the one before the first that follows: a clock that once ran ahead would hide all that came after.
    """
    events = AuditEvent.objects.filter(at__lt=moment).order_by("-at", "-pk")
    return int(events.values_list("pk", flat=True).first() or 0)
