"""Finds the machine-readable zone of a card among the words read: three lines of 30 signs.

Recognisers that know Vietnamese take `<` for other signs and fillers for noise, so lines that look like a
zone are read again by readers that may choose among its 37 signs only. What they say is put together line by
line until the check digits hold; a zone whose check digits do not hold is left out. No check digit covers the
line of the name, so of its readings that is taken which comes nearest to Vietnamese syllables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from classifiers.validators import mrz
from classifiers.vietnamese import fold
from pipeline.mrz_names import whole_name
from records import Box, Line, Word
from records.printed_marks import PageCode

Reread = Callable[[Line, float], Iterable[str]]
"""Reads what stands on a baseline (pixels of the upright page), so high, with the signs of a zone alone."""
SHORTEST, LONGEST = 14, 46
"""Signs of a line as misread; 30 stand there, fillers are often lost."""
PURE = 0.75
"""Share of the signs of a line that a zone may hold."""
MOST_ZONES = 4
"""On one page: a sheet with the backs of four cards."""
PITCH = 0.64
"""Height of the letters by the distance of two lines: 2.5 mm and 4.2 mm, with room (ICAO Doc 9303-5, 4.1)."""
_SECOND = re.compile(r"\d{5,8}[MF]\d{5,8}VNM")
"""Of the second line: birth, sex, expiry, nationality."""
_FILLERS = str.maketrans("«»‹›≤≪＜", "<<<<<<<")
_NOT_SIGNS = re.compile(r"[^A-Z0-9<]")


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    box: Box
    baseline: Line
    """From the row's first letter to its last."""
    height: float
    """Of its letters, pixels; on a photograph the box around a sloping row is much higher."""


def zones_in(words: Sequence[Word], reread: Reread) -> tuple[PageCode, ...]:
    """The zones whose check digits hold, from top to bottom."""
    rows = sorted(_rows(words), key=lambda row: row.box.y0)
    zones: list[PageCode] = []
    taken: set[int] = set()
    for index, first in enumerate(rows):
        if index in taken or len(zones) >= MOST_ZONES:
            continue
        below = [at for at in range(index + 1, len(rows)) if at not in taken and _is_aligned(first, rows[at])]
        if len(below) < mrz.LINES - 1 or not (_opens(first.text) or _SECOND.search(rows[below[0]].text)):
            continue
        lines = [first, *(rows[at] for at in below[: mrz.LINES - 1])]
        text = _verified(lines, reread)
        if text:
            zones.append(PageCode("mrz", text, Box.around(row.box for row in lines)))
            taken |= {index, *below[: mrz.LINES - 1]}
    return tuple(zones)


def _rows(words: Sequence[Word]) -> Iterable[_Row]:
    """Lines that may belong to a zone."""
    lines: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        lines.setdefault((word.block, word.line), []).append(word)
    for line in lines.values():
        pieces = _beside_longest(line)
        # A row of fillers is read as capitals, small letters and é by turns.
        text = fold("".join(word.text for word in pieces).translate(_FILLERS)).upper()
        signs = _NOT_SIGNS.sub("", text)
        if SHORTEST <= len(text) <= LONGEST and len(signs) >= PURE * len(text):
            box = Box.around(word.box for word in pieces)
            baseline = _baseline(pieces, box)
            height = max(0.3 * box.height, box.height - abs(baseline.y1 - baseline.y0))
            yield _Row(signs, box, baseline, height)


def _beside_longest(line: Sequence[Word]) -> list[Word]:
    """The words of a line about as high as its longest: what a picture or a finger print left is no part."""
    longest = max(line, key=lambda word: len(word.text)).box
    return [word for word in line if 0.6 * longest.height <= word.box.height <= 1.5 * longest.height]


def _baseline(line: Sequence[Word], box: Box) -> Line:
    """The words' baseline over the whole row; the foot of its box where the engine gave none."""
    drawn = [word.baseline for word in line if word.baseline is not None]
    if not drawn:
        return Line(box.x0, box.y1, box.x1, box.y1)
    return Line(drawn[0].x0, drawn[0].y0, drawn[-1].x1, drawn[-1].y1).between(box.x0, box.x1)


def _opens(text: str) -> bool:
    """Whether a line may be the first of an identity card: `ID`, the state, then mostly figures."""
    return bool(re.match(r"[I1L|][D0O][VY][NHM]", text)) or sum(map(str.isdigit, text)) >= 20


def _is_aligned(first: _Row, other: _Row) -> bool:
    """Whether a line stands under the first line of a zone, begins or ends with it, and is not far below."""
    height = min(first.height, other.height)
    is_below = 0.55 * height <= other.baseline.y0 - first.baseline.y_at(other.baseline.x0) <= 6 * height
    away = min(abs(other.box.x0 - first.box.x0), abs(other.box.x1 - first.box.x1))
    return is_below and away <= 0.12 * max(first.box.width, other.box.width)


def _verified(lines: Sequence[_Row], reread: Reread) -> str:
    """The three lines whole, by the first choice of readings whose check digits hold; empty for none."""
    wide = Box.around(row.box for row in lines)
    pitch = lines[2].baseline.y_at(lines[1].baseline.x0) - lines[1].baseline.y0
    height = min(PITCH * max(pitch, 1.0), *(row.height for row in lines))
    choices = [dict.fromkeys((row.text, *_again(row, wide, height, reread))) for row in lines]
    for first, second in product(choices[0], choices[1]):
        proved = mrz.repaired("\n".join((first, second, "<" * mrz.LENGTH)))
        if proved is not None:
            return "\n".join((*proved[:2], whole_name(choices[2])))
    return ""


def _again(row: _Row, zone: Box, height: float, reread: Reread) -> Iterable[str]:
    """The row over the whole width of its zone: fillers that nobody read lie at its end.

    All rows are as high as the lowest: what is higher has a smear or its neighbour in its box.
    """
    margin = 0.25 * height
    return reread(row.baseline.between(zone.x0 - margin, zone.x1 + margin), height)
