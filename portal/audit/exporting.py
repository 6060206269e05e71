"""Events as CSV for a spreadsheet, or as JSON lines from which anybody can compute the chain again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import UTC

from django.db.models import QuerySet
from django.utils import timezone

from portal.audit.words import kind_in_words
from portal.models import AuditEvent
from portal.spreadsheet_cells import as_text

AT_ONCE = 1000
FORMATS = ("csv", "jsonl")
HEAD = (
    "Số",
    "Thời điểm",
    "UTC",
    "Tài khoản",
    "Địa chỉ",
    "Việc",
    "Mã việc",
    "Đối tượng",
    "Đơn vị",
    "Chi tiết",
)


def in_order(events: QuerySet[AuditEvent]) -> Iterator[AuditEvent]:
    """The events, the oldest first, a thousand at a time, so that no query stays open for long."""
    last = None
    while True:
        rows = events.order_by("pk") if last is None else events.filter(pk__gt=last).order_by("pk")
        found = list(rows[:AT_ONCE])
        yield from found
        if len(found) < AT_ONCE:
            return
        last = found[-1].pk


def json_lines(events: Iterable[AuditEvent]) -> Iterator[str]:
    """One event a line with its digest and that of the one before; `at` as it went into the digest."""
    for event in events:
        told = {
            "event": event.pk,
            "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": event.actor,
            "address": event.address,
            "kind": event.kind,
            "object": event.object,
            "unit": event.unit,
            "details": event.details,
            "previous": event.previous,
            "digest": event.digest,
        }
        yield json.dumps(told, ensure_ascii=False) + "\n"


def csv_lines(events: Iterable[AuditEvent]) -> Iterator[str]:
    """A head and one event a line, times in the office's zone and in UTC; opens in a spreadsheet as it is."""
    yield "\ufeff" + _line(HEAD)
    for event in events:
        local = timezone.localtime(event.at)
        yield _line(
            (
                str(event.pk),
                local.strftime("%d/%m/%Y %H:%M:%S"),
                event.at.astimezone(UTC).isoformat(timespec="seconds"),
                event.actor,
                event.address,
                kind_in_words(event.kind),
                event.kind,
                event.object,
                event.unit,
                json.dumps(event.details, ensure_ascii=False, sort_keys=True),
            )
        )


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([as_text(cell) for cell in cells])
    return out.getvalue()
