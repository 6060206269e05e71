"""Takes dotted leaders away: the rows of dots over which the values of a form are written.

A recogniser takes the dots for letters and the line for ruin: on a drawn birth certificate the engine read
3 of 25 lines with the leaders and all of them without. They also make a page look as if its letters were a
few pixels high, so they go before the page is scaled. Single dots (points, the dot below a vowel) stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.connected import Connected, connected
from pipeline.enhance import EnhanceOptions
from pipeline.ink import Glimpse, Picture
from pipeline.median import median_of
from pipeline.sheet import Sheet

LARGEST_DOT = 0.030
"""Inches, 0.76 mm: a printed leader's dot measures 0.2 to 0.6 mm."""
LARGEST_GAP = 0.075
"""Inches between the middles of two dots of one leader, 1.9 mm."""
FEWEST_DOTS = 8
"""A row of fewer is an ellipsis."""
OFF_ROW = 0.008
"""Inches above or below its row at which a dot still belongs to it, 0.2 mm."""
SMALLER, LARGER = 0.4, 1.9
"""Area of a leader's dot against its row's median; the dot below a vowel in 13-point print has 2 to 3."""
LEAST_SPREAD, UNLIKE = 0.13, 2.5
"""Least spread of the logarithm of the areas of a row's dots, and the standard deviations from which a dot
is none of them: at 300 dpi the dot below a vowel has 1.7 times the area of a full stop on the row."""
OFF_STEP = 0.17
"""Of the pitch: how far a dot may be from where its neighbours say that it stands."""
AROUND = 9
"""Dots of a row among which one is held to be high or low; odd, so that one is in the middle."""
LOCAL = 0.12
"""Inches around a pixel whose brightness decides whether it is ink."""
DARKER = 18
"""Grey levels by which ink is darker than what lies around it."""
LONG_RUN, BRIDGED = 0.04, 0.006
"""Of the longer side of the page: how long a row must be for a closer look, and the gaps it may have."""
STRIPS = 12
"""Thin rows that are looked at closely before the whole page is."""
MARGIN = 5
"""Pixels at a glance around such a row."""
THICK = 5
"""Pixels at a glance (100 dpi) from which a row is text."""
FEWEST_ROWS = 3
"""The rules of a letterhead, one under the motto and one under the agency, ask for no closer look."""


class LiftLeaders:
    """Finds rows of dots and paints paper over them."""

    name = "lift_leaders"
    order = 35

    def apply(self, sheet: Sheet, options: EnhanceOptions) -> Sheet:  # noqa: ARG002
        sheet, look = sheet.looked_at()
        # The whole page costs a fifth of a second, and most thin rows are rules: a strip around each tells.
        if not any(_found(strip, sheet.dpi) is not None for strip in _strips(sheet.grey, look)):
            return sheet
        dots = leader_dots(sheet.grey, sheet.dpi)
        if dots is None:
            return sheet
        return replace(sheet.changed(self.name, _painted_over(sheet.grey, dots, sheet.dpi)), look=None)


def thin_rows(look: Glimpse) -> NDArray[np.int32]:
    """Long thin rows seen at a glance, leaders or rules: (n, 4), x, y, width and height in its pixels.

    Empty for fewer than `FEWEST_ROWS`.
    """
    side = max(look.ink.shape)
    bridge = np.ones((1, max(3, round(BRIDGED * side) | 1)), np.uint8)
    bridged = cv2.morphologyEx(look.ink, cv2.MORPH_CLOSE, bridge)
    # Lines of text are bridged as well, but they are as thick as their letters.
    thick = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((THICK, 1), np.uint8))
    thin = cv2.subtract(bridged, cv2.dilate(thick, np.ones((3, 3), np.uint8)))
    # Thickened, so that a row may climb by a pixel or two as on a page scanned askew.
    thickened = cv2.dilate(thin, np.ones((3, 1), np.uint8))
    runs = cv2.morphologyEx(thickened, cv2.MORPH_OPEN, np.ones((1, round(LONG_RUN * side)), np.uint8))
    boxes = connected(np.asarray(runs, np.uint8)).boxes[1:, :4]
    return boxes if len(boxes) >= FEWEST_ROWS else boxes[:0]


