"""The desk's folder: the bytes of outgoing documents from handing in until the archive has them.

Each step writes a new file under a new name and the row names it only then, so a crash leaves at most a file
that no row names; the step before it stays whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.intake import durable

FOLDER = "desk"
WORK = ".work-"
ORPHAN_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Kept:
    """A whole, synced file on the desk."""

    name: str
    sha256: str
    size_bytes: int


class Desk:
    """The desk's folder of one data directory."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.folder = data_dir / FOLDER
        self.folder.mkdir(parents=True, exist_ok=True)

    def path(self, name: str) -> Path:
        return self.folder / name

    def new_name(self, suffix: str = ".pdf") -> str:
        """A name that no file has had."""
        return uuid.uuid4().hex + suffix

    def keep(self, pieces: Iterable[bytes], suffix: str = ".pdf") -> Kept:
        """Writes bytes as they come, hashed and synced; raises `OSError` and leaves nothing when it fails."""
        name, digest, size = self.new_name(suffix), hashlib.sha256(), 0
        part = self.path(f".{name}.part")
        try:
            with part.open("xb") as stream:
                for piece in pieces:
                    digest.update(piece)
                    size += len(piece)
                    stream.write(piece)
                stream.flush()
                os.fsync(stream.fileno())
            self._place(part, name)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return Kept(name, digest.hexdigest(), size)

    def keep_file(self, source: Path) -> Kept | None:
        """Copies a person's file; `None` when it is gone or changed meanwhile, so that it is tried later."""
        name = self.new_name()
        part = self.path(f".{name}.part")
        try:
            sha256, before, after = durable.copy_hashing(source, part)
            if not before == after == durable.look(source):
                part.unlink()
                return None
            self._place(part, name)
        except FileNotFoundError:
            part.unlink(missing_ok=True)
            return None
        except OSError:
            part.unlink(missing_ok=True)
            raise
        return Kept(name, sha256, after.size_bytes)

    def forget(self, *names: str) -> None:
        """Removes files that no row names."""
        for name in names:
            if name:
                self.path(name).unlink(missing_ok=True)

    def sweep(self, named: set[str], *, older_than_seconds: float = ORPHAN_SECONDS) -> None:
        """Removes what a crash left: files that no row names and that have lain for so long."""
        limit = time.time() - older_than_seconds
        for path in self.folder.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if path.is_file() and path.name not in named and path.stat().st_mtime < limit:
                    path.unlink()

    @contextlib.contextmanager
    def work_folder(self) -> Iterator[Path]:
        """A folder for what a step makes on the way; gone when it is left."""
        folder = Path(tempfile.mkdtemp(prefix=WORK, dir=self.folder))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def clear_work(self) -> None:
        """Removes what interrupted steps left in their folders; to be called once at the start."""
        for folder in self.folder.glob(f"{WORK}*"):
            shutil.rmtree(folder, ignore_errors=True)

    def _place(self, part: Path, name: str) -> None:
        part.rename(self.path(name))
        durable.sync_folder(self.folder)
