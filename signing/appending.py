"""Appends to a signed file so that it is either as it was or whole with what was added, never in between."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from records.errors import NoSpace, NotSignable
from signing.writing import settle_folder

_CHUNK_BYTES = 1 << 20
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def appended(path: Path) -> Iterator[BinaryIO]:
    """A copy of the file to append to, which takes the file's place when the block is left without an error.

    The copy lies in the same folder, is written through to the disk, and is refused with `NotSignable` unless
    it still begins with every byte of the file as it was, or when somebody else changed the file meanwhile.
    Raises `NoSpace` when the disk is full.
    """
    before = path.stat()
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    except OSError as error:
        raise NoSpace(f"{path.parent}: {error.strerror}") from error
    copy = Path(name)
    try:
        with os.fdopen(handle, "w+b") as stream:
            with path.open("rb") as original:
                shutil.copyfileobj(original, stream, _CHUNK_BYTES)
            yield stream
            _settle(stream, path, before)
        copy.chmod(before.st_mode & 0o777)
        copy.replace(path)
        settle_folder(path.parent)
    except OSError as error:
        if error.errno in _FULL:
            raise NoSpace(f"{path.parent}: {error.strerror}") from error
        raise
    finally:
        copy.unlink(missing_ok=True)


def _settle(stream: BinaryIO, path: Path, before: os.stat_result) -> None:
    now = path.stat()
    if (now.st_size, now.st_mtime_ns, now.st_ino) != (before.st_size, before.st_mtime_ns, before.st_ino):
        raise NotSignable(f"{path.name}: somebody else changed the file meanwhile")
    stream.seek(0)
    with path.open("rb") as original:
        while chunk := original.read(_CHUNK_BYTES):
            if stream.read(len(chunk)) != chunk:
                raise NotSignable(f"{path.name}: what was there would have changed")
    stream.flush()
    os.fsync(stream.fileno())
