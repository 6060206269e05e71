"""The name in a machine-readable zone, from several readings of its line.

The line holds the family name, `<<`, the other syllables parted by `<`, and fillers to its end (ICAO Doc
9303-5, 4.2.2). No check digit covers it, and readers take a filler for K, C or E as readily as for itself.
A Vietnamese name is a row of short syllables of a closed list, which tells a filler from a letter: of all
ways to part all readings that is taken which needs the fewest changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from classifiers.syllables import bare_syllables
from classifiers.validators.mrz import LENGTH

_TAKEN_FOR_FILLER = "KCES6"
"""Signs that readers put for a filler, besides none at all."""
_ALIKE = {"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B", "T": "I", "J": "I", "L": "I", "H": "N"}
"""Sign read to the letter that it may be; a change costs `_CHANGED`."""
_CHANGED, _TAKEN, _LOST = 1.0, 0.2, 1.2
"""What a changed letter, a filler read as a letter, and a filler not read count."""
_MOST = 4.0
"""Changes beyond which the syllables are not the bearer's but found by force."""
_LONGEST_SYLLABLE = 7


def whole_name(readings: Iterable[str]) -> str:
    """The line of the name at its full thirty signs.

    A name that is no row of Vietnamese syllables comes as a reading has it that saw its two
    fillers: people of minorities bear names of another build.
    """
    texts = [text for reading in readings if (text := _without_closing(reading))]
    parted = [found for text in texts if (found := _parted(text)) is not None and found[0] <= _MOST]
    if parted:
        _, (family, *given) = min(parted, key=lambda found: (found[0] + _unlike(found[1], texts), found[1]))
        name = "<<".join(part for part in (family, "<".join(given)) if part)
    else:
        name = next((text for text in texts if "<<" in text), texts[0] if texts else "")
    return name[:LENGTH].ljust(LENGTH, "<")


def _unlike(syllables: Sequence[str], texts: Sequence[str]) -> float:
    """How far the syllables are from all readings, so that two of three outvote the third."""
    name = "<".join(syllables)
    return float(sum(Levenshtein.distance(name, text) for text in texts))


def _without_closing(reading: str) -> str:
    """The reading without the fillers at its end, whatever they were taken for."""
    text = re.sub(r"[^A-Z0-9<]", "", reading.upper())[: 2 * LENGTH]
    # Not E and S, nor a C at its beginning: "LE<<<<" and "PHUC<<<<" would lose their last letters.
    return re.sub(r"[K6<][KC6<]{2,}$", "", text).rstrip("<")


def _parted(text: str) -> tuple[float, tuple[str, ...]] | None:
    """The cheapest way to read the whole text as syllables, with what it costs; `None` for none."""
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    for start in range(len(text)):
        if start not in best:
            continue
        cost, parts = best[start]
        for end, more, syllable in _syllables_from(text, start):
            for after, gap in _gaps_from(text, end, is_family=not parts):
                found = (cost + more + gap, (*parts, syllable))
                if after not in best or found < best[after]:
                    best[after] = found
    return best.get(len(text))


def _syllables_from(text: str, start: int) -> Iterator[tuple[int, float, str]]:
    """Syllables that the text may have from `start`: where each ends, what its changes cost, and it."""
    for end in range(start + 1, min(len(text), start + _LONGEST_SYLLABLE) + 1):
        piece = text[start:end]
        for cost, spelled in _spellings(piece):
            if spelled in _syllables():
                yield end, cost, spelled
                break


def _spellings(piece: str) -> Iterator[tuple[float, str]]:
    """The piece, figures put right, and then with one letter that it may be misread from."""
    lettered = "".join(_ALIKE.get(sign, sign) if sign.isdigit() else sign for sign in piece)
    figures = sum(map(str.isdigit, piece)) * 0.5
    yield figures, lettered
    for place, sign in enumerate(lettered):
        if sign in _ALIKE and len(lettered) > 1:
            yield figures + _CHANGED, lettered[:place] + _ALIKE[sign] + lettered[place + 1 :]


def _gaps_from(text: str, end: int, *, is_family: bool) -> Iterator[tuple[int, float]]:
    """Where the next syllable may begin and what that costs: two fillers stand behind the family name."""
    if end == len(text):
        yield end, 0.0
        return
    wanted = 2 if is_family else 1
    for count in range(3):
        between = text[end : end + count]
        if len(between) == count and all(sign == "<" or sign in _TAKEN_FOR_FILLER for sign in between):
            taken = sum(sign != "<" for sign in between)
            yield end + count, taken * _TAKEN + abs(wanted - count) * _LOST


@lru_cache(maxsize=1)
def _syllables() -> frozenset[str]:
    return frozenset(syllable.upper() for syllable in bare_syllables())
