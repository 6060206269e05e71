"""A full disk stops the work and says so; when there is room again it goes on, and no file was harmed."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archive import Archive
from archive.stores.folder import FolderStore
from portal.jobs.dispatchers.inline import InlineDispatcher
from portal.jobs.lock import hold, notice
from portal.jobs.options import WorkOptions
from records import FileState
from records.errors import StoreFailed
from tests.portal.faults import steps as faults

if TYPE_CHECKING:
    from portal.jobs.worker import Worker

DISK_BYTES = 2 << 20
PATIENCE_SECONDS = 60.0
"""What a machine may take that has other things to do; nothing here is to be quick."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[Path], Path]]:
    """Mounts a disk of two megabytes at a folder; skips where mounting is not allowed."""
    mounted: list[Path] = []

    def mount(folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)],
            capture_output=True,
            check=False,
        )
        if done.returncode:
            pytest.skip("may not mount a small disk here")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def make_worker(data: Path, archive_root: Path, **how: object) -> Worker:
    from portal.jobs.worker import Worker

    options = WorkOptions(data_dir=data, dispatcher="inline", poll_seconds=0.02, longest_pause_seconds=0.05)
    return Worker(options, Archive(FolderStore(archive_root)), steps=faults.steps(), **how)  # type: ignore[arg-type]


def drop(data: Path, name: str, padding: int = 0) -> Path:
    path = data / "inbox" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(faults.make_scan(2, padding="x" * padding))
    return path


def fill(folder: Path) -> Path:
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as stream:
        try:
            for size in (1 << 16, 1 << 12):
                while True:
                    stream.write(b"\0" * size)
        except OSError:
            pass
        try:
            while stream.write(b"\0" * 1296):
                pass
        except OSError:
            pass
    return filler


def states() -> list[str]:
    from portal.models import IntakeFile

    return [file.state for file in IntakeFile.objects.all()]


def wait_until(claim: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    until = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < until, "did not happen in time"
        time.sleep(0.02)


def test_a_full_archive_disk_makes_the_work_wait_and_go_on(
    portal_data: Path, small_disk: Callable[[Path], Path]
) -> None:
    disk = small_disk(portal_data / "archive-disk")
    with hold(portal_data) as lock:
        worker = make_worker(portal_data, disk / "archive", say=lock.say)
        worker.intake.take(drop(portal_data, "một.json", padding=100_000))
        filler = fill(disk)
        stop = threading.Event()
        thread = threading.Thread(target=worker.run, args=(stop,))
        thread.start()
        try:
            wait_until(lambda: "tạm dừng" in notice(portal_data).vi)
            time.sleep(0.3)
            assert states() == [FileState.READ]
            filler.unlink()
            wait_until(lambda: states() == [FileState.REVIEW])
            wait_until(lambda: notice(portal_data).vi == "")
        finally:
            stop.set()
            thread.join(PATIENCE_SECONDS)
    assert len(faults.reads(portal_data)) == 2


def test_a_full_staging_disk_leaves_the_file_in_the_inbox(
    portal_data: Path, small_disk: Callable[[Path], Path]
) -> None:
    small_disk(portal_data / "staging")
    worker = make_worker(portal_data, portal_data / "archive")
    path = drop(portal_data, "một.json", padding=200_000)
    filler = fill(portal_data / "staging")
    for _ in range(3):
        with pytest.raises(StoreFailed):
            worker.intake.take(path)
    assert path.exists() and states() == []
    assert [each.name for each in (portal_data / "staging").iterdir()] == ["filler"]
    filler.unlink()
    assert worker.intake.take(path) is not None
    worker.drain(InlineDispatcher())
    assert states() == [FileState.REVIEW]


@pytest.fixture
def full_database(portal_data: Path) -> Iterator[Callable[[bool], None]]:
    """Makes the database say that the disk is full, or lets it grow again."""
    from django.db import connection

    def set_full(is_full: bool) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            pages = cursor.fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count={pages if is_full else 1_000_000}")

    yield set_full
    set_full(False)


def test_a_database_that_cannot_grow_takes_nothing_and_leaves_no_copy(
    portal_data: Path, full_database: Callable[[bool], None]
) -> None:
    worker = make_worker(portal_data, portal_data / "archive")
    paths = [drop(portal_data, f"{number}.json", padding=number) for number in range(200)]
    full_database(True)
    taken = 0
    with pytest.raises(StoreFailed):
        for path in paths:
            worker.intake.take(path)
            taken += 1
    staged = [path for path in (portal_data / "staging").iterdir() if path.is_file()]
    assert len(staged) == taken == len(states())
    assert all(path.exists() for path in paths[taken:])
    full_database(False)
    assert worker.intake.take(paths[taken]) is not None


def test_what_was_read_is_kept_until_the_database_can_be_written_again(
    portal_data: Path, full_database: Callable[[bool], None]
) -> None:
    worker = make_worker(portal_data, portal_data / "archive")
    for number in range(12):
        worker.intake.take(drop(portal_data, f"{number}.json", padding=number))
    full_database(True)
    dispatcher = InlineDispatcher()
    until = time.monotonic() + PATIENCE_SECONDS
    while not worker.pause.notice.vi:
        assert time.monotonic() < until
        worker._turn(dispatcher)
    full_database(False)
    worker.drain(dispatcher)
    assert states() == [FileState.REVIEW] * 12
    assert len(faults.reads(portal_data)) == 24
