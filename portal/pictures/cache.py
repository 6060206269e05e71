"""Keeps drawn pages on disk, so that a page is drawn once and not for each person who looks at it.

The folder may be deleted at any time. Whoever reads from it has asked for rights before; its files are the
account's own that the portal runs under (mode 0600), and papers of the highest level never come into it.
"""

from __future__ import annotations

import itertools
import logging
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

log = logging.getLogger(__name__)

FOLDER = "cache/pages"
"""Below the data directory."""
MOST_BYTES = 512 << 20
"""Some 5,000 pages for the screen, or 60,000 small ones."""
SWEPT_TO = 0.8
"""Part of `MOST_BYTES` that a sweep leaves."""
WRITES_A_SWEEP = 64
LEAST_FREE_BYTES = 1 << 30
"""Disk that must stay free for what cannot be drawn again."""


class PageCache:
    """Bytes by record, version, page and kind of picture; safe among threads and processes."""

    def __init__(self, data_dir: Path, *, most_bytes: int = MOST_BYTES) -> None:
        self._folder = data_dir / FOLDER
        self._most_bytes = most_bytes
        self._writes = itertools.count()

    def get(self, record_id: str, name: str) -> bytes | None:
        """What was kept under this name of a record; `None` when there is nothing (any more)."""
        path = self._place(record_id, name)
        try:
            content = path.read_bytes()
            os.utime(path)  # the time of the last use, by which a sweep chooses
        except OSError:
            return None
        return content or None

    def put(self, record_id: str, name: str, content: bytes) -> None:
        """Keeps `content`; a full or failing disk costs only that it is drawn again."""
        path = self._place(record_id, name)
        draft = path.with_name(f".{uuid.uuid4().hex}")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if shutil.disk_usage(path.parent).free < LEAST_FREE_BYTES:
                return
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            draft.replace(path)
        except OSError as error:
            log.info("a drawn page was not kept: %s", type(error).__name__)
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            return
        if next(self._writes) % WRITES_A_SWEEP == 0:
            self.sweep()

    def forget(self, record_id: str) -> None:
        """Removes everything of a record, for example when its level has been raised."""
        shutil.rmtree(self._folder_of(record_id), ignore_errors=True)

    def sweep(self) -> None:
        """Removes what was not used for the longest time, once there is more than the bound."""
        held = sorted(self._files())
        size = sum(bytes_ for _, bytes_, _ in held)
        if size <= self._most_bytes:
            return
        for _, bytes_, path in held:
            if size <= self._most_bytes * SWEPT_TO:
                break
            path.unlink(missing_ok=True)
            size -= bytes_

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """Time of last use, size and place of every file."""
        for path in self._folder.glob("*/*/*"):
            try:
                told = path.stat()
            except OSError:
                continue
            yield told.st_mtime, told.st_size, path

    def _folder_of(self, record_id: str) -> Path:
        return self._folder / record_id[-2:] / record_id

    def _place(self, record_id: str, name: str) -> Path:
        return self._folder_of(record_id) / f"{name}.webp"
