"""Sorts names as Vietnamese lists do: by the alphabet of 29 letters, then by tone; people by given name."""

from __future__ import annotations

import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""With f, j, w and z, which stand in names of the mountains and in foreign ones (TCVN 6909 order)."""
_PLACE = {letter: place + 100 for place, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Không, huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries."""

Key = tuple[tuple[int, ...], tuple[int, ...]]


def text_key(text: str) -> Key:
    """Letters first, tones only where all letters are alike."""
    letters: list[int] = []
    tones: list[int] = []
    for sign in unicodedata.normalize("NFC", text.casefold()):
        parts = unicodedata.normalize("NFD", sign)
        tone = next((_TONES[one] for one in parts if one in _TONES), 0)
        bare = unicodedata.normalize("NFC", "".join(one for one in parts if one not in _TONES))
        letters.append(_PLACE.get(bare, ord(bare[0]) if bare and ord(bare[0]) < 100 else 200))
        tones.append(tone)
    return tuple(letters), tuple(tones)


def person_key(name: str) -> tuple[Key, Key]:
    """By the given name, which stands last, then by the whole name."""
    words = name.split()
    return text_key(words[-1] if words else ""), text_key(name)
