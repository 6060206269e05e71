"""Words to visual lines: what stands beside what on the page, whatever blocks an engine made of it.

An engine parts a label from its value, or a letterhead's two columns, into blocks of its own. A clerk
reads along the line. So the lines here come from the boxes alone: words whose heights overlap stand on
one line, and a wide gap in a line makes segments of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median
from unicodedata import normalize

from records import Box, Page, Word

SAME_LINE_OVERLAP = 0.5
"""Share of the smaller height that two words of a line have in common."""
MOST_SPREAD = 2.4
"""Words of a line cover at most this many text heights: capitals with two marks, a tail below."""
DESCENDING = frozenset("gjpqyQ,;()[]\N{COMBINING DOT BELOW}")
"""Letters and signs that reach below the line on which the others stand."""
COLUMN_GAP = 1.6
"""A gap of this many text heights parts two segments; justified words were seen up to 1.1 apart."""


@dataclass(frozen=True)
class VisualLine:
    """Words that stand beside each other on one page, from left to right; never empty."""

    page: int
    """Page of the source, from 1."""
    words: tuple[Word, ...]

    @cached_property
    def box(self) -> Box:
        return Box.around(word.box for word in self.words)

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def height(self) -> float:
        """Median height of its words in pixels: a text height that one tall stroke cannot move."""
        return median(word.box.height for word in self.words)

    @cached_property
    def bottom(self) -> float:
        """Median lower edge of its words in pixels; steadier than the union's when a stamp touches it."""
        return median(word.box.y1 for word in self.words)

    @cached_property
    def foot(self) -> float:
        """Where its letters stand, pixels: unlike `bottom` it does not move with tails and dots below.

        Where most words have them, the median lower edge lies up to a fifth of a text height lower.
        """
        level = [word.box.y1 for word in self.words if DESCENDING.isdisjoint(normalize("NFD", word.text))]
        return median(level) if level else self.bottom - 0.2 * self.height

    @property
    def centre_x(self) -> float:
        return self.box.centre[0]

    def between(self, x0: float, x1: float) -> VisualLine | None:
        """Its words whose middle lies in `x0 <= x < x1`, or `None` when there is none."""
        inside = tuple(word for word in self.words if x0 <= (word.box.x0 + word.box.x1) / 2 < x1)
        return VisualLine(self.page, inside) if inside else None

    def segments(self, gap: float = COLUMN_GAP) -> tuple[VisualLine, ...]:
        """The line cut wherever the white between two words is wider than `gap` text heights."""
        # Asked for again and again by every rule that looks for cells.
        if gap not in self._segments:
            pieces: list[list[Word]] = [[self.words[0]]]
            for left, right in pairwise(self.words):
                if right.box.x0 - left.box.x1 > gap * self.height:
                    pieces.append([])
                pieces[-1].append(right)
            self._segments[gap] = tuple(VisualLine(self.page, tuple(piece)) for piece in pieces)
        return self._segments[gap]

    @cached_property
    def _segments(self) -> dict[float, tuple[VisualLine, ...]]:
        """The line's segments by the gap that parts them, as far as they were asked for."""
        return {}


@dataclass(frozen=True)
class _Row:
    """Words with the band of heights that they cover once the page's slope is taken off, in pixels."""

    words: list[Word]
    tops: list[float]
    bottoms: list[float]

    @cached_property
    def top(self) -> float:
        return median(self.tops)

    @cached_property
    def bottom(self) -> float:
        return median(self.bottoms)

    @property
    def is_one_line(self) -> bool:
        """False for words that no line could hold together, as when an engine numbers no lines."""
        heights = [bottom - top for top, bottom in zip(self.tops, self.bottoms, strict=True)]
        return max(self.bottoms) - min(self.tops) <= MOST_SPREAD * max(1.0, median(heights))

    def overlap(self, other: _Row) -> float:
        """Share of the smaller of the two heights that both bands have in common, 0 to 1."""
        smaller = max(1.0, min(self.bottom - self.top, other.bottom - other.top))
        return max(0.0, min(self.bottom, other.bottom) - max(self.top, other.top)) / smaller

    def joined(self, other: _Row) -> _Row:
        return _Row(self.words + other.words, self.tops + other.tops, self.bottoms + other.bottoms)


