"""Writes that are on the disk when they return, and moves that never overwrite.

A rename is durable only once its folder is synced too, and a rename over an existing name destroys it
(rename(2)); both matter where the bytes are a person's only scan.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

PIECE_BYTES = 1 << 20
SHORTAGES = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO})
"""No room, no quota, a disk gone read-only, a file over the file system's size, a failing disk."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was seen on the disk; when any of it changes, the file is another one."""

    device: int
    inode: int
    size_bytes: int
    mtime_ns: int

    @classmethod
    def of(cls, status: os.stat_result) -> Seen:
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def look(path: Path) -> Seen | None:
    """The regular file at `path` as it is now; `None` when there is none, or a link or folder instead."""
    try:
        status = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Seen.of(status) if stat.S_ISREG(status.st_mode) else None


def is_shortage(error: BaseException) -> bool:
    """Whether `error` says that the disk is full or failing, so that trying again later may succeed."""
    return isinstance(error, OSError) and error.errno in SHORTAGES


def sync_folder(folder: Path) -> None:
    """Puts the folder's entries (names, renames) on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some network file systems cannot sync a folder and say so; they order renames by themselves.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:
            raise
    finally:
        os.close(handle)


def digest_of(path: Path) -> str:
    """SHA-256 of the file, lower-case hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def copy_hashing(source: Path, target: Path) -> tuple[str, Seen, Seen]:
    """Copies a regular file in pieces to the new file `target` and syncs it.

    Returns the SHA-256 of what was written and the source as it was seen before and after. A symbolic link
    is refused (`OSError`): it could point at any file of the machine.
    """
    digest = hashlib.sha256()
    handle = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as incoming, target.open("xb") as outgoing:
        before = Seen.of(os.fstat(incoming.fileno()))
        while piece := incoming.read(PIECE_BYTES):
            digest.update(piece)
            outgoing.write(piece)
        outgoing.flush()
        os.fsync(outgoing.fileno())
        after = Seen.of(os.fstat(incoming.fileno()))
    return digest.hexdigest(), before, after


def write(path: Path, content: bytes) -> None:
    """Writes a whole file or none, and syncs it; a file of that name is replaced."""
    part = path.with_name(f".{path.name[:100]}.part")
    with part.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
    sync_folder(path.parent)


def move(source: Path, target: Path) -> None:
    """Moves a file and syncs both folders; across file systems it is copied, synced and then removed.

    Raises `FileExistsError` when `target` is there already. (Linking would do on one file system, but
    network shares and USB sticks know no hard links; an own empty file keeps the name instead.)
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            target.unlink()
            raise
        _copy_then_remove(source, target)
    sync_folder(target.parent)
    with contextlib.suppress(FileNotFoundError):  # the person may have cleared the emptied folder away
        sync_folder(source.parent)


def copy_beside(source: Path, target: Path) -> None:
    """Copies `source` to `target` whole or not at all, with its times, and syncs it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name[:100]}.part")
    part.unlink(missing_ok=True)
    try:
        copy_hashing(source, part)
        with contextlib.suppress(OSError):
            shutil.copystat(source, part)
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def _copy_then_remove(source: Path, target: Path) -> None:
    try:
        copy_beside(source, target)
    except OSError:
        target.unlink(missing_ok=True)
        raise
    source.unlink()
