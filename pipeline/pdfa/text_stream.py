"""Writes a page's words as invisible text, each on its own piece of the true baseline.

A word's letters are stretched to its box, so that marking and searching fall on the ink, on skewed pages too.
Words of a line are parted by a space as wide as their gap, so that copying gives words.
"""

from __future__ import annotations

import math
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.pdfa.font import GLYPH_WIDTH, CharacterCodes
from records import Page, Word

FONT_RESOURCE = "/HosoText"
_SMALLEST_SIZE = 2.0
"""Points; smaller text is dirt that was read as a letter, and viewers may drop it."""
_LEAST_WIDTH = 0.3
"""Points that a word takes at least, so that its scaling is never nought."""
_DEPTH_BELOW = 0.2
"""Part of a box that lies below the baseline, when the baseline is not known."""
_WIDEST_SPACE = 3.0
"""Ems; a wider gap parts columns, and a space that bridged it would join them."""
_LEAST_GAP = 0.22
"""Ems between two words of a line: readers part words by distance (poppler: 0.15), whatever spaces say."""
_LEAST_LENGTH = 0.04
"""Ems that a word keeps when it gives way to the next one: boxes of misread marks may overlap wholly."""
_TALL = 0.8
"""Which of a line's words, by height, tells the size: tall ones have ascenders and descenders."""
_TALL_WORD = 0.95
"""Height of such a word in ems; Times with Vietnamese marks."""
_LEVEL_DEGREES = 8.0
"""Up to this slope words are set level, each on the middle of its own baseline: poppler breaks a word where
its baseline moves by half a point; a level word of 40 points strays by 0.7 at its ends on a slope of 2°."""


@dataclass(frozen=True, slots=True)
class _Run:
    """A word in points of the upright page, origin bottom left."""

    text: str
    x: float
    y: float
    angle: float
    """Radians anticlockwise."""
    length: float
    height: float


def text_stream(page: Page, width: float, height: float, codes: CharacterCodes) -> bytes:
    """The page's words as a deflated content stream for an upright page of `width` × `height` points.

    Empty when the page has no words.
    """
    if not page.words or page.width <= 0 or page.height <= 0:
        return b""
    scale = width / page.width, height / page.height
    lines = ["BT", "3 Tr"]
    for words in page.lines():
        lines.extend(_line(words, page, scale, height, codes))
    lines.append("ET")
    return zlib.compress("\n".join(lines).encode("ascii"), 6)


def _line(
    words: Sequence[Word], page: Page, scale: tuple[float, float], height: float, codes: CharacterCodes
) -> Iterator[str]:
    runs = [run for word in words if (run := _run(word, page, scale, height)) is not None]
    if not runs:
        return
    heights = sorted(run.height for run in runs)
    size = max(heights[int(_TALL * len(heights))] / _TALL_WORD, _SMALLEST_SIZE)
    yield f"{FONT_RESOURCE} {_number(size)} Tf"
    for run, after in _apart(runs, size):
        cos, sin = math.cos(run.angle), math.sin(run.angle)
        em = GLYPH_WIDTH * size
        turn = (
            f"{_number(cos, 5)} {_number(sin, 5)} {_number(-sin, 5)} {_number(cos, 5)}" if sin else "1 0 0 1"
        )
        yield f"{turn} {_number(run.x)} {_number(run.y)} Tm"
        yield f"{_number(100 * run.length / (em * len(run.text)))} Tz"
        yield f"<{codes.encode(run.text)}> Tj"
        gap = _gap(run, after) if after else em
        yield f"{_number(100 * min(gap, _WIDEST_SPACE * size) / em)} Tz"
        yield f"<{codes.encode(' ')}> Tj"


def _apart(runs: Sequence[_Run], size: float) -> Iterator[tuple[_Run, _Run | None]]:
    """Each word with the one after it, shortened where the two would touch."""
    for run, after in pairwise([*runs, None]):
        if run is None:
            continue
        if after is None:
            yield run, None
            continue
        room = _step(run, after) - _LEAST_GAP * size
        if room < run.length and _step(run, after) > 0:
            yield replace(run, length=max(room, _LEAST_LENGTH * size)), after
        else:
            yield run, after


def _step(run: _Run, after: _Run) -> float:
    """Points from the beginning of a word to that of the next one, along the baseline."""
    return (after.x - run.x) * math.cos(run.angle) + (after.y - run.y) * math.sin(run.angle)


def _gap(run: _Run, after: _Run) -> float:
    """Points between the end of a word and the next one; at least a hair."""
    return max(_step(run, after) - run.length, 0.1)


def _run(word: Word, page: Page, scale: tuple[float, float], height: float) -> _Run | None:
    text = unicodedata.normalize("NFC", "".join(word.text.split()))
    if not text:
        return None
    box = word.box
    slope = math.tan(math.radians(page.skew))
    tall = max(box.height - abs(slope) * box.width, 0.5 * box.height, 1.0)
    if word.baseline is not None and _is_sound(word):
        x0, y0, x1, y1 = word.baseline.x0, word.baseline.y0, word.baseline.x1, word.baseline.y1
    else:
        x0, x1 = box.x0, box.x1
        low = box.y1 - _DEPTH_BELOW * tall
        y0, y1 = (low - slope * box.width, low) if slope > 0 else (low, low + slope * box.width)
    if abs(y1 - y0) <= math.tan(math.radians(_LEVEL_DEGREES)) * (x1 - x0):
        y0 = y1 = (y0 + y1) / 2
    wide, high = (x1 - x0) * scale[0], (y0 - y1) * scale[1]
    return _Run(
        text=text,
        x=x0 * scale[0],
        y=height - y0 * scale[1],
        angle=math.atan2(high, wide) if wide or high else 0.0,
        length=max(math.hypot(wide, high), _LEAST_WIDTH),
        height=(tall if abs(wide) >= abs(high) else box.width) * scale[1],
    )


def _is_sound(word: Word) -> bool:
    """Whether the baseline belongs to this word: about as long as its box, and near it."""
    line, box = word.baseline, word.box
    if line is None:
        return False
    length = math.hypot(line.x1 - line.x0, line.y1 - line.y0)
    longest = math.hypot(box.width, box.height)
    if not 0.5 * max(box.width, box.height) <= length <= 1.25 * longest + 2:
        return False
    reach = max(box.height, box.width if abs(line.y1 - line.y0) > abs(line.x1 - line.x0) else box.height)
    return box.y0 - reach <= min(line.y0, line.y1) and max(line.y0, line.y1) <= box.y1 + reach


def _number(value: float, places: int = 3) -> str:
    """A PDF number, without exponent and without needless digits."""
    text = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
