"""Syllables of names that cannot be as they were read, or hardly: `NGOC`, `QUÔC`, `Trần Đức Dạt`.

A syllable that ends in c, ch, p or t bears a tone in Vietnamese; where one usual syllable of names has its
letters, that one is printed. A syllable that is rare in names, was read less than surely and has the
letters of a usual one is doubted; so is a usual one that was read unsurely and lacks a mark of another.
Names of the minorities follow other rules: only those behind a frequent family of the Kinh are looked at,
and none that the paper prints without any mark.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from classifiers.extraction.name_syllables import FAMILIES, USUAL
from classifiers.extraction.office_words import SURNAMES
from classifiers.syllables import is_syllable
from classifiers.vietnamese import fold, nfc

KINH_FAMILIES = frozenset(nfc(name).lower() for name in SURNAMES[:40])
"""The forty most frequent families; behind them stand those that are at home among minorities above all."""
SURE = 0.994
"""Certainty of a word from which it is not doubted: on 513 names of drawn office and worn scans nine of ten
right syllables lie above, the wrong ones at 0.77 to 0.993."""
HARDLY_SURE = 0.97
"""Certainty of a word below which it is doubted too where it is usual with or without a mark (Hương, Hường):
on 539 drawn papers of all wear that held two wrong names that were sure and, of papers that would have filed
themselves, three right ones."""
STOPS = ("c", "p", "t", "ch")


def with_needed_tones(name: str) -> str:
    """The name with the tone put on each syllable that cannot be without one and can have one alone."""
    if not _is_looked_at(name):
        return name
    return " ".join(map(_with_its_tone, name.split(" ")))


def may_be_another(name: str, certainties: Mapping[str, float]) -> tuple[str, str] | None:
    """A syllable behind the family that was read unsurely, and the usual ones it may be; `None` without one.

    `certainties`: 0 to 1, by the word as it was read.
    """
    if not _is_looked_at(name):
        return None
    for word in name.split()[1:]:
        certainty = 1.0 if word.islower() else certainties.get(word, 1.0)
        if certainty >= SURE:
            continue
        if others := _others(word, certainty):
            return word, " hay ".join(in_case(other, word) for other in others)
    return None


def _others(word: str, certainty: float) -> tuple[str, ...]:
    """The syllables that it may be as well, of one read with `certainty`, 0 to 1."""
    usual = _usual_alike(word)
    if _is_rare(word):
        return usual if len(usual) == 1 else ()
    return tuple(other for other in usual if certainty < HARDLY_SURE and _has_lost_of(word, other))


def _has_lost_of(word: str, other: str) -> bool:
    """Whether the syllable is the other without one mark or more: marks are lost, hardly ever won."""
    return _marks(word) < _marks(other)


def _marks(word: str) -> frozenset[str]:
    parts = unicodedata.normalize("NFD", word.lower().replace("đ", "d\u0335"))
    return frozenset(part for part in parts if unicodedata.combining(part))


def _is_looked_at(name: str) -> bool:
    return nfc(name).lower().split(" ")[0] in KINH_FAMILIES and not name.isascii()


def _with_its_tone(word: str) -> str:
    if not fold(word).endswith(STOPS) or is_syllable(word):
        return word
    usual = _usual_alike(word)
    return in_case(usual[0], word) if len(usual) == 1 else word


def _is_rare(word: str) -> bool:
    return nfc(word).lower() not in USUAL | FAMILIES


def _usual_alike(word: str) -> tuple[str, ...]:
    """The usual syllables of names with the letters of this one, whatever their marks."""
    return _usual_by_letters().get(fold(word), ())


@lru_cache(maxsize=1)
def _usual_by_letters() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(USUAL | FAMILIES):
        found[fold(word)].append(word)
    return {letters: tuple(words) for letters, words in found.items()}


def in_case(known: str, read: str) -> str:
    """A known syllable, given in small letters, in the letter case of what was read."""
    return known.upper() if read.isupper() else known.capitalize() if read[:1].isupper() else known
