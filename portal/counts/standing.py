"""How many files stand where, as the inbox defines it, and what waits.

A file has one standing (`portal.inbox.standing`), and what was scanned is the sum of them, so that the wall
says what the inbox says. Of records, which a file may hold several of, the wall asks for types alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db.models import Min, Q, QuerySet

from portal.counts.office_days import begins, ends
from portal.inbox.standing import Standing, that_stand
from portal.models import CatalogueRecord, OutgoingDocument
from portal.rights.holding import Rights
from portal.rights.roles import Right


@dataclass(frozen=True, slots=True)
class FileCounts:
    """How many files stand where."""

    filed: int = 0
    review: int = 0
    work: int = 0
    """In work, or waiting for the other side of their sheets."""
    refused: int = 0
    twice: int = 0
    removed: int = 0

    @property
    def scanned(self) -> int:
        """All that came in."""
        return self.filed + self.review + self.work + self.refused + self.twice + self.removed

    def __add__(self, other: FileCounts) -> FileCounts:
        return FileCounts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


def counts_of(found: Mapping[str, int]) -> FileCounts:
    """From numbers by standing."""
    return FileCounts(
        filed=found.get(Standing.FILED, 0),
        review=found.get(Standing.REVIEW, 0),
        work=found.get(Standing.WORK, 0) + found.get(Standing.OTHER_SIDE, 0),
        refused=found.get(Standing.REFUSED, 0),
        twice=found.get(Standing.TWICE, 0),
        removed=found.get(Standing.REMOVED, 0),
    )


def scanned_records(rights: Rights, right: Right = Right.SEE) -> QuerySet[CatalogueRecord]:
    """Records of papers that were scanned, as far as the right goes; none that the office issued itself."""
    issued = OutgoingDocument.objects.exclude(record_id="").values("record_id")
    return rights.records(right).exclude(record_id__in=issued).order_by()


def arrived(first: date, last: date) -> Q:
    """Of records and of files: that they came in between two days, both included."""
    return Q(received_at__gte=begins(first), received_at__lt=ends(last))


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits now, whenever it came."""

    review: int
    """Records that a person has to look at."""
    work: int
    """Files in work, or waiting for their other side."""
    oldest: datetime | None
    """When the oldest of them came in."""
    oldest_record: str = ""
    """That record, where it waits in review."""


def waiting_now(rights: Rights, right: Right = Right.SEE) -> Waiting:
    """What waits for a person or for the machine; by the indexes of state alone."""
    records = rights.records(right).filter(needs_review=True)
    files = rights.files(right).order_by()
    work = that_stand(files, Standing.WORK) | that_stand(files, Standing.OTHER_SIDE)
    oldest = records.order_by("received_at").values_list("received_at", "record_id").first()
    oldest_file = work.aggregate(at=Min("received_at"))["at"]
    moments = [at for at in (oldest[0] if oldest else None, oldest_file) if at is not None]
    at = min(moments, default=None)
    is_record = oldest is not None and at == oldest[0]
    return Waiting(records.count(), work.count(), at, oldest[1] if oldest and is_record else "")