def _strips(grey: Picture, look: Glimpse) -> Iterator[Picture]:
    """The page around some of its thin rows, spread over all of them."""
    rows = thin_rows(look)
    for x, y, width, height in rows[:: max(1, len(rows) // STRIPS)]:
        top, left = int((y - MARGIN) / look.scale), int((x - MARGIN) / look.scale)
        bottom, right = int((y + height + MARGIN) / look.scale), int((x + width + MARGIN) / look.scale)
        yield grey[max(0, top) : bottom, max(0, left) : right]


def leader_dots(grey: Picture, dpi: float) -> Picture | None:
    """255 at the dots of leaders, same size as `grey`; `None` when there is no leader."""
    found = _found(grey, dpi)
    if found is None:
        return None
    pieces, chosen = found
    is_dot = np.zeros(pieces.count, np.bool_)
    is_dot[chosen] = True
    return pieces.painted(is_dot)


def _found(grey: Picture, dpi: float) -> tuple[Connected, NDArray[np.intp]] | None:
    """The pieces of ink, and the numbers of those that are dots of leaders; `None` when there are none."""
    block = max(3, round(LOCAL * dpi) | 1)
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, DARKER)
    pieces = connected(np.asarray(ink, np.uint8))
    widths, heights, areas = pieces.boxes[:, 2], pieces.boxes[:, 3], pieces.boxes[:, 4]
    largest = max(3.0, LARGEST_DOT * dpi)
    is_dot = (widths <= largest) & (heights <= largest) & (areas >= 2)
    is_dot[0] = False
    if np.count_nonzero(is_dot) < FEWEST_DOTS:
        return None
    numbers = np.flatnonzero(is_dot)
    places = pieces.centres[numbers]
    chosen = numbers[_of_leaders(places, np.asarray(areas[numbers], np.float64), grey.shape, dpi)]
    return (pieces, chosen) if len(chosen) else None


def _of_leaders(
    places: NDArray[np.float64], areas: NDArray[np.float64], shape: tuple[int, ...], dpi: float
) -> NDArray[np.bool_]:
    """Which dots belong to leaders, of dots at `places` ((n, 2): x, y) with `areas` ((n,), pixels).

    What is written over a leader parts it into short pieces, so each row that was found is followed across
    the page. The dot below a vowel that stands on the row is left: it is larger, hangs higher or lower, or
    breaks the row's pitch.
    """
    row_of = _in_rows(places, shape, dpi)
    by_row = np.argsort(row_of, kind="stable")
    ends = np.flatnonzero(np.diff(row_of[by_row])) + 1
    rows = [row for row in np.split(by_row, ends) if row_of[row[0]] >= 0]
    slope = _common_slope(places, rows)
    levels = places[:, 1] - slope * places[:, 0]
    order = np.argsort(levels)
    band = max(2.0, OFF_ROW * dpi)
    chosen = np.zeros(len(places), bool)
    sorted_levels = levels[order]
    for row in rows:
        height, size = median_of(levels[row]), median_of(areas[row])
        first, last = np.searchsorted(sorted_levels, (height - band, height + band))
        near = np.union1d(order[first:last], row)
        near = near[(areas[near] >= size * SMALLER) & (areas[near] <= size * LARGER)]
        chosen[near[_in_step(places[near], areas[near], slope)]] = True
    return chosen


def _in_step(places: NDArray[np.float64], areas: NDArray[np.float64], slope: float) -> NDArray[np.bool_]:
    """Which dots near one row are as large, as high and as far from one another as most of them."""
    order = np.argsort(places[:, 0])
    x = places[order, 0]
    steps = np.diff(x)
    if len(x) < FEWEST_DOTS:
        return np.zeros(len(x), bool)
    pitch = median_of(steps[steps <= 1.5 * median_of(steps)])
    # A row of a copied form may sag: each dot is held against those around it.
    y = places[order, 1] - slope * x
    away = _deviation(y - _medians_around(y), least=0.4) ** 2
    larger = np.maximum(_deviation(np.log(areas[order]), least=LEAST_SPREAD), 0.0) ** 2
    in_step = np.zeros(len(x), bool)
    in_step[order] = (away + larger <= UNLIKE**2) & (_neighbours(x, pitch) >= 2)
    return in_step


def _deviation(values: NDArray[np.float64], *, least: float) -> NDArray[np.float64]:
    """How far each value is from their median, in robust standard deviations of at least `least`."""
    away = values - median_of(values)
    return np.asarray(away / max(least, 1.48 * median_of(np.abs(away))), np.float64)


def _medians_around(values: NDArray[np.float64]) -> NDArray[np.float64]:
    padded = np.pad(values, AROUND // 2, mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, AROUND)
    return np.asarray(np.sort(around, axis=1)[:, AROUND // 2], np.float64)


def _neighbours(x: NDArray[np.float64], pitch: float) -> NDArray[np.intp]:
    """For each of the sorted places how many of the next two steps to either side hold a dot."""
    aims = x + pitch * np.array([[-2.0], [-1.0], [1.0], [2.0]])
    after = np.minimum(np.maximum(np.searchsorted(x, aims), 1), len(x) - 1)
    away = np.minimum(np.abs(x[after] - aims), np.abs(x[after - 1] - aims))
    return np.asarray(np.count_nonzero(away <= OFF_STEP * pitch, axis=0), np.intp)


def _common_slope(places: NDArray[np.float64], rows: list[NDArray[np.intp]]) -> float:
    """Slope of the leaders, pixels down for a pixel to the right; the longest ones tell it best."""
    slopes, weights = [], []
    for row in rows:
        x, y = places[row, 0], places[row, 1]
        width = float(np.ptp(x))
        if width > 0:
            across = x - x.mean()
            slopes.append(float(across @ y / (across @ across)))
            weights.append(width**2)
    if not slopes:
        return 0.0
    order = np.argsort(slopes)
    heaped = np.cumsum(np.asarray(weights)[order])
    return float(np.asarray(slopes)[order][np.searchsorted(heaped, heaped[-1] / 2)])


def _in_rows(centres: NDArray[np.float64], shape: tuple[int, ...], dpi: float) -> NDArray[np.intp]:
    """The number of the row in which each dot stands with `FEWEST_DOTS` or more; -1 for a dot alone."""
    columns, rows = centres[:, 0].astype(int), centres[:, 1].astype(int)
    marks = np.zeros(shape[:2], np.uint8)
    marks[rows, columns] = 255
    # Two pixels up and down let a row climb with the page's skew; closing along it joins its dots.
    marks = np.asarray(cv2.dilate(marks, np.ones((5, 3), np.uint8)), np.uint8)
    joined = cv2.morphologyEx(
        marks, cv2.MORPH_CLOSE, np.ones((1, max(3, round(LARGEST_GAP * dpi) | 1)), np.uint8)
    )
    _, labels = cv2.connectedComponents(joined, connectivity=4)
    row_of = labels[rows, columns]
    return np.where(np.bincount(row_of)[row_of] >= FEWEST_DOTS, row_of, -1)


def _painted_over(grey: Picture, dots: Picture, dpi: float) -> Picture:
    # The paper's own brightness: white would stand out on an unevenly lit page and mislead the flattening.
    reach = max(3, round(LARGEST_DOT * dpi) + 2 | 1)
    paper = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    around = cv2.dilate(dots, np.ones((3, 3), np.uint8))
    painted = grey.copy()
    cv2.copyTo(paper, around, painted)
    return painted


step = LiftLeaders()
