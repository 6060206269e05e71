"""Names of files inside a record: checked when they come from us, made safe when they come from people.

OCFL 1.1, 3.5.3.1: logical paths are elements joined by `/`, none of them empty, `.` or `..`, and no path
is the beginning of another.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

MAX_NAME_BYTES = 255
"""What ext4, XFS, Btrfs and most network shares allow for one name, in UTF-8."""


def check_logical_path(path: str) -> None:
    """Accepts a path such as `original/Giấy khai sinh.pdf`; raises `ValueError` with the reason otherwise."""
    if path != unicodedata.normalize("NFC", path):
        raise ValueError("a logical path is in NFC")
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in path):
        raise ValueError("a logical path holds no control characters and is valid Unicode")
    for element in path.split("/"):
        if element in {"", ".", ".."}:
            raise ValueError("a logical path is relative and has no empty, `.` or `..` element")
        if len(element.encode()) > MAX_NAME_BYTES:
            raise ValueError(f"a name in a logical path has at most {MAX_NAME_BYTES} bytes of UTF-8")


def check_logical_paths(paths: Iterable[str]) -> None:
    """Checks each path, that none is another one's folder, and that there is one; raises `ValueError`."""
    known = set(paths)
    if not known:
        raise ValueError("a record holds at least one file")
    for path in known:
        check_logical_path(path)
        elements = path.split("/")
        if any("/".join(elements[:count]) in known for count in range(1, len(elements))):
            raise ValueError("a logical path is the folder of another")


def safe_name(name: str) -> str:
    """The name under which a person's file is kept: as they wrote it, less what no file system should hold.

    NFC; separators, control characters and broken encoding become `_`; cut to 255 bytes of UTF-8 before the
    extension. The result always passes `check_logical_path`.
    """
    composed = unicodedata.normalize("NFC", name)
    kept = "".join(
        "_" if letter in "/\\" or unicodedata.category(letter) in {"Cc", "Cs"} else letter
        for letter in composed
    ).strip()
    if kept in {"", ".", ".."}:
        return "_"
    return _cut(kept)


def _cut(name: str) -> str:
    if len(name.encode()) <= MAX_NAME_BYTES:
        return name
    stem, dot, extension = name.rpartition(".")
    if not stem or len(extension.encode()) > 20:
        stem, dot, extension = name, "", ""
    room = MAX_NAME_BYTES - len((dot + extension).encode())
    return stem.encode()[:room].decode(errors="ignore") + dot + extension
