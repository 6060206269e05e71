"""The archive in a folder of a local disk or a share that is mounted.

A tree is written in a work folder beside the storage root, every file and folder is forced to disk, and
one rename moves it into place. The work folder lies outside the root because OCFL allows nothing else in
there, and on the same file system because a rename across two is a copy.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from tempfile import mkdtemp
from typing import BinaryIO

from archive.stores import Entry
from records.errors import ObjectMissing, StoreFailed

HOLD_SECONDS = 120.0
"""How long to wait for another writer of the same record; a deposit of 1 GB takes seconds."""
_LOCKS = 256
"""Lock files are shared out by hash, so that their number does not grow with the archive."""
_PLACE_ATTEMPTS = 16
_TAKEN = {errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class FolderStore:
    """Files under `root`; drafts, locks and what was set aside under `workspace` (`<root>.work`)."""

    def __init__(self, root: Path, workspace: Path | None = None) -> None:
        """Makes the folders. Raises `StoreFailed` when it may not, or they lie on two file systems."""
        self.root = root.absolute()
        self.workspace = (workspace or self.root.with_name(self.root.name + ".work")).absolute()
        self._drafts = self.workspace / "drafts"
        self._locks = self.workspace / "locks"
        with _translated("open the archive"):
            for folder in (self.root, self._drafts, self._locks):
                folder.mkdir(parents=True, exist_ok=True)
            if self.root.stat().st_dev != self.workspace.stat().st_dev:
                raise StoreFailed(
                    f"{self.root} and its work folder {self.workspace} lie on two file systems; "
                    "put the whole data directory on one, or name a work folder beside the archive"
                )

    @contextmanager
    def hold(self, key: str) -> Iterator[None]:
        number = hashlib.sha256(key.encode()).digest()[0] % _LOCKS
        with _translated("lock a record"):
            handle = os.open(self._locks / f"{number:02x}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            _wait_for_lock(handle)
            yield
        finally:
            # Unlocked by name: a child forked meanwhile holds the same open file and would keep the lock.
            with suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_UN)
            os.close(handle)

    def draft(self, key: str) -> FolderDraft:
        return FolderDraft(self.root, self._drafts / f"{key}.{token_hex(8)}")

    def drafts(self) -> Sequence[tuple[str, FolderDraft]]:
        with _translated("list drafts"):
            places = sorted(self._drafts.iterdir())
        return [(place.name.rpartition(".")[0], FolderDraft(self.root, place)) for place in places]

    def set_aside(self, folder: str) -> str:
        with _translated("set a folder aside"):
            aside = self.workspace / "aside"
            aside.mkdir(exist_ok=True)
            place = Path(mkdtemp(prefix=folder.replace("/", "_") + ".", dir=aside))
            source = self.root / folder
            source.rename(place / source.name)
            _sync(place)
            _sync(source.parent)
        return str(place)

    def read(self, path: str) -> bytes:
        with _translated(f"read a file of {_shown(path)}"):
            return (self.root / path).read_bytes()

    def open(self, path: str) -> BinaryIO:
        with _translated(f"open a file of {_shown(path)}"):
            return (self.root / path).open("rb")

    def exists(self, path: str) -> bool:
        with _translated(f"look into {_shown(path)}"):
            return (self.root / path).exists()

    def names(self, folder: str) -> Sequence[Entry]:
        try:
            with _translated(f"list {_shown(folder)}"), os.scandir(self.root / folder) as entries:
                found = [_entry(entry) for entry in entries]
        except ObjectMissing:
            return []
        return sorted(found, key=lambda entry: entry.name)

    def local_path(self, path: str) -> Path | None:
        place = self.root / path
        return place if place.is_file() else None


class FolderDraft:
    """A folder of the workspace: the tree being written, and room for the files that replace others.

    It is made by the first write, so that a deposit which finds nothing new costs the disk nothing.
    """

    def __init__(self, root: Path, place: Path) -> None:
        self._root = root
        self._place = place
        self._tree = place / "tree"

    def write(self, path: str, chunks: Iterable[bytes]) -> None:
        with _translated("write a draft"):
            target = self._tree / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as out:
                for chunk in chunks:
                    out.write(chunk)

    def place(self, folder: str) -> bool:
        with _translated(f"place {folder}"):
            _sync_tree(self._tree)
            for _attempt in range(_PLACE_ATTEMPTS):
                placed = self._try_to_place(folder)
                if placed is not None:
                    return placed
        raise StoreFailed(f"{folder} could not be placed: its parent folders keep changing")

    def _try_to_place(self, folder: str) -> bool | None:
        """One rename; `None` when another writer made or removed a parent meanwhile.

        Parents that are missing are built in the workspace around the tree and moved with it: OCFL allows no
        empty folder under a storage root, not even for the moment between two calls.
        """
        target = self._root / folder
        moving = self._tree
        if target.exists():
            return False
        if not target.parent.exists():
            top = target.parent
            while not top.parent.exists():
                top = top.parent
            moving, target = self._wrapped(target, top), top
        try:
            moving.rename(target)
        except OSError as error:
            if moving != self._tree:
                self._unwrap(moving, self._root / folder, target)
            if error.errno in _TAKEN or error.errno == errno.ENOENT:
                return None
            raise
        _sync(target.parent)
        return True

    def _wrapped(self, target: Path, top: Path) -> Path:
        chain = self._place / "chain"
        inner = chain / target.relative_to(top)
        inner.parent.mkdir(parents=True)
        self._tree.rename(inner)
        for parent in inner.relative_to(chain).parents:
            _sync(chain / parent)
        return chain

    def _unwrap(self, chain: Path, target: Path, top: Path) -> None:
        (chain / target.relative_to(top)).rename(self._tree)
        shutil.rmtree(chain)

    def replace(self, path: str, content: bytes) -> None:
        with _translated(f"replace a file of {_shown(path)}"):
            target = self._root / path
            made = [folder for folder in target.parents if not folder.exists()]
            target.parent.mkdir(parents=True, exist_ok=True)
            self._place.mkdir(exist_ok=True)
            fresh = self._place / "fresh"
            fresh.write_bytes(content)
            _sync(fresh)
            fresh.replace(target)
            _sync(target.parent)
            for folder in made:
                _sync(folder.parent)

    def discard(self) -> None:
        shutil.rmtree(self._place, ignore_errors=True)


def _sync_tree(tree: Path) -> None:
    """Forces every file, then every folder, to disk; after all is written, so that the journal works once."""
    folders = []
    for parent, _folders, files in os.walk(tree, topdown=False):
        folders.append(Path(parent))
        for name in files:
            _sync(Path(parent, name))
    for folder in folders:
        _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some shares (CIFS) cannot force a folder to disk and say so; the files themselves were.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP} or not path.is_dir():
            raise
    finally:
        os.close(handle)


def _wait_for_lock(handle: int) -> None:
    pause = 0.002
    deadline = time.monotonic() + HOLD_SECONDS
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise StoreFailed(
                    f"another program has been writing this record for {HOLD_SECONDS:.0f} s"
                ) from None
            time.sleep(pause)
            pause = min(pause * 1.5, 0.05)
        except OSError as error:
            raise StoreFailed(f"the archive's file system cannot lock files: {error}") from error
        else:
            return


def _entry(entry: os.DirEntry[str]) -> Entry:
    is_folder = entry.is_dir(follow_symlinks=False)
    return Entry(entry.name, is_folder, 0 if is_folder else entry.stat(follow_symlinks=False).st_size)


def _shown(path: str) -> str:
    """The object's part of a path: the rest may hold a person's name, which no log may."""
    return "/".join(path.split("/")[:3])


@contextmanager
def _translated(act: str) -> Iterator[None]:
    """Turns the system's errors into ours; `act` is what was being done, without any content."""
    try:
        yield
    except FileNotFoundError as error:
        raise ObjectMissing(f"cannot {act}: nothing there") from error
    except OSError as error:
        if error.errno in _FULL:
            raise StoreFailed(
                f"cannot {act}: the disk is full",
                remedy_vi="Ổ đĩa chứa kho lưu trữ đã đầy. Hãy giải phóng chỗ trống; hồ sơ sẽ được lưu sau.",
                remedy_en="The archive's disk is full. Free some space; the record will be tried again.",
            ) from error
        raise StoreFailed(f"cannot {act}: {error.strerror or type(error).__name__}") from error


def open_store(location: str) -> FolderStore:
    """The store in the folder `location`."""
    return FolderStore(Path(location))
