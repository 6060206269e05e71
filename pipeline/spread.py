"""Tells two facing pages of a book from one wide page, and cuts them apart.

Conservative, since a table cut in two is worse than two pages read as one: the picture has the proportions
of two pages side by side, nothing is printed across its middle, and either the gutter's shadow is seen from
top to bottom or the two halves slope differently behind wide inner margins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ink import Glimpse, Picture, reduced, slope_of
from pipeline.sheet import Sheet
from records import Word

PROPORTION = (1.15, 1.75)
"""Width over height of two pages side by side; 1.41 for two of A4, 1.3 to 1.55 for register books."""
MIDDLE = (0.4, 0.6)
"""Where the gutter lies, as a share of the width."""
VIEW_SIDE = 800
BANDS = 12
"""Level bands in which the shadow is looked for, each for itself."""
SHADOWED = 0.8
"""Share of the bands that show the shadow."""
SHADOW = 0.07
"""How much darker the gutter is than the paper on both its sides, of the paper."""
BESIDE = (0.025, 0.08)
"""Where that paper is looked at, from the gutter, as shares of the width."""
INNER_MARGIN = 0.01
"""Share of the width on each side of a shadow without letters: 4 mm of A3."""
WIDE_MARGIN = 0.03
"""The same where no shadow is seen: 12 mm of A3, more than parts the columns of a letter."""
STRAY = 0.01
"""Share of all letters that may lie within the margin: specks and page edges."""
CROSSINGS = 2
"""Rules across the gutter from which it is a table."""
APART = 0.5
"""Degrees by which the halves slope apart when no shadow is seen; one page of paper does not bend so."""
ENOUGH_FOR_SLOPES = 150
"""Letters of a picture of which the slopes of both halves can be trusted."""
FEWEST_LETTERS = 20
"""Letters on each half; a page beside an empty one needs no cutting."""


@dataclass(frozen=True, slots=True, eq=False)
class _Dip:
    """The darkest column in the middle."""

    place: float
    """Share of the width."""
    share: float
    """Of the bands that show it."""


def parts_of(sheet: Sheet) -> tuple[Sheet, ...]:
    """The left and the right page of a spread that stands upright; else the sheet alone."""
    gutter = gutter_of(sheet)
    if gutter is None:
        return (sheet,)
    column = round(gutter * sheet.grey.shape[1])
    return sheet.cut(0, column), sheet.cut(column, sheet.grey.shape[1])


def gutter_of(sheet: Sheet) -> float | None:
    """Where the gutter lies, as a share of the width; `None` when this is one page."""
    height, width = sheet.grey.shape
    if not PROPORTION[0] <= width / height <= PROPORTION[1]:
        return None
    _, look = sheet.looked_at()
    dip = _dip(reduced(sheet.grey, VIEW_SIDE))
    if dip.share >= SHADOWED and _is_clear(look, dip.place, INNER_MARGIN):
        return dip.place
    gap = _widest_gap(look)
    if gap is None or look.letter_count < ENOUGH_FOR_SLOPES or not _is_clear(look, gap, WIDE_MARGIN):
        return None
    return gap if _slopes_apart(look, gap) >= APART else None


def _dip(view: Picture) -> _Dip:
    """The column in the middle that is darker than the paper on both sides in most bands."""
    # Print goes, and thin rules with it; the shadow is broader.
    paper = cv2.morphologyEx(view, cv2.MORPH_CLOSE, np.ones((9, 7), np.uint8))
    width = paper.shape[1]
    bands = np.array_split(paper, BANDS, axis=0)
    levels = np.array([np.median(band, axis=0) for band in bands], np.float64)
    near, far = (round(share * width) for share in BESIDE)
    first, last = (round(share * width) for share in MIDDLE)
    slack = max(2, width // 150)
    shown: list[tuple[float, float, int]] = []
    for column in range(first, last):
        left = np.median(levels[:, column - far : column - near], axis=1)
        right = np.median(levels[:, column + near : column + far], axis=1)
        beside = np.maximum(np.minimum(left, right), 1)
        # A gutter may lean by a pixel or two from band to band.
        darkest = levels[:, column - slack : column + slack + 1].min(axis=1)
        depth = 1 - darkest / beside
        shown.append((float(np.mean(depth >= SHADOW)), float(np.median(levels[:, column] / beside)), column))
    share, _, column = max(shown, key=lambda entry: (entry[0], -entry[1]))
    return _Dip((column + 0.5) / width, share)


def _is_clear(look: Glimpse, gutter: float, margin: float) -> bool:
    """Whether both halves hold letters and none is printed, nor a rule runs, across the gutter."""
    width = look.letters.shape[1]
    middles = _middles(look)
    off = middles / width - gutter
    near = int(np.count_nonzero(np.abs(off) < margin))
    left, right = int(np.count_nonzero(off <= -margin)), int(np.count_nonzero(off >= margin))
    if min(left, right) < FEWEST_LETTERS or near > STRAY * len(middles):
        return False
    return _crossings(look.ink, round(gutter * width), round(2 * margin * width)) < CROSSINGS


def _middles(look: Glimpse) -> NDArray[np.float64]:
    """Columns of the middles of all letters; found anew, since turning a glimpse loses their places."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(look.letters, connectivity=8, ltype=cv2.CV_16U)
    is_letter = (stats[1:, 2] >= 3) & (stats[1:, 3] >= 5)
    return np.asarray(stats[1:][is_letter, 0] + stats[1:][is_letter, 2] / 2, np.float64)


def _crossings(ink: Picture, gutter: int, reach: int) -> int:
    """How many rules run through the gutter; the gutter's own line is left out of account."""
    core = max(2, reach // 4)
    sides = np.hstack([ink[:, gutter - reach : gutter - core], ink[:, gutter + core : gutter + reach]]) > 0
    through = sides.mean(axis=1) >= 0.8
    if through.mean() > 0.3:  # a shadow so broad that it passes for ink
        return 0
    return int(np.count_nonzero(np.diff(np.concatenate([[0], through.astype(np.int8)])) == 1))


def _widest_gap(look: Glimpse) -> float | None:
    """The middle of the widest stretch of the middle that no letter reaches into."""
    width = look.letters.shape[1]
    first, last = (round(share * width) for share in MIDDLE)
    is_empty = (look.letters[:, first:last] > 0).sum(axis=0) <= 2
    ends = np.flatnonzero(np.diff(np.concatenate([[0], is_empty.astype(np.int8), [0]])))
    if len(ends) == 0:
        return None
    starts, stops = ends[::2], ends[1::2]
    widest = int(np.argmax(stops - starts))
    return float((first + (starts[widest] + stops[widest]) / 2) / width)


def _slopes_apart(look: Glimpse, gutter: float) -> float:
    column = round(gutter * look.letters.shape[1])
    halves = (look.letters[:, :column], look.letters[:, column:])
    left, right = (slope_of(np.ascontiguousarray(half)) for half in halves)
    return abs(left.degrees - right.degrees)


def joined(readings: Sequence[Sequence[Word]]) -> tuple[Word, ...]:
    """The words of one page after another's, their lines and blocks numbered on."""
    words: list[Word] = []
    line = block = 0
    for reading in readings:
        words += [replace(word, line=word.line + line, block=word.block + block) for word in reading]
        line = max((word.line for word in words), default=-1) + 1
        block = max((word.block for word in words), default=-1) + 1
    return tuple(words)
