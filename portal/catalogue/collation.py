"""Puts names and titles in the order of a Vietnamese dictionary, which no database does by itself.

The rule is that of Unicode CLDR for Vietnamese (common/collation/vi.xml): letters first, with ă and â after
a, đ after d, ê after e, ô and ơ after o, ư after u; where all letters agree the tones decide, in the order
none, huyền, hỏi, ngã, sắc, nặng; capitals do not count. Numbers go by value (CLDR's numeric ordering):
"Quyết định số 9" before "số 10". The key is ASCII, so that comparing bytes is enough everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST_KEYED = 120
"""Letters of a text that decide its place; a list shows no more of it."""
LONGEST_KEY = 400

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_WEIGHT = {letter: chr(ord("A") + place) for place, letter in enumerate(_LETTERS)}
"""33 letters from "A" to "a": all above the digits and the blank."""
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Huyền, hỏi, ngã, sắc, nặng."""
_PIECE = re.compile(r"\d+|[^\W\d_]|[\s_]+")
_PARTED, _BLANK = " ", "!"
"""Between letters and tones, and between words; below every digit and letter, the first below the second."""
_FOREIGN = "~"
_LONGEST_NUMBER = 20


def vietnamese_key(text: str) -> str:
    """What `text` is sorted by, compared as bytes: at most `LONGEST_KEY` ASCII characters."""
    letters: list[str] = []
    tones: list[str] = []
    shown = unicodedata.normalize("NFC", text)[:LONGEST_KEYED].casefold()
    for piece in _PIECE.findall(" ".join(shown.split())):
        if piece[0].isdecimal():
            letters.append(_number(piece))
        elif piece.isspace() or piece.startswith("_"):
            letters.append(_BLANK)
        else:
            weight, tone = _letter(piece)
            letters.append(weight)
            tones.append(tone)
    return f"{''.join(letters).strip(_BLANK)}{_PARTED}{''.join(tones).rstrip('0')}"[:LONGEST_KEY]


@lru_cache(maxsize=4096)
def _letter(letter: str) -> tuple[str, str]:
    """The weight of a letter without its tone, and the tone."""
    parts = unicodedata.normalize("NFD", letter)
    tone = next((_TONES[part] for part in parts if part in _TONES), 0)
    bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    weight = _WEIGHT.get(bare)
    return weight or f"{_FOREIGN}{ord(bare[0]):06x}", str(tone)


def _number(digits: str) -> str:
    """Digits that compare by value: how many there are, then themselves without leading zeros."""
    value = str(int(digits[:_LONGEST_NUMBER]))
    return f"{len(value):02d}{value}"
