"""Finds rows of printed boxes that hold one figure each, as personal numbers and tax codes are written.

Level rules are lifted off a page before it is read, so that only the uprights are left. A row counts when
they stand at one distance, free on both sides, end at one height above and below and do not go on there: a
table's rules go on, and the stems of letters have arms and unlike gaps.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ink import Picture
from records import Box

FEWEST = 6
"""Boxes of a row; the shortest such number, a postcode's five apart, has nine figures."""
MOST_CELLS = 40
PITCH_MM = (3.4, 9.0)
"""From one upright to the next: forms print boxes 4 to 7 mm wide."""
HEIGHT_MM = (3.4, 11.0)
STANDS_MM = 3.0
"""Length of stroke that is an upright: capitals of 12 points are 2.9 mm high."""
LOOK_DPI = 75.0
"""Rows that are looked at; columns are all looked at, since an upright may be 2 pixels wide."""
EVERY = 3
"""Of those rows, one in so many: what is left of an upright of 4 mm is four rows high."""
MOST_COMBS = 20
MOST_UPRIGHTS = 300
INK = 0.78
"""Of the paper's brightness, as for boxes to be ticked; frames on worn copies are pale."""
OFF = 0.06
"""Of the pitch by which an upright may stand beside its place; stems of letters stand unevenly."""
LEAST_HIGH = 0.6
"""Height of a box against its width; the capitals of a bold title reached half on one of 23 real pages."""
LEVEL_MM = 0.5
"""By which an upright's end may lie off the line through all of them."""
CROWDED = 0.25
"""Share of ink beside an upright from which it is a letter's stem."""
FREE = 0.75
"""Share of the uprights that stand free; a pen's figures may touch some."""
GOES_ON = 0.3
"""Share of the uprights that go on above or below, from which they are a table's."""
UPRIGHT_REACH = 5
"""Pixels to either side of its place within which an upright that was missed is sought."""
FULL = 0.8
"""Share of the row's height that such an upright fills."""


@dataclass(frozen=True, slots=True)
class Comb:
    """A row of boxes, in pixels of the page."""

    uprights: tuple[float, ...]
    """Middles of the uprights from left to right, one more than boxes."""
    tops: tuple[float, ...]
    bottoms: tuple[float, ...]
    """Where each upright ends."""

    @property
    def box(self) -> Box:
        return Box(self.uprights[0], min(self.tops), self.uprights[-1], max(self.bottoms))


def combs_on(grey: Picture, dpi: float, rows: Sequence[tuple[int, int]] | None = None) -> list[Comb]:
    """Rows of boxes of a level page, (height, width), 0 black to 255 white, from the top.

    `rows` are those that are looked at, first and last; all without them.
    """
    every = max(1, round(dpi / LOOK_DPI))
    long = max(3, round(STANDS_MM * dpi / every / 25.4))
    found: list[Comb] = []
    level = INK * float(np.median(grey[:: 8 * every, :: 8 * every])) if rows is None or rows else 0.0
    for first, last in [(0, grey.shape[0])] if rows is None else rows:
        part = grey[first:last:every]
        if part.shape[0] < long:
            continue
        view = cv2.threshold(part, level, 1, cv2.THRESH_BINARY_INV)[1]
        standing = cv2.erode(view, np.ones((long, 1), np.uint8), borderValue=0)[::EVERY]
        for row, uprights in _rows(np.asarray(standing, np.uint8), dpi / 25.4):
            at = first + row * EVERY * every
            if not any(comb.box.y0 <= at <= comb.box.y1 for comb in found):
                combs = (
                    _measured(grey, chain, at, level, dpi / 25.4) for chain in _chains(uprights, dpi / 25.4)
                )
                found += [comb for comb in combs if comb is not None]
        if len(found) > MOST_COMBS:
            return []
    return found


