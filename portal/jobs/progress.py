"""How far the work is, read from the ledger alone, so that any process may ask while another works."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone

from portal.jobs import lock
from portal.models import CatalogueRecord, IntakeFile, IntakePage
from portal.outgoing.counts import OutgoingCounts, count_outgoing
from records import FileState, PageState

SCHEMA_VERSION = 1
RATE_WINDOW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class FileProgress:
    """One file and how far it is."""

    id: int
    name: str
    folder: str
    state: FileState
    page_count: int | None
    """`None` until it has been opened."""
    pages_done: int
    """Read or given up."""
    record_id: str
    record_count: int
    """Records that it became; `record_id` is the first of them."""
    laid_in: str
    """Where the person finds the original, below the data directory."""
    reason_code: str
    reason_vi: str
    seconds: float
    """Processor seconds spent on it."""
    received_at: str
    """ISO 8601."""
    settled_at: str
    """ISO 8601; empty while work is owed to it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How the whole stands. `to_json` is what `hoso status --json` prints."""

    is_working: bool
    """Whether a process works on the data directory."""
    notice_vi: str
    """What stops the work, for example a full disk; empty when nothing does."""
    notice_en: str
    files: Mapping[str, int]
    """Number of files by state, every state named."""
    records: Mapping[str, int]
    """Number of records in the catalogue, `filed` and `review`; a file may hold several."""
    pages_waiting: int
    pages_a_minute: float
    """Mean of the last five minutes, or since the first page of them."""
    free_bytes: int
    """Room on the disk of the data directory."""
    outgoing: OutgoingCounts
    """Documents on the outgoing road by what they wait for."""
    recent: Sequence[FileProgress]
    """The newest files, the last one first."""

    @property
    def in_work(self) -> int:
        """Files to which work is owed."""
        return sum(count for state, count in self.files.items() if not FileState(state).is_settled)

    def to_json(self) -> dict[str, Any]:
        """Plain values; `schema` changes when a name or a meaning does."""
        return {"schema": SCHEMA_VERSION, **asdict(self), "in_work": self.in_work}


def snapshot(data_dir: Path, *, newest: int = 50) -> Progress:
    """How everything stands now, with a line for each of the `newest` files."""
    said = lock.notice(data_dir)
    counted = dict(IntakeFile.objects.order_by().values_list("state").annotate(Count("pk")))
    return Progress(
        is_working=lock.is_held(data_dir),
        notice_vi=said.vi,
        notice_en=said.en,
        files={state.value: counted.get(state.value, 0) for state in FileState},
        records=_records(),
        pages_waiting=IntakePage.objects.filter(state=PageState.WAITING).count(),
        pages_a_minute=_pages_a_minute(),
        free_bytes=shutil.disk_usage(data_dir).free,
        outgoing=count_outgoing(),
        recent=file_rows(newest=newest),
    )


def file_rows(*, newest: int, states: Sequence[FileState] = ()) -> tuple[FileProgress, ...]:
    """The newest files, of any state or of these only, each with how far it is."""
    files = IntakeFile.objects.order_by("-pk")
    if states:
        files = files.filter(state__in=states)
    chosen = list(files[:newest])
    settled = ~Q(state=PageState.WAITING)
    done = dict(
        IntakePage.objects.filter(settled, file__in=[file.pk for file in chosen])
        .order_by()
        .values_list("file")
        .annotate(Count("pk"))
    )
    reading = dict(
        IntakePage.objects.filter(file__in=[file.pk for file in chosen])
        .order_by()
        .values_list("file")
        .annotate(Sum("seconds"))
    )
    return tuple(_row(file, done.get(file.pk, 0), reading.get(file.pk, 0.0)) for file in chosen)


def _row(file: IntakeFile, pages_done: int, reading_seconds: float) -> FileProgress:
    return FileProgress(
        id=file.pk,
        name=file.name,
        folder=file.folder,
        state=FileState(file.state),
        page_count=file.page_count,
        pages_done=pages_done,
        record_id=file.record_id,
        record_count=file.record_count,
        laid_in=file.laid_in,
        reason_code=file.reason_code,
        reason_vi=file.reason_vi,
        seconds=round(file.seconds + reading_seconds, 3),
        received_at=file.received_at.isoformat(timespec="seconds"),
        settled_at=file.settled_at.isoformat(timespec="seconds") if file.settled_at else "",
    )


def _records() -> dict[str, int]:
    records = CatalogueRecord.objects.aggregate(
        filed=Count("pk", filter=Q(needs_review=False)), review=Count("pk", filter=Q(needs_review=True))
    )
    return dict(records)


def _pages_a_minute() -> float:
    now = timezone.now()
    lately = IntakePage.objects.filter(read_at__gt=now - RATE_WINDOW).order_by("read_at")
    first = lately.values_list("read_at", flat=True).first()
    if first is None:
        return 0.0
    # At least ten seconds, lest the first page of a burst look like hundreds a minute.
    minutes = max((now - first).total_seconds(), 10.0) / 60
    return float(round(lately.count() / minutes, 1))
