"""Finds the machine-readable zone of a card among the words read: three lines of 30 signs.

Recognisers that know Vietnamese take `<` for other signs and fillers for noise, so lines that look like a
zone are read again by readers that may choose among its 37 signs only. What they say is put together line by
line until the check digits hold; a zone whose check digits do not hold is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from classifiers.validators import mrz
from records import Box, Word
from records.printed_marks import PageCode

Reread = Callable[[Box], Iterable[str]]
"""Reads the line in a box (pixels of the upright page) with the signs of a zone alone, in some ways."""
SHORTEST, LONGEST = 14, 46
"""Signs of a line as misread; 30 stand there, fillers are often lost."""
PURE = 0.75
"""Share of the signs of a line that a zone may hold."""
MOST_ZONES = 4
"""On one page: a sheet with the backs of four cards."""
_FILLERS = str.maketrans("«»‹›≤≪＜", "<<<<<<<")
_NOT_SIGNS = re.compile(r"[^A-Z0-9<]")


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    box: Box


def zones_in(words: Sequence[Word], reread: Reread) -> tuple[PageCode, ...]:
    """The zones whose check digits hold, from top to bottom."""
    rows = sorted(_rows(words), key=lambda row: row.box.y0)
    zones: list[PageCode] = []
    taken: set[int] = set()
    for index, first in enumerate(rows):
        if index in taken or len(zones) >= MOST_ZONES or not _opens(first.text):
            continue
        below = [at for at in range(index + 1, len(rows)) if at not in taken and _is_aligned(first, rows[at])]
        if len(below) < mrz.LINES - 1:
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
        text = "".join(word.text for word in line).translate(_FILLERS)
        if SHORTEST <= len(text) <= LONGEST and len(_NOT_SIGNS.sub("", text)) >= PURE * len(text):
            yield _Row(_NOT_SIGNS.sub("", text.upper()), Box.around(word.box for word in line))


def _opens(text: str) -> bool:
    """Whether a line may be the first of an identity card: `ID`, the state, then mostly figures."""
    return bool(re.match(r"[I1L|][D0O][VY][NHM]", text)) or sum(map(str.isdigit, text)) >= 20


def _is_aligned(first: _Row, other: _Row) -> bool:
    """Whether a line stands under the first line of a zone, as wide and not far below."""
    height = first.box.height
    is_below = 0.8 * height <= other.box.y0 - first.box.y0 <= 6 * height
    return is_below and abs(other.box.x0 - first.box.x0) <= 0.12 * first.box.width


def _verified(lines: Sequence[_Row], reread: Reread) -> str:
    """The three lines by the first choice of readings whose check digits hold; empty for none."""
    read = "\n".join(row.text for row in lines)
    if mrz.repaired(read) is not None:
        return read
    wide = Box.around(row.box for row in lines)
    choices = [[row.text, *reread(_line_box(row.box, wide))] for row in lines]
    for choice in product(*(dict.fromkeys(texts) for texts in choices)):
        text = "\n".join(choice)
        if mrz.repaired(text) is not None:
            return text
    return ""


def _line_box(box: Box, zone: Box) -> Box:
    """The line over the whole width of its zone: fillers that nobody read lie at its end."""
    margin = 0.25 * box.height
    return Box(zone.x0 - margin, box.y0 - margin, zone.x1 + margin, box.y1 + margin)
