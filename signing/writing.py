"""The file that is being signed: a copy of the source that becomes the target whole or not at all.

A small file is signed in memory and laid down once; a large one is copied beside its target and signed there,
so that a scan of hundreds of megabytes takes no memory. What a killed process leaves is a hidden file that
nobody holds locked; the next one that writes into the folder takes it away.
"""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from records.errors import NoSpace, NotSignable

PREFIX, SUFFIX = ".hoso-ky-", ".tmp"
LARGEST_BYTES = 2 << 30
"""Unless the office says otherwise (`signing.max_bytes`)."""
IN_MEMORY_BYTES = 8 << 20
_CHUNK_BYTES = 1 << 20
_ROOM_BYTES = 1 << 20
"""What signatures, certificates and timestamps of one signing may take beyond the source."""
_MODE = 0o666


class Draft:
    """A copy of the source that signatures are appended to."""

    def __init__(self, source: Path, target: Path, stream: BinaryIO, path: Path | None) -> None:
        self.source = source
        self.target = target
        self.stream = stream
        """Readable, writable and seekable; all that is signed happens here."""
        self._path = path

    @property
    def is_small(self) -> bool:
        """Whether reading it over costs nothing worth another thread."""
        return self._path is None

    def size(self) -> int:
        """Bytes so far."""
        return self.stream.seek(0, os.SEEK_END)

    def cut(self, size: int) -> None:
        """Takes away what was appended after `size`."""
        self.stream.truncate(size)

    def publish(self) -> None:
        """Lays the target down whole; raises `NoSpace`, or `NotSignable` where somebody else was faster."""
        with _translated(self.target):
            if self._path is not None:
                _settle(self.stream, self._path, self.target)
                return
            with _temporary(self.target) as (stream, path):
                assert isinstance(self.stream, BytesIO)  # noqa: S101  small drafts are
                stream.write(self.stream.getbuffer())
                _settle(stream, path, self.target)


@contextmanager
def draft_of(source: Path, target: Path, *, largest_bytes: int = LARGEST_BYTES) -> Iterator[Draft]:
    """A draft that is gone when it is left, whether it was published or not.

    Raises `NotSignable` for what is no file, empty, too large, or has its target already; `NoSpace` where the
    target's folder cannot hold it.
    """
    if os.path.lexists(target):
        raise target_exists(target)
    with _opened(source) as reading:
        size = _bounded_size(reading, largest_bytes)
        with _translated(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(target.parent).free < size + _ROOM_BYTES:
                raise OSError(errno.ENOSPC, "not enough room for the signed file")
        if size <= IN_MEMORY_BYTES:
            yield Draft(source, target, BytesIO(reading.read(IN_MEMORY_BYTES + 1)), None)
            return
        with _temporary(target) as (stream, path):
            with _translated(target):
                shutil.copyfileobj(reading, stream, _CHUNK_BYTES)
            yield Draft(source, target, stream, path)


def sweep(folder: Path) -> None:
    """Takes away what killed processes left in a folder of targets."""
    for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
        with suppress(OSError), path.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)  # held by whoever still writes it
            path.unlink()


def target_exists(target: Path) -> NotSignable:
    """What is said where the target's name is taken."""
    return NotSignable(
        f"{target} exists already",
        remedy_vi=f"Đã có tệp {target.name} ở nơi lưu; tệp đã ký không bao giờ bị ghi đè. "
        "Hãy chọn tên hoặc thư mục khác.",
        remedy_en="The target exists already and is never overwritten. Choose another name or folder.",
    )


@contextmanager
def _opened(source: Path) -> Iterator[BinaryIO]:
    try:
        stream = source.open("rb")
    except OSError as error:
        raise NotSignable(
            f"{source.name}: cannot be read: {error.strerror}",
            remedy_vi="Không mở được tệp. Hãy kiểm tra tệp còn ở đó và quyền đọc tệp.",
            remedy_en="The file cannot be opened. Check that it is there and may be read.",
        ) from error
    with stream:
        yield stream


def _bounded_size(stream: BinaryIO, largest_bytes: int) -> int:
    state = os.fstat(stream.fileno())
    if not stat.S_ISREG(state.st_mode) or state.st_size == 0:
        raise NotSignable(
            "empty, or no file",
            remedy_vi="Tệp rỗng. Hãy xuất lại văn bản thành PDF.",
            remedy_en="The file is empty. Export the document as PDF again.",
        )
    if state.st_size > largest_bytes:
        raise NotSignable(
            f"{state.st_size} bytes; at most {largest_bytes}",
            remedy_vi=f"Tệp quá lớn ({state.st_size >> 20} MB; nhiều nhất {largest_bytes >> 20} MB). "
            "Hãy tách tệp, hoặc nén lại ảnh quét.",
            remedy_en="The file is too large. Split it, or compress the scan.",
        )
    return state.st_size


@contextmanager
def _temporary(target: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A locked hidden file beside the target, gone when it is left."""
    with _translated(target):
        stream, path = _created(target.parent)
    try:
        with stream:
            yield stream, path
    finally:
        with suppress(OSError):
            path.unlink()


def _created(folder: Path) -> tuple[BinaryIO, Path]:
    while True:
        path = folder / f"{PREFIX}{secrets.token_hex(8)}{SUFFIX}"
        stream = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _MODE), "w+b")
        with suppress(OSError):  # some network shares know no locks; their leftovers stay
            fcntl.flock(stream, fcntl.LOCK_EX)
        if path.exists():  # else somebody swept it between its making and its locking
            return stream, path
        stream.close()


def _settle(stream: BinaryIO, path: Path, target: Path) -> None:
    """The temporary file, made durable, takes the target's name unless that is taken."""
    stream.flush()
    os.fsync(stream.fileno())
    try:
        os.link(path, target)
    except FileExistsError as error:
        raise target_exists(target) from error
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS}:
            raise
        if target.exists():  # a file system without links; nobody else may come in this moment
            raise target_exists(target) from error
        path.rename(target)
    settle_folder(target.parent)


def settle_folder(folder: Path) -> None:
    """Makes the names in a folder survive a power cut, too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _translated(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NoSpace(f"{target.parent}: {error.strerror or type(error).__name__}") from error
