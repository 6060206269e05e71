"""Writes a page's words as invisible text, each on its own piece of the baseline.

A word's letters are stretched to its box, so that marking and searching fall on the ink, on skewed pages too.
Words of a line are parted by a space as wide as their gap, so that copying gives words.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator
from itertools import pairwise

from pipeline.pdfa.bands import Blank, arranged
from pipeline.pdfa.font import BLANK_WIDTH, GLYPH_WIDTH, PLAIN, CharacterCodes
from pipeline.pdfa.text_lines import Run, TextLine, step, text_lines
from records import Page

_WIDEST_SPACE = 3.0
"""Ems; a wider gap parts columns, and a space that bridged it would join them."""
_JOINED = 0.65
"""Ems; poppler takes words that stand farther apart for columns (0.7), so the gap is filled."""
_GAP = 0.05
"""Ems between a word and what fills the gap after it; poppler joins what is nearer than 0.03."""
_DENSE = 0.12
"""Ems a letter; of equal ones that stand nearer (0.1) poppler leaves one out, as if it were bold print. Only
noise that was read as a word is so narrow: its letters then have one code."""
_MOST_IN_ONE = 32
"""Letters of one code."""
_HYPHENS = ("-", "\u00ad", "\u2010")
"""At a line's end poppler leaves one out, unless a blank follows, and pdfium joins the lines, unless a space
begins the next."""


def text_stream(page: Page, width: float, height: float, codes: CharacterCodes) -> bytes:
    """The page's words as a deflated content stream for an upright page of `width` × `height` points.

    Empty when the page has no words.
    """
    if not page.words or page.width <= 0 or page.height <= 0:
        return b""
    lines = text_lines(page, (width / page.width, height / page.height), height)
    if not lines:
        return b""
    out = ["BT", "3 Tr"]
    is_broken = False
    for item in arranged(lines, width):
        if isinstance(item, Blank):
            out.extend(_blank(item, codes))
            continue
        if item.baseline is None:
            out.extend(_space(item, item.left, 0 if item.base > height / 2 else height, codes))
        elif is_broken:
            out.extend(_space(item, item.left - _GAP * item.size, item.base, codes))
        is_broken = item.runs[-1].text.endswith(_HYPHENS)
        out.extend(_line(item, codes))
    out.append("ET")
    return zlib.compress("\n".join(out).encode("ascii"), 6)


def _space(line: TextLine, x: float, y: float, codes: CharacterCodes) -> Iterator[str]:
    """A space before a line, for pdfium alone: it keeps a broken word from being joined.

    Far from the line it ends the one before, which on a steep slope may end at the height where this begins.
    """
    yield f"{codes.font(PLAIN)} {_number(line.size)} Tf"
    yield f"1 0 0 1 {_number(x)} {_number(y)} Tm"
    yield from _shown(" ", _GAP * line.size, GLYPH_WIDTH * line.size, codes)


def _line(line: TextLine, codes: CharacterCodes) -> Iterator[str]:
    em = GLYPH_WIDTH * line.size
    depth_set = -1
    for run, after in pairwise([*line.runs, None]):
        if run is None:
            continue
        depth = line.depth(run)
        if depth != depth_set:
            yield f"{codes.font(depth)} {_number(line.size)} Tf"
            depth_set = depth
        yield f"{_turn(run)} {_number(run.x)} {_number(line.stand(run))} Tm"
        is_dense = run.length < _DENSE * line.size * len(run.text) and len(run.text) <= _MOST_IN_ONE
        shown, letters = (
            (codes.encode_as_one(run.text), 1) if is_dense else (codes.encode(run.text), len(run.text))
        )
        yield f"{_number(100 * run.length / (em * letters))} Tz"
        yield f"<{shown}> Tj"
        yield from _after(run, after, line, codes)


def _after(run: Run, after: Run | None, line: TextLine, codes: CharacterCodes) -> Iterator[str]:
    """What stands between a word and the next one, or after a line's last."""
    em, small = GLYPH_WIDTH * line.size, _GAP * line.size
    gap = max(step(run, after) - run.length, 0.1) if after is not None else em
    is_filled = after is not None and run.angle == 0.0 and gap > _JOINED * line.size
    if is_filled or (after is None and run.text.endswith(_HYPHENS)):
        yield from _shown(" ", small, em, codes)
        yield f"{_number(100 * max(gap - 2 * small, small) / (BLANK_WIDTH * line.size))} Tz"
        yield f"<{codes.blank()}> Tj"
        yield from _shown(" ", small, em, codes)
    else:
        yield from _shown(" ", min(gap, _WIDEST_SPACE * line.size), em, codes)


def _shown(text: str, wide: float, em: float, codes: CharacterCodes) -> Iterator[str]:
    yield f"{_number(100 * wide / em)} Tz"
    yield f"<{codes.encode(text)}> Tj"


def _blank(blank: Blank, codes: CharacterCodes) -> Iterator[str]:
    yield f"{codes.font(blank.depth)} {_number(blank.size)} Tf"
    yield f"1 0 0 1 {_number(blank.left)} {_number(blank.base)} Tm"
    yield f"{_number(100 * (blank.right - blank.left) / (BLANK_WIDTH * blank.size))} Tz"
    yield f"<{codes.blank()}> Tj"


def _turn(run: Run) -> str:
    if run.angle == 0.0:
        return "1 0 0 1"
    cos, sin = math.cos(run.angle), math.sin(run.angle)
    return f"{_number(cos, 5)} {_number(sin, 5)} {_number(-sin, 5)} {_number(cos, 5)}"


def _number(value: float, places: int = 3) -> str:
    """A PDF number, without exponent and without needless digits."""
    text = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
