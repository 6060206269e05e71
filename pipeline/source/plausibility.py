"""Judges whether text reads like Vietnamese or another language in Latin letters, without a dictionary.

A text layer may be wrong in three ways: glyphs that map to no letter (fonts without ToUnicode), another's
poor recognition ("HQI CilU NGHIA"), and Vietnamese whose marks were lost. A Vietnamese syllable has a small
grammar (initial, vowels, final), so most damage breaks it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|ch|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    r"[aăâeêioôơuưy]{1,3}"
    r"(?:ch|ng|nh|[cmnpt])?"
)
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxzđ]{6,}")
_VOWELS = re.compile(r"[aăâeêioôơuưyàâäéèëïîöüœæ]")
_NUMBER = re.compile(r"[\d.,:;/\\\-–—()%+*'’\"°²³x=<>€$]*\d[\d.,:;/\\\-–—()%+*'’\"°²³x=<>€$]*")
_POINTS = re.compile(r"([^\w\s])\1*[.,:;)]?")
_EDGES = "“”„\"'‘’()[]{}<>«».,:;!?…-–—/\\*•·|_=+%&@#^~°"
_CODE = re.compile(r"[A-ZĐĂÂÊÔƠƯ0-9]{1,12}[A-Za-zĐđ0-9]{0,6}")
_ADDRESS = re.compile(r"\S+@\S+\.\w+|(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)+")

_NO_LETTERS = {"Cc", "Co", "Cn", "Cs"}
"""Control, private use, unassigned and half characters (Unicode general categories)."""
_LONGEST_WORD = 24
_LOST_MARKS = 0.25
"""Vietnamese has marks on about three syllables of four; under a quarter they were lost."""
_MOSTLY_SYLLABLES = 0.72
"""Text of which this part obeys the syllable's grammar is meant to be Vietnamese; English: under a half."""
_ENOUGH_SYLLABLES = 12
"""Fewer say nothing about marks: a form may hold nothing but `UBND` and `QUY CHE`."""


@dataclass(frozen=True, slots=True)
class Plausibility:
    """How much a text reads like one, by letters."""

    score: float
    """Part of the characters in words that could be words, 0 to 1; 0 for no text."""
    has_lost_marks: bool
    """True when it is Vietnamese without its marks."""
    is_vietnamese: bool = False
    """True when it is Vietnamese with its marks, which proves that its letters are right."""


def plausibility_of(texts: Iterable[str]) -> Plausibility:
    """Judges the words of one page."""
    good = bad = syllables = marked = words = 0
    for text in texts:
        for part in re.split(r"[-–/\\_.…,:;()]+", text) if not _is_whole(text) else [text]:
            size = len(part)
            if not size:
                continue
            if _is_word(part):
                good += size
            else:
                bad += size
            core = part.strip(_EDGES)
            if core.isalpha():
                words += 1
                if _is_syllable(core):
                    syllables += 1
                    marked += _has_marks(core)
    score = good / (good + bad) if good + bad else 0.0
    is_vietnamese = syllables >= _ENOUGH_SYLLABLES and syllables >= _MOSTLY_SYLLABLES * words
    has_marks = marked >= _LOST_MARKS * syllables
    return Plausibility(score, is_vietnamese and not has_marks, is_vietnamese and has_marks)


def _is_whole(text: str) -> bool:
    """Numbers, leaders and addresses are judged in one piece."""
    return bool(_NUMBER.fullmatch(text) or _POINTS.fullmatch(text) or _ADDRESS.fullmatch(text))


def _is_word(text: str) -> bool:
    if any(unicodedata.category(character) in _NO_LETTERS for character in text) or "\ufffd" in text:
        return False
    if _is_whole(text):
        return True
    core = text.strip(_EDGES)
    if not core:
        return len(text) <= 3
    if not core.isalpha():
        return bool(_CODE.fullmatch(core)) or core.replace("'", "").replace("’", "").isalpha()
    return _is_well_cased(core) and (_is_syllable(core) or _is_abbreviation(core) or _is_pronounceable(core))


def _is_abbreviation(word: str) -> bool:
    return word.isupper() and len(word) <= 8


def _is_pronounceable(word: str) -> bool:
    lower = word.lower()
    return len(word) <= _LONGEST_WORD and bool(_VOWELS.search(_bare(lower))) and not _CONSONANTS.search(lower)


def _is_well_cased(word: str) -> bool:
    """`ubnd`, `Ubnd`, `UBND`, and capitals with a small tail (`UBNDt`); never `xA` or `CilU`."""
    if word.islower() or word.isupper() or word.istitle() or word[1:].islower():
        return True
    return len(word) > 3 and word[:2].isupper()


def _is_syllable(word: str) -> bool:
    return len(word) <= 7 and _SYLLABLE.fullmatch(_bare(word.lower())) is not None


def _bare(word: str) -> str:
    """Without tone marks; the letters' own hooks and hats stay."""
    parts = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))


def _has_marks(word: str) -> bool:
    return "đ" in word.lower() or unicodedata.normalize("NFD", word) != word