def lines_of(page: Page) -> tuple[VisualLine, ...]:
    """The page's visual lines from top to bottom; a slope of `page.skew` degrees is allowed for.

    What an engine read as one line stays one; such lines are joined where they stand beside each other.
    """
    rows: list[_Row] = []
    for piece in sorted(_pieces(page), key=lambda piece: piece.top + piece.bottom):
        # Only the last rows can still take a piece: the pieces come from top to bottom.
        shares = [piece.overlap(row) for row in rows[-6:]]
        if max(shares, default=0.0) >= SAME_LINE_OVERLAP:
            near = len(rows) - len(shares) + shares.index(max(shares))
            rows[near] = rows[near].joined(piece)
        else:
            rows.append(piece)
    rows.sort(key=lambda row: row.top + row.bottom)
    return tuple(VisualLine(page.number, _one_word_a_place(row.words)) for row in rows)


def _one_word_a_place(words: Sequence[Word]) -> tuple[Word, ...]:
    """From left to right; of words that stand on top of each other the surer, longer one.

    Engines read marks that lie far above their letters as a line of signs of its own.
    """
    kept: list[Word] = []
    for word in sorted(words, key=lambda word: word.box.x0):
        while kept and _stands_on(kept[-1], word) and _weight(kept[-1]) < _weight(word):
            kept.pop()
        if not (kept and _stands_on(kept[-1], word)):
            kept.append(word)
    return tuple(kept)


def _stands_on(left: Word, right: Word) -> bool:
    """Whether two words of different engine lines share more than half the narrower one's width."""
    if (left.block, left.line) == (right.block, right.line):
        return False
    shared = min(left.box.x1, right.box.x1) - max(left.box.x0, right.box.x0)
    return shared > 0.5 * max(1.0, min(left.box.width, right.box.width))


def _weight(word: Word) -> float:
    return word.confidence * sum(map(str.isalnum, word.text))


def _pieces(page: Page) -> list[_Row]:
    """The engine's lines, or single words where those are no lines."""
    slope = math.tan(math.radians(page.skew))
    pieces: list[_Row] = []
    for line in page.lines():
        words = [word for word in line if word.text.strip()]
        if not words:
            continue
        drops = [word.box.centre[0] * slope for word in words]
        tops = [word.box.y0 - drop for word, drop in zip(words, drops, strict=True)]
        bottoms = [word.box.y1 - drop for word, drop in zip(words, drops, strict=True)]
        whole = _Row(words, tops, bottoms)
        single = zip(words, tops, bottoms, strict=True)
        pieces += [whole] if whole.is_one_line else [_Row([word], [y0], [y1]) for word, y0, y1 in single]
    return pieces


def lines_of_pages(pages: Iterable[Page]) -> dict[int, tuple[VisualLine, ...]]:
    """Visual lines of every page, by page number."""
    return {page.number: lines_of(page) for page in pages}


def text_margins(lines: Sequence[VisualLine]) -> tuple[float, float]:
    """Left and right edge in pixels of the running text: what most of the wide lines share.

    Falls back to the outermost words where a page has too few wide lines. Raises `ValueError` without lines.
    """
    every = Box.around(line.box for line in lines)
    wide = [line.box for line in lines if line.box.width > 0.6 * every.width]
    if len(wide) < 3:
        return every.x0, every.x1
    lefts, rights = sorted(box.x0 for box in wide), sorted(box.x1 for box in wide)
    return lefts[len(lefts) // 4], rights[(3 * len(rights)) // 4]
