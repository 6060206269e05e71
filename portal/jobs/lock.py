"""One process works on a data directory; the lock file also says how its work stands, for `hoso status`.

The lock is the kernel's (flock), so a process that is killed leaves nothing to clear away. The file is
written in place, in one block that exists already, so that a full disk can be told of even when it is full.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from records.errors import SettingInvalid

FILE_NAME = "hoso.lock"
BLOCK_BYTES = 2048
TRIES = 5
TRY_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Notice:
    """What stops the work at the moment, in both languages; empty when nothing does."""

    vi: str = ""
    en: str = ""


class DataLock:
    """The lock while it is held."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def say(self, notice: Notice) -> None:
        """Lets `hoso status` and the portal know what stops the work."""
        text = json.dumps({"pid": os.getpid(), "vi": notice.vi, "en": notice.en})
        os.pwrite(self._handle, text.encode()[:BLOCK_BYTES].ljust(BLOCK_BYTES), 0)


@contextmanager
def hold(data_dir: Path) -> Iterator[DataLock]:
    """Keeps every other process from working on `data_dir`; raises `SettingInvalid` when one does."""
    data_dir.mkdir(parents=True, exist_ok=True)
    handle = os.open(data_dir / FILE_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        if not _locked(handle):
            pid = _read(data_dir).get("pid", "?")
            raise SettingInvalid(
                f"process {pid} already works on {data_dir}; stop it, or name another folder with --data",
                remedy_vi=f"Tiến trình {pid} đang dùng thư mục dữ liệu {data_dir}. "
                "Hãy dừng tiến trình ấy, hoặc chọn thư mục khác bằng --data.",
                remedy_en=f"Process {pid} already works on {data_dir}. Stop it, or name another with --data.",
            )
        held = DataLock(handle)
        held.say(Notice())
        yield held
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    for _ in range(TRIES):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:  # it may only be `is_held`, which asks by locking for a moment
            time.sleep(TRY_SECONDS)
        else:
            return True
    return False


def is_held(data_dir: Path) -> bool:
    """Whether a process works on `data_dir` now."""
    try:
        with (data_dir / FILE_NAME).open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def notice(data_dir: Path) -> Notice:
    """What the process that works on `data_dir` said last; nothing when none works."""
    said = _read(data_dir) if is_held(data_dir) else {}
    return Notice(str(said.get("vi", "")), str(said.get("en", "")))


def _read(data_dir: Path) -> dict[str, object]:
    try:
        content: dict[str, object] = json.loads((data_dir / FILE_NAME).read_bytes() or b"{}")
    except (OSError, ValueError):
        return {}
    return content
