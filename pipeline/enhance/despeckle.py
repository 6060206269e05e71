"""Takes away salt, pepper and specks, where a page has them.

Isolated dark pixels become dots, dashes and accents to a recogniser of Vietnamese. A median over the page
takes them away and rounds every stroke with them, so here only what stands alone is touched: lone pixels
take the median of their neighbours, and pieces of ink that weigh less than a full stop go. How much a speck
weighs is learnt where no text is. What it gains: docs/decisions/0024.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.enhance import EnhanceOptions
from pipeline.ink import Glimpse, Picture
from pipeline.sheet import Sheet

LONELY = 0.0006
"""Share of a page's pixels that stand alone, dark on light or light on dark, from which it is cleaned."""
FEWEST_SPECKS = 10
"""Specks away from text in the nine sample tiles from which a page is cleaned."""
TILE = 256
"""Side of the sample tiles, pixels; nine tiles are looked at, not the page."""
INK = 200
"""Grey level below which a pixel is ink on paper that has been evened out."""
FULL_STOP = 0.012
"""Weight of the lightest full stop in squares of a letter's height: 13-point print has 0.03, notes set two
thirds as large 0.014. Weight is ink in pixels of full black."""
DUST = 0.04
"""Weight likewise below which a piece goes that stands far from all letters."""
LETTER = 0.45
"""Of a letter's height: pieces larger than this are letters, and what is near them may be their mark."""
ACROSS, BESIDE = 1.2, 0.8
"""How far around a letter, in letters' heights, its marks, its full stop and its hyphen stand."""
ROW_ACROSS, ROW_HIGH = 1.7, 0.4
"""Letters' heights around a piece within which two more make it one of a row of dots, which are not specks:
a leader, or the stroke of a letter that a needle printer made of dots."""
HEAVIER = 1.1
"""How much heavier than the specks away from text one among letters may be."""
USUAL_LETTER = 0.096
"""Inches: the height of letters of 13-point print, where a page has too few letters to measure."""
FEWEST_LETTERS = 20


@dataclass(frozen=True, slots=True, eq=False)
class _Specks:
    """The small pieces of a picture that are no part of the text."""

    mask: Picture
    """255 on them and on their soft rims."""
    away: int
    """How many stand away from all letters."""


class Despeckle:
    """Cleans lone pixels and small pieces."""

    name = "despeckle"
    order = 37

    def apply(self, sheet: Sheet, options: EnhanceOptions) -> Sheet:  # noqa: ARG002
        sheet, look = sheet.looked_at()
        letter = letter_height(sheet, look)
        tiles = list(_tiles(sheet.grey))
        grey = sheet.grey
        if tiles and float(np.median([_lonely_share(tile) for tile in tiles])) >= LONELY:
            grey = without_lonely(grey)
            tiles = list(_tiles(grey))
        if sum(specks(tile, letter).away for tile in tiles) >= FEWEST_SPECKS:
            grey = cv2.bitwise_or(grey, specks(grey, letter).mask).astype(np.uint8, copy=False)
        if grey is sheet.grey:
            return sheet
        return replace(sheet.changed(self.name, grey), look=None)


def letter_height(sheet: Sheet, look: Glimpse) -> float:
    """Height of the page's letters in pixels, or of usual ones where it has hardly any."""
    return look.letter_height if look.letter_count >= FEWEST_LETTERS else USUAL_LETTER * sheet.dpi


def _tiles(grey: Picture) -> Iterator[Picture]:
    height, width = grey.shape
    for row in (0.2, 0.5, 0.8):
        for column in (0.2, 0.5, 0.8):
            top, left = int(height * row) - TILE // 2, int(width * column) - TILE // 2
            tile = grey[max(0, top) : top + TILE, max(0, left) : left + TILE]
            if min(tile.shape) >= 16:
                yield tile


def _lonely(grey: Picture) -> Picture:
    """255 where a pixel differs from all its neighbours by 60 or more."""
    around = np.ones((3, 3), np.uint8)
    around[1, 1] = 0
    beyond = cv2.max(
        cv2.subtract(cv2.erode(grey, around), grey), cv2.subtract(grey, cv2.dilate(grey, around))
    )
    return cv2.threshold(beyond, 60, 255, cv2.THRESH_BINARY)[1].astype(np.uint8, copy=False)


def _lonely_share(tile: Picture) -> float:
    return float(np.count_nonzero(_lonely(tile)) / tile.size)


def without_lonely(grey: Picture) -> Picture:
    """The picture with the median of its neighbours in place of every pixel that stands alone."""
    cleaned = grey.copy()
    cv2.copyTo(cv2.medianBlur(grey, 3), _lonely(grey), cleaned)
    return cleaned


def specks(grey: Picture, letter: float) -> _Specks:
    """The specks of a picture with white paper, whose letters are `letter` pixels high."""
    ink = cv2.threshold(grey, INK, 255, cv2.THRESH_BINARY_INV)[1]
    count, labels, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    is_letter = np.maximum(stats[:, 2], stats[:, 3]) > LETTER * letter
    is_letter[0] = False
    is_small = ~is_letter
    is_small[0] = False
    weights = _weights(grey, np.asarray(labels, np.int32), count) / letter**2
    letters = np.where(is_letter, 255, 0).astype(np.uint8)[labels]
    columns, rows = centres[:, 0].astype(np.intp), centres[:, 1].astype(np.intp)
    near = cv2.dilate(letters, np.ones((_odd(2 * BESIDE * letter), _odd(2 * ACROSS * letter)), np.uint8))
    is_away = is_small & (near[rows, columns] == 0) & (weights < DUST)
    is_away &= ~_in_company(rows, columns, is_small, grey.shape, letter)
    # Near letters only what weighs no more than the specks away from them, and never a full stop.
    limit = min(FULL_STOP, HEAVIER * float(np.percentile(weights[is_away], 90))) if is_away.any() else 0.0
    is_speck = is_away | (is_small & (near[rows, columns] > 0) & (weights < limit))
    mask = cv2.dilate(np.where(is_speck, 255, 0).astype(np.uint8)[labels], np.ones((3, 3), np.uint8))
    return _Specks(cv2.subtract(mask, letters).astype(np.uint8, copy=False), int(np.count_nonzero(is_away)))


def _weights(grey: Picture, labels: NDArray[np.int32], count: int) -> NDArray[np.float64]:
    """For each piece its ink in pixels of full black."""
    places = np.flatnonzero(labels)
    darkness = 255.0 - grey.ravel()[places]
    return np.bincount(labels.ravel()[places], weights=darkness, minlength=count) / 255.0


def _in_company(
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
    is_small: NDArray[np.bool_],
    shape: tuple[int, ...],
    letter: float,
) -> NDArray[np.bool_]:
    """Which pieces have two other small ones beside them."""
    marks = np.zeros(shape, np.uint8)
    marks[rows[is_small], columns[is_small]] = 1
    size = _odd(ROW_ACROSS * letter), _odd(ROW_HIGH * letter)
    around = cv2.boxFilter(marks, -1, size, normalize=False, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(around[rows, columns] >= 3, np.bool_)


def _odd(length: float) -> int:
    return max(3, round(length) | 1)


step = Despeckle()
