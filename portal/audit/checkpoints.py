"""Points of the chain, written down outside the database: `audit/checkpoints.jsonl` in the data directory.

Whoever cuts the chain's tail, or puts an older database back, would have to change this file too, and the
signed minutes of the weekly reviews, which hold such points as well. It is copied away with each backup.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from portal.audit.checking import Point
from portal.models import AuditReview

FOLDER, FILE = "audit", "checkpoints.jsonl"
EVERY = timedelta(hours=20)
"""Somewhat less than a day, so that a daily check that begins early still writes one."""


def checkpoints_path(data_dir: Path) -> Path:
    """Where the points are kept."""
    return data_dir / FOLDER / FILE


def add_checkpoint(data_dir: Path, point: Point, *, at: datetime | None = None) -> None:
    """Appends one line; it is on the disk when this returns."""
    path = checkpoints_path(data_dir)
    path.parent.mkdir(exist_ok=True)
    moment = (at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")
    line = json.dumps({"at": moment, "event": point.event, "digest": point.digest})
    with path.open("a", encoding="ascii") as stream:
        stream.write(line + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def is_checkpoint_due(data_dir: Path, *, now: datetime | None = None) -> bool:
    """Whether the last one is a day old."""
    last = None
    for last in _lines(data_dir):  # noqa: B007  the last one is what is wanted
        pass
    return last is None or (now or datetime.now(UTC)) - last[0] >= EVERY


def kept_points(data_dir: Path) -> list[Point]:
    """Every point that was written down: the file's, and those of closed weekly reviews."""
    reviews = AuditReview.objects.filter(head_event__gt=0).values_list("head_event", "head_digest")
    found = [point for _, point in _lines(data_dir)] + [Point(*one) for one in reviews]
    return sorted(set(found), key=lambda point: point.event)


def _lines(data_dir: Path) -> Iterator[tuple[datetime, Point]]:
    path = checkpoints_path(data_dir)
    if not path.exists():
        return
    with path.open(encoding="ascii", errors="replace") as stream:
        for line in stream:
            try:
                held = json.loads(line)
                yield datetime.fromisoformat(held["at"]), Point(int(held["event"]), str(held["digest"]))
            except (ValueError, KeyError, TypeError):
                continue  # a line that a power cut left half written
