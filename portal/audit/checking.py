"""Goes along the chain and finds the first event that was changed, put in, taken out or cut off.

Everything is computed anew from the rows as they are read, so a file that was tampered with behind the
triggers shows. A tail that was cut off shows against points of the chain that were written down elsewhere
(`checkpoints`, the minutes of weekly reviews).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection

from portal.audit.chain import digest_of
from portal.models import AuditEvent

AT_ONCE = 2000
"""Events read in one query: other writers wait for nobody, and memory stays small."""
FIELDS = ("at", "actor", "address", "kind", "object", "unit", "details", "previous")
GUARDS = {
    "sqlite": (
        "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'portal_auditevent' "
        "AND name IN ('portal_audit_no_update', 'portal_audit_no_delete')",
        2,
    ),
    "postgresql": (
        "SELECT count(*) FROM pg_trigger WHERE tgname = 'portal_audit_no_change' AND tgenabled <> 'D'",
        1,
    ),
}


class FaultKind(StrEnum):
    """What can be wrong with the chain."""

    CHANGED = "changed"
    """The event's digest is not that of what stands there."""
    UNBOUND = "unbound"
    """The event does not follow the one before: something between was taken out, or it was put in."""
    UNREADABLE = "unreadable"
    """The row holds something that is no event."""
    CUT_OFF = "cut_off"
    """An event that was written down elsewhere is missing: the tail was cut, or an old copy was put back."""
    REPLACED = "replaced"
    """An event that was written down elsewhere is another one now: the chain was made anew."""
    UNGUARDED = "unguarded"
    """The triggers that refuse changes are gone."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the chain."""

    event: int = 0
    """0 before the first."""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is wrong."""

    kind: FaultKind
    event: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a check."""

    good: Point
    """The last event up to which everything is right."""
    count: int
    """Events that were looked at."""
    fault: Fault | None = None


START = Point()
Progress = Callable[[Point], None]


def check_chain(
    since: Point = START, points: Iterable[Point] = (), *, progress: Progress | None = None
) -> Checked:
    """Checks every event after `since`, then that `points` stand in the chain as they were written down."""
    if since.event and (fault := _fault_at(since)) is not None:
        return Checked(START, 0, fault)
    good, count = since, 0
    for pk, values, digest in _events_after(since.event):
        if values is None:
            return Checked(good, count, Fault(FaultKind.UNREADABLE, pk))
        if values["previous"] != good.digest:
            return Checked(good, count, Fault(FaultKind.UNBOUND, pk))
        if digest_of(**values) != digest:
            return Checked(good, count, Fault(FaultKind.CHANGED, pk))
        good, count = Point(pk, digest), count + 1
        if progress is not None and count % AT_ONCE == 0:
            progress(good)
    fault = next(filter(None, map(_fault_at, points)), None) or _fault_of_guards()
    return Checked(good, count, fault)


def head() -> Point:
    """The newest event."""
    last = AuditEvent.objects.order_by("-pk").values_list("pk", "digest").first()
    return Point(*last) if last else START


Read = tuple[int, dict[str, Any] | None, str]


def _events_after(event: int) -> Iterator[Read]:
    """Number, values and digest of each event in order; no values for a row that cannot be read."""
    rows = AuditEvent.objects.order_by("pk").values_list("pk", *FIELDS, "digest")
    last: int | None = event or None
    while True:
        wanted = rows if last is None else rows.filter(pk__gt=last)
        try:
            read = [(row[0], dict(zip(FIELDS, row[1:-1], strict=True)), row[-1]) for row in wanted[:AT_ONCE]]
        except (ValueError, TypeError):
            yield from _one_by_one(last)
            return
        for pk, values, digest in read:
            yield pk, values if values["at"] is not None else None, digest
        if len(read) < AT_ONCE:
            return
        last = read[-1][0]


def _one_by_one(after: int | None) -> Iterator[Read]:
    """The same where one of the next rows cannot be read, up to that row."""
    numbers = AuditEvent.objects.order_by("pk").values_list("pk", flat=True)
    for pk in list((numbers if after is None else numbers.filter(pk__gt=after))[:AT_ONCE]):
        try:
            row = AuditEvent.objects.values_list(*FIELDS, "digest").get(pk=pk)
        except (ValueError, TypeError):
            yield pk, None, ""
            return
        values = dict(zip(FIELDS, row[:-1], strict=True))
        yield pk, values if values["at"] is not None else None, row[-1]


def _fault_at(point: Point) -> Fault | None:
    held = AuditEvent.objects.filter(pk=point.event).values_list("digest", flat=True).first()
    if held is None:
        return Fault(FaultKind.CUT_OFF, point.event)
    return None if held == point.digest else Fault(FaultKind.REPLACED, point.event)


def _fault_of_guards() -> Fault | None:
    question, wanted = GUARDS.get(connection.vendor, ("", 0))
    if not question:
        return None
    with connection.cursor() as cursor:
        cursor.execute(question)
        found = cursor.fetchone()
    return None if found and found[0] >= wanted else Fault(FaultKind.UNGUARDED)
