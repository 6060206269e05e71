"""Looking at files: what stands where, and whether one may be taken now."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from watch_folders.ignored import is_ignored


@dataclass(frozen=True, slots=True)
class Footprint:
    """What changes when a file does."""

    size_bytes: int
    modified_ns: int
    inode: int
    """0 on network shares, where the number may change though the file does not."""


class Readiness(StrEnum):
    """Whether a file that stood still may be taken."""

    READY = "ready"
    CHANGED = "changed"
    """It is gone, or not what it was."""
    WRITTEN = "written"
    """Another program holds it open for writing."""
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Scan:
    """What a full look at a folder found."""

    files: dict[str, Footprint]
    """By path. Paths are strings in this room: hashing `Path`s took most of the time of a rescan."""
    unreadable: tuple[str, ...]
    """Folders that could not be listed; nothing is known of what lies in them."""


def look(path: str, *, with_inode: bool) -> Footprint | None:
    """The footprint of a plain file; `None` when there is none, or it is a link or a special file."""
    try:
        return _footprint(os.lstat(path), with_inode)
    except OSError:
        return None


def readiness(path: str, seen: Footprint, *, with_inode: bool) -> Readiness:
    """Whether the file can be opened, is still as `seen`, and nobody on this machine is writing it.

    Opening makes a network share tell the file's true size (a client may answer `stat` from memory for
    seconds). A read lease is refused while any local process, a file server among them, has the file open for
    writing (fcntl(2)): some copy programs set the size first and fill it later.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return Readiness.CHANGED
    except OSError:
        return Readiness.UNREADABLE
    try:
        if _footprint(os.fstat(handle), with_inode) != seen:
            return Readiness.CHANGED
        if _is_being_written(handle):
            return Readiness.WRITTEN
        if seen.size_bytes:
            os.read(handle, 1)
    except OSError:
        return Readiness.UNREADABLE
    finally:
        os.close(handle)
    return Readiness.READY


def scan(folder: str, *, with_inode: bool) -> Scan:
    """Every plain file below `folder` that is not ignored; links are not followed.

    Raises `OSError` when `folder` itself cannot be listed.
    """
    files: dict[str, Footprint] = {}
    unreadable: list[str] = []
    pending = [folder]
    while pending:
        here = pending.pop()
        try:
            for entry in _entries(here):
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                elif entry.is_file(follow_symlinks=False):
                    _add(files, entry, with_inode)
        except OSError as error:
            if here == folder:
                raise
            if error.errno not in {errno.ENOENT, errno.ENOTDIR}:
                unreadable.append(here)
    return Scan(files, tuple(unreadable))


def _add(files: dict[str, Footprint], entry: os.DirEntry[str], with_inode: bool) -> None:
    try:
        footprint = _footprint(entry.stat(follow_symlinks=False), with_inode)
    except FileNotFoundError:
        return
    if footprint is not None:
        files[entry.path] = footprint


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from (entry for entry in entries if not is_ignored(entry.name))


def _footprint(found: os.stat_result, with_inode: bool) -> Footprint | None:
    if not stat.S_ISREG(found.st_mode):
        return None
    return Footprint(found.st_size, found.st_mtime_ns, found.st_ino if with_inode else 0)


def _is_being_written(handle: int) -> bool:
    try:
        # The kernel would tell of a writer that comes while the lease lasts by SIGIO, which ends a process.
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except BlockingIOError:
        return True
    except OSError:
        # Not the owner of the file, or a file system without leases: then only standing still counts.
        return False
    fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False
