"""What the sub-folders of an inbox say: `<unit>/<hint>/file`, `<unit>/file` or `<hint>/file`."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from pathlib import PurePath

KnownHint = Callable[[str], str | None]
"""Folder name to the code of a record type; `None` for a folder that names no type."""


def place_of(relative: PurePath, known_hint: KnownHint | None) -> tuple[str, str]:
    """The unit and the hint of a file, each empty when its folders do not say.

    A folder counts as a hint when `known_hint` knows its name, the innermost first; the outermost folder is
    the unit unless it is a hint itself. With no `known_hint` the second folder is the hint, as it is called.
    """
    folders = [_readable(part) for part in relative.parts[:-1]]
    if not folders:
        return "", ""
    if known_hint is None:
        return folders[0], folders[1] if len(folders) > 1 else ""
    hints = [known_hint(folder) for folder in folders]
    hint = next((hint for hint in reversed(hints) if hint), "")
    return ("" if hints[0] else folders[0]), hint


def hints_by_name(codes: Mapping[str, str]) -> KnownHint:
    """Knows folders by the names in `codes` (name to record type), however they are written.

    Case, diacritics, and whether words are parted by spaces, `_` or `-` make no difference, so that
    `Giấy khai sinh`, `giay-khai-sinh` and `GIAY_KHAI_SINH` are one.
    """
    folded = {_folded(name): code for name, code in codes.items()}
    return lambda name: folded.get(_folded(name))


def _folded(name: str) -> str:
    bare = "".join(
        letter for letter in unicodedata.normalize("NFD", name) if unicodedata.category(letter) != "Mn"
    )
    words = bare.casefold().replace("đ", "d").replace("_", " ").replace("-", " ").split()
    return " ".join(words)


def _readable(name: str) -> str:
    """NFC; bytes that are no UTF-8 become `?`, since a unit's name is kept in databases and JSON."""
    return unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
