"""The staging folder: the bytes of a file from the moment it is taken until its record is in the archive."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.intake import durable

FOLDER = "staging"
PART = f".{uuid.uuid4().hex[:8]}.part"
"""Ends the name of a copy that this process is making; those of other processes are left from a crash."""
PARTS = "*.part"
WORK = "work"


@dataclass(frozen=True, slots=True)
class Staged:
    """A whole, synced copy of a file in staging."""

    name: str
    """Name in the staging folder."""
    sha256: str
    source: durable.Seen
    """The person's file as it was when the copy ended."""


class Staging:
    """The staging folder of one data directory."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / FOLDER
        self.folder.mkdir(parents=True, exist_ok=True)

    def path(self, name: str) -> Path:
        return self.folder / name

    @property
    def work_root(self) -> Path:
        """Where the steps leave what they make on the way."""
        return self.folder / WORK

    def work_folder(self, name: str) -> Path:
        """A folder for one step of one file."""
        folder = self.work_root / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def stage(self, source: Path) -> Staged | None:
        """Copies `source` and syncs the copy; `None` when it changed meanwhile, so that it is tried later.

        Raises `OSError` when it cannot be read or written; nothing stays behind then.
        """
        name = uuid.uuid4().hex
        part = self.path(name + PART)
        try:
            sha256, before, after = durable.copy_hashing(source, part)
            if not before == after == durable.look(source) or part.stat().st_size != after.size_bytes:
                part.unlink()
                return None
            part.rename(self.path(name))
            durable.sync_folder(self.folder)
        except OSError:
            part.unlink(missing_ok=True)
            raise
        return Staged(name, sha256, after)

    def remove(self, name: str) -> None:
        """Removes a staged file; that it is gone already is fine."""
        if name:
            self.path(name).unlink(missing_ok=True)

    def remove_parts(self) -> None:
        """Removes copies that a crash cut short; their sources were not touched."""
        for part in self.folder.glob(PARTS):
            if not part.name.endswith(PART):
                part.unlink(missing_ok=True)

    def whole_files(self, *, older_than_seconds: float) -> Iterator[Path]:
        """Every whole staged file that has lain for so long."""
        limit = time.time() - older_than_seconds
        for path in self.folder.iterdir():
            if path.is_file() and not path.match(PARTS) and path.stat().st_mtime < limit:
                yield path
