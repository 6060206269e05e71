"""Compiles the interface's English words: `python -m portal.translations`.

Django reads compiled `.mo` files, which usually come from GNU gettext; an office's machine has none and
must not need it, so the compiled file is kept beside its source and this makes it (a test says when it is
out of date). Vietnamese is the language of the source and needs no file.
"""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterable
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
_MAGIC = 0x950412DE
"""Marks a little-endian file of revision 0: gettext manual, "The Format of GNU MO Files"."""


def read_po(text: str) -> dict[str, tuple[str, ...]]:
    """Translations of a `.po` file by message; the plural form of a message follows it after a NUL.

    Raises `ValueError` with the line's number for a line that is none of a `.po` file.
    """
    found: dict[str, tuple[str, ...]] = {}
    entry: dict[str, str] = {}
    key = ""
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        stripped = line.strip()
        if stripped.startswith("#"):
            continue
        if stripped.startswith('"') and key:
            entry[key] += ast.literal_eval(stripped)
        elif stripped.startswith("msg") and " " in stripped:
            key, _, value = stripped.partition(" ")
            if key == "msgid" and entry:
                _keep(found, entry)
                entry = {}
            entry[key] = ast.literal_eval(value)
        elif stripped:
            raise ValueError(f"line {number} is no line of a .po file")
    if entry:
        _keep(found, entry)
    return found


def _keep(found: dict[str, tuple[str, ...]], entry: dict[str, str]) -> None:
    message = entry["msgid"] + (f"\0{entry['msgid_plural']}" if "msgid_plural" in entry else "")
    found[message] = tuple(entry[key] for key in sorted(entry) if key.startswith("msgstr"))


def compiled(translations: dict[str, tuple[str, ...]]) -> bytes:
    """The `.mo` file for `translations`: a sorted table of messages and one of their translations."""
    pairs = sorted(
        (message.encode(), "\0".join(forms).encode()) for message, forms in translations.items() if all(forms)
    )
    count = len(pairs)
    tables = 28
    at = tables + 16 * count
    originals: list[tuple[int, int]] = []
    translated: list[tuple[int, int]] = []
    strings = b""
    for table, column in ((originals, 0), (translated, 1)):
        for pair in pairs:
            table.append((len(pair[column]), at + len(strings)))
            strings += pair[column] + b"\0"
    head = struct.pack("<7I", _MAGIC, 0, count, tables, tables + 8 * count, 0, at)
    return head + b"".join(struct.pack("<2I", *place) for place in originals + translated) + strings


def sources() -> Iterable[Path]:
    """Every `.po` file of the portal."""
    return sorted(LOCALE.glob("*/*/LC_MESSAGES/*.po"))


def main() -> None:
    """Compiles every `.po` file beside itself."""
    for source in sources():
        translations = read_po(source.read_text(encoding="utf-8"))
        source.with_suffix(".mo").write_bytes(compiled(translations))


if __name__ == "__main__":
    main()
