"""Where a person finds their own file again: in `done/`, or in `rejected/` with the reason beside it."""

from __future__ import annotations

import itertools
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path, PurePosixPath

from records import FileState
from records.errors import SourceRefused

DONE = "done"
REJECTED = "rejected"
REMOVED = "removed"
ROOTS = {FileState.REJECTED: REJECTED, FileState.REMOVED: REMOVED}
"""Where the originals of files lie that became no record; those of all others lie in `done/`."""
REASON_SUFFIX = ".reason.txt"
LONGEST_NAME_BYTES = 255 - len(REASON_SUFFIX)
NUMBERED_TRIES = 20
RAW_MARK = "bytes:"


def place_for(
    root: str, day: date, folder: str, name: str, sha256: str, *, is_taken: Callable[[str], bool]
) -> str:
    """A free path below the data directory for an original: `done/2026-03-02/văn thư/tờ trình.pdf`.

    A name that is in use gets a number, and after twenty of them a piece of its digest, so that a scanner
    which names every file `scan.pdf` does not make thousands of tries.
    """
    base = PurePosixPath(root, day.isoformat(), *safe_parts(folder))
    return next(candidate for each in _names(name, sha256) if not is_taken(candidate := str(base / each)))


def safe_parts(folder: str) -> list[str]:
    """The parts of a folder below the inbox, without any that would lead out of it."""
    return [printable(part) for part in folder.split("/") if part not in {"", ".", ".."}]


def printable(name: str) -> str:
    """A file name in NFC in which bytes that are no text, and line ends, became underscores."""
    text = (
        name.encode("utf-8", "surrogateescape")
        .decode("utf-8", "replace")
        .replace("\N{REPLACEMENT CHARACTER}", "_")
    )
    return unicodedata.normalize("NFC", re.sub(r"[\x00-\x1f\x7f/]", "_", text)) or "_"


def _names(name: str, sha256: str) -> Iterator[str]:
    path = PurePosixPath(name)
    yield _fitted(path.stem, path.suffix)
    for number in range(2, NUMBERED_TRIES):
        yield _fitted(path.stem, f" ({number}){path.suffix}")
    for number in itertools.count(1):
        yield _fitted(path.stem, f" {sha256[:12] or 'x'}-{number}{path.suffix}")


def _fitted(stem: str, rest: str) -> str:
    room = LONGEST_NAME_BYTES - len(rest.encode())
    return stem.encode()[: max(room, 1)].decode(errors="ignore") + rest[-LONGEST_NAME_BYTES:]


def path_to_text(path: Path) -> str:
    """A path as the ledger keeps it; one that is no UTF-8 as its bytes, so that it can be found again."""
    text = str(path)
    try:
        text.encode()
    except UnicodeEncodeError:
        return RAW_MARK + os.fsencode(path).hex()
    return text


def path_from_text(text: str) -> Path:
    """The path that `path_to_text` wrote down."""
    if text.startswith(RAW_MARK):
        return Path(os.fsdecode(bytes.fromhex(text.removeprefix(RAW_MARK))))
    return Path(text)


def reason_text(name: str, received: datetime, code: str, reason_vi: str, reason_en: str) -> bytes:
    """The `.reason.txt` beside a refused file: Vietnamese first, then English; with a byte-order mark.

    Notepad on the oldest office machines takes a file without the mark for a local code page. `received` is
    in the office's time zone.
    """
    when = received.strftime("%H:%M %d/%m/%Y")
    lines = (
        f"Tệp: {name}",
        f"Nhận lúc: {when}",
        f"Không tiếp nhận được. {reason_vi}",
        "",
        f"File: {name}",
        f"Received: {received.isoformat(timespec='minutes')}",
        f"Not accepted. {reason_en}",
        "",
        f"({code})",
        "",
    )
    return "\r\n".join(lines).encode("utf-8-sig")


def removal_text(name: str, received: datetime, removed: datetime, *, by: str, because: str) -> bytes:
    """The `.reason.txt` beside a file that a person took out of work: who, when and why, as they wrote it."""
    lines = (
        f"Tệp: {name}",
        f"Nhận lúc: {received.strftime('%H:%M %d/%m/%Y')}",
        f"Đã bỏ khỏi hệ thống lúc {removed.strftime('%H:%M %d/%m/%Y')}. Người bỏ: {by}",
        f"Lý do: {because}",
        "",
        f"File: {name}",
        f"Received: {received.isoformat(timespec='minutes')}",
        f"Taken out of work: {removed.isoformat(timespec='minutes')}, by {by}",
        f"Reason: {because}",
        "",
    )
    return "\r\n".join(lines).encode("utf-8-sig")


def english_reason(error: SourceRefused) -> str:
    """The remedy, and the detail that helps the person in charge of the system."""
    return f"{error.remedy_en} [{error.detail}]" if error.detail else error.remedy_en
