"""Takes one upload to a child process and back, a few at a time on this machine, and forgets it.

The upload lies in a file without a name, which the kernel frees with the last process that holds it. Places
are locks of the kernel too, so they hold for every portal process of the machine and outlive none of them.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from portal.jobs.dispatchers import DispatchOptions, Outcome, Task, open_dispatcher
from portal.public.judging import Judged, PdfTask, PhotoTask, judge_pdf, read_photo
from records.errors import EngineCrashed, EngineTimedOut

PLACES = 2
"""Checks at once on one machine; each takes a second or two of a processor, a hostile one `SECONDS`."""
INSIDE = 3
"""Of the portal's six threads: visitors never keep staff from theirs."""
WAIT_SECONDS = 8.0
SECONDS = 45.0
MEMORY_BYTES = 1 << 30
MOST_PDF_BYTES = 64 << 20
MOST_PHOTO_BYTES = 16 << 20
_inside = threading.BoundedSemaphore(INSIDE)


class Busy(Exception):
    """Everybody's turn is taken: come again in a minute."""


class TooHard(Exception):
    """The file took more time or memory than a paper ever does, or made the program die."""


@dataclass(frozen=True, slots=True)
class Window:
    """Where visitors are served."""

    data_dir: Path
    trust_folder: Path | None

    def judge(self, upload: BinaryIO, name: str) -> Judged:
        """The verdict on a PDF. Raises `Busy` or `TooHard`."""
        with self._place(), held(upload) as path:
            return _in_a_child(judge_pdf, PdfTask(path, name, self.trust_folder))

    def read_photo(self, upload: BinaryIO) -> str:
        """The text of a photograph's QR code. Raises `Busy`, `TooHard`, or `DamagedFile` for no picture."""
        with self._place(), held(upload) as path:
            return _in_a_child(read_photo, PhotoTask(path))

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not _inside.acquire(blocking=False):
            raise Busy
        try:
            with _one_of(PLACES, self.data_dir / "public"):
                yield
        finally:
            _inside.release()


def _in_a_child(step: Callable[[Task], Outcome], task: Task) -> Outcome:
    """A process for this one file: what it does to the process, no other visitor's file meets."""
    children = open_dispatcher("local", DispatchOptions(jobs=1, memory_bytes=MEMORY_BYTES, tasks_a_child=1))
    try:
        return children.submit(step, task, time_limit_seconds=SECONDS).result()
    except (EngineCrashed, EngineTimedOut) as error:
        raise TooHard from error
    finally:
        children.stop()


@contextmanager
def held(upload: BinaryIO) -> Iterator[Path]:
    """The upload as a path that a child of this machine can open; no folder lists it."""
    try:
        descriptor = upload.fileno()
    except (OSError, AttributeError):
        with tempfile.TemporaryFile() as copy:
            upload.seek(0)
            while block := upload.read(1 << 20):
                copy.write(block)
            copy.flush()
            yield _of_descriptor(copy.fileno())
        return
    upload.flush()
    yield _of_descriptor(descriptor)


def _of_descriptor(descriptor: int) -> Path:
    return Path(f"/proc/{os.getpid()}/fd/{descriptor}")


@contextmanager
def _one_of(count: int, folder: Path) -> Iterator[None]:
    folder.mkdir(exist_ok=True)
    until = time.monotonic() + WAIT_SECONDS
    while True:
        for number in range(count):
            stream = (folder / f"place-{number + 1}").open("w")
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                stream.close()
                continue
            try:
                yield
            finally:
                stream.close()
            return
        if time.monotonic() > until:
            raise Busy
        time.sleep(0.2)