def _rows(standing: Picture, per_mm: float) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Rows of the view that many uprights pass at the distance of boxes, with the uprights' middles."""
    width = standing.shape[1]
    places = np.flatnonzero(standing)
    if not len(places):
        return
    breaks = np.flatnonzero((np.diff(places) > 2) | (np.diff(places // width) > 0))
    first = places[np.concatenate([[0], breaks + 1])]
    last = places[np.concatenate([breaks, [len(places) - 1]])]
    thin = last - first < per_mm
    middle, row = 0.5 * (first[thin] + last[thin]) - (first[thin] // width) * width, first[thin] // width
    near = (np.diff(middle) <= PITCH_MM[1] * per_mm) & (np.diff(row) == 0)
    counts = np.bincount(row[1:][near], minlength=standing.shape[0])
    for number in np.flatnonzero(counts >= FEWEST).tolist():
        yield number, middle[row == number][:MOST_UPRIGHTS]


def _chains(uprights: NDArray[np.float64], per_mm: float) -> Iterator[list[float]]:
    """Uprights at one distance from each other; strokes of figures may stand between them."""
    start = 0
    while start < len(uprights) - FEWEST:
        best: list[float] = []
        for second in uprights[start + 1 : start + 4]:
            pitch = float(second - uprights[start])
            if PITCH_MM[0] * per_mm <= pitch <= PITCH_MM[1] * per_mm:
                best = max(best, _walked(uprights, float(uprights[start]), pitch), key=len)
        if FEWEST < len(best) <= MOST_CELLS + 1:
            yield best
            start = int(np.searchsorted(uprights, best[-1]))
        start += 1


def _walked(uprights: NDArray[np.float64], first: float, pitch: float) -> list[float]:
    chain = [first]
    while len(chain) <= MOST_CELLS + 1:
        wanted = chain[-1] + pitch
        nearest = float(uprights[int(np.argmin(np.abs(uprights - wanted)))])
        if abs(nearest - wanted) > OFF * pitch:
            break
        chain.append(nearest)
        pitch = (nearest - first) / (len(chain) - 1)
    return chain


def _measured(grey: Picture, chain: list[float], at: int, level: float, per_mm: float) -> Comb | None:
    """The row whose uprights these are, if they stand as those of boxes do."""
    reach = math.ceil((HEIGHT_MM[1] + 1) * per_mm)
    first, left = max(0, at - reach), max(0, int(chain[0] - per_mm))
    window = grey[first : at + reach, left : int(chain[-1] + per_mm) + 1]
    ink = np.asarray(window < level)
    ends = [_ends(ink, round(x - left), at - first, per_mm) for x in chain]
    tops, bottoms = (np.array(side, np.float64) for side in zip(*ends, strict=True))
    height = float(np.median(bottoms - tops)) / per_mm
    pitch = (chain[-1] - chain[0]) / (len(chain) - 1) / per_mm
    if not max(HEIGHT_MM[0], LEAST_HIGH * pitch) <= height <= HEIGHT_MM[1]:
        return None
    across = np.array(chain) - left
    fitted = [_straight(across, side) for side in (tops, bottoms)]
    off = [np.abs(side - line) for side, line in zip((tops, bottoms), fitted, strict=True)]
    if any(float(np.mean(side > LEVEL_MM * per_mm)) > 0.2 for side in off):
        return None
    places = [(round(x), end) for x, end in zip(across.tolist(), ends, strict=True)]
    if sum(_is_free(ink, x, end, per_mm) for x, end in places) < FREE * len(places):
        return None
    if sum(_goes_on(ink, x, end, per_mm) for x, end in places) > GOES_ON * len(places):
        return None
    comb = Comb(tuple(chain), tuple((fitted[0] + first).tolist()), tuple((fitted[1] + first).tolist()))
    return _extended(grey, comb, level)


def _extended(grey: Picture, comb: Comb, level: float) -> Comb:
    """The row with the uprights at its ends that the look missed, where worn print has broken one."""
    xs, tops, bottoms = (list(side) for side in (comb.uprights, comb.tops, comb.bottoms))
    pitch = (xs[-1] - xs[0]) / (len(xs) - 1)
    for step, end in ((-pitch, 0), (pitch, -1)):
        while len(xs) <= MOST_CELLS:
            rows = slice(max(0, round(tops[end])), round(bottoms[end]) + 1)
            near = _upright_at(grey, rows, xs[end] + step, level)
            # One may be lost altogether; the next one tells.
            far = None if near is not None else _upright_at(grey, rows, xs[end] + 2 * step, level)
            if near is None and far is None:
                break
            new = near if near is not None else xs[end] + step
            for side, value in ((xs, new), (tops, tops[end]), (bottoms, bottoms[end])):
                side.insert(0 if end == 0 else len(side), value)
    return Comb(tuple(xs), tuple(tops), tuple(bottoms))


def _upright_at(grey: Picture, rows: slice, x: float, level: float) -> float | None:
    """The middle of the upright that fills these rows near a column; `None` without one."""
    reach = UPRIGHT_REACH
    first = round(x) - reach
    if first < 1 or first + 2 * reach + 2 > grey.shape[1]:
        return None
    ink = np.asarray(grey[rows, first - 1 : first + 2 * reach + 2] < level)
    share = (ink[:, :-2] | ink[:, 1:-1] | ink[:, 2:]).mean(axis=0)
    best = np.flatnonzero(share >= max(FULL, float(share.max()) - 0.05))
    return float(first + best.mean()) if len(best) else None


def _ends(ink: NDArray[np.bool_], x: int, row: int, per_mm: float) -> tuple[int, int]:
    """First and last row of the upright that passes a place; worn print may break it by a third of a mm."""
    strip = np.asarray(ink[:, max(0, x - 2) : x + 3].any(axis=1), np.bool_).reshape(-1)
    gap = max(1, round(0.3 * per_mm))
    white = np.flatnonzero(np.convolve(strip, np.ones(gap), "valid") == 0)
    above, below = white[white + gap <= row], white[white > row]
    return (int(above[-1]) + gap if len(above) else 0), (int(below[0]) - 1 if len(below) else len(strip) - 1)


def _straight(across: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.float64]:
    """The line through most of the ends: the median of slopes, as a stroke of a pen may lengthen one."""
    half = len(across) // 2
    slope = float(
        np.median((ends[half:] - ends[: len(ends) - half]) / (across[half:] - across[: len(across) - half]))
    )
    return np.asarray(slope * across + float(np.median(ends - slope * across)), np.float64)


def _is_free(ink: NDArray[np.bool_], x: int, end: tuple[int, int], per_mm: float) -> bool:
    """Whether white lies on both sides of an upright, but for its ends, where level lines may meet it."""
    cut = round(0.15 * (end[1] - end[0]))
    rows = ink[end[0] + cut : end[1] - cut]
    near, far = round(0.3 * per_mm), max(1, round(0.3 * per_mm))
    sides = (rows[:, max(0, x - near - far) : max(0, x - near)], rows[:, x + near + 1 : x + near + far + 1])
    return bool(rows.size) and all(not side.size or float(side.mean()) < CROWDED for side in sides)


def _goes_on(ink: NDArray[np.bool_], x: int, end: tuple[int, int], per_mm: float) -> bool:
    """Whether an upright stands above or below an upright, as in the next row of a table."""
    gap, long = round(0.2 * per_mm), round(2.5 * per_mm)
    strip = np.asarray(ink[:, max(0, x - 2) : x + 3].any(axis=1), np.bool_).reshape(-1)
    beyond = (
        strip[max(0, end[0] - gap - long) : max(0, end[0] - gap)],
        strip[end[1] + gap : end[1] + gap + long],
    )
    return any(side.size > 0 and float(side.mean()) > 0.6 for side in beyond)
