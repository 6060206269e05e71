"""Where the ink of a page is: the reduced view that several steps of enhancement look at.

Everything here works on a picture of about 100 dpi, where one look costs a few milliseconds; only what is
then found to be needed is done to the whole page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""(height, width), 0 black to 255 white."""
LOOK_SIDE = 1200
"""Longest side, pixels, of the reduced view; an A4 page is then at about 100 dpi."""
NEAR_HALF = 0.55
"""Reduction, of those between a half and one, up to which a pixel's four neighbours stand for its area."""
FEWEST_TO_MEASURE = 20
"""Letters from which their height is measured on them alone, without dots, accents and specks."""


@dataclass(frozen=True, slots=True, eq=False)
class Glimpse:
    """A page at a glance."""

    ink: Picture
    """(height, width), 255 where there is ink."""
    letters: Picture
    """Like `ink`, with only what has the size of letters and their marks."""
    boxes: NDArray[np.int32]
    """(n, 5): x, y, width, height and area in pixels of each piece in `letters`."""
    scale: float
    """Pixels here for a pixel of the picture."""
    contrast: float
    """How much darker than the paper the ink is, 0 to 1; 0 without ink."""

    @property
    def letter_count(self) -> int:
        """Pieces that are large enough to be letters: what remains of dust and grain is smaller."""
        return int(np.count_nonzero(self._is_letter))

    @property
    def _is_letter(self) -> NDArray[np.bool_]:
        return np.asarray((self.boxes[:, 3] >= 5) & (self.boxes[:, 2] >= 3), np.bool_)

    @property
    def letter_height(self) -> float:
        """Median height of letters, small and capital together, in pixels of the picture; 0 without any."""
        heights = self.boxes[:, 3]
        if self.letter_count >= FEWEST_TO_MEASURE:
            # Specks outnumber the letters of some pages.
            heights = heights[self._is_letter]
        if len(heights) == 0:
            return 0.0
        # Dots and accents that stand apart are no letters.
        return float(np.median(heights[heights >= 0.4 * np.median(heights)])) / self.scale

    def turned(self, quarters: int) -> Glimpse:
        """The same, turned clockwise by `quarters` × 90°; places in `boxes` are lost, sizes kept."""
        boxes = self.boxes if quarters % 2 == 0 else self.boxes[:, [1, 0, 3, 2, 4]]
        return replace(
            self, ink=turned(self.ink, quarters), letters=turned(self.letters, quarters), boxes=boxes
        )


def turned(pixels: NDArray[np.uint8], quarters: int) -> NDArray[np.uint8]:
    """Pixels turned clockwise by `quarters` × 90°."""
    return np.ascontiguousarray(np.rot90(pixels, k=-quarters))


def reduced(pixels: NDArray[np.uint8], longest: int) -> NDArray[np.uint8]:
    """The picture with its longest side brought down to `longest` pixels; the same when it is smaller."""
    # Halving is 15 times as fast as reducing by any other factor, so most of the way is done by halves.
    while max(pixels.shape[:2]) >= 2 * longest:
        pixels = halved(pixels)
    factor = longest / max(pixels.shape[:2])
    if factor >= 1.0:
        return pixels
    size = round(pixels.shape[1] * factor), round(pixels.shape[0] * factor)
    # Near a half four neighbours are nearly the area: 1.5 CPU ms instead of 10 for A4 at 200 dpi.
    way = cv2.INTER_LINEAR if factor < NEAR_HALF else cv2.INTER_AREA
    return np.asarray(cv2.resize(pixels, size, interpolation=way), np.uint8)


def halved(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture at half its size, at least one pixel.

    A side of odd length would make the reduction four times as slow: its last pixel is left out.
    """
    even = pixels[: max(2, pixels.shape[0] // 2 * 2), : max(2, pixels.shape[1] // 2 * 2)]
    half = max(1, even.shape[1] // 2), max(1, even.shape[0] // 2)
    return np.asarray(cv2.resize(even, half, interpolation=cv2.INTER_AREA), np.uint8)


def paper_of(grey: Picture, reach: int) -> Picture:
    """The paper's brightness without what is written on it: the brightest within `reach` pixels, smoothed."""
    kernel = np.ones((reach, reach), np.uint8)
    closed = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_REPLICATE)
    return cv2.blur(closed, (reach, reach), borderType=cv2.BORDER_REPLICATE).astype(np.uint8, copy=False)


def glimpse(grey: Picture) -> Glimpse:
    """Looks at a picture of any size."""
    small = reduced(grey, LOOK_SIDE)
    scale = max(small.shape) / max(grey.shape)
    relative = cv2.divide(small, np.maximum(paper_of(small, 25), 1), scale=255).astype(np.uint8, copy=False)
    level, ink = cv2.threshold(relative, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    # Otsu splits the grain of an empty page too; ink is at least a tenth darker than its paper.
    if level > 229:
        _, ink = cv2.threshold(relative, 229, 255, cv2.THRESH_BINARY_INV)
    is_ink = ink > 0
    contrast = float(1 - relative[is_ink].mean() / 255) if is_ink.any() else 0.0
    letters, boxes = _letters(ink.astype(np.uint8, copy=False))
    return Glimpse(ink.astype(np.uint8, copy=False), letters, boxes, scale, contrast)


def _letters(ink: Picture) -> tuple[Picture, NDArray[np.int32]]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_16U)
    width, height, area = stats[:, 2], stats[:, 3], stats[:, 4]
    longest, shortest = np.maximum(width, height), np.minimum(width, height)
    # Specks, rules, frames and pictures out; several touching letters stay in.
    keep = (area >= 3) & (longest <= LOOK_SIDE // 12) & (longest <= 14 * shortest)
    keep[0] = False
    if count == 1:
        return np.zeros_like(ink), np.zeros((0, 5), np.int32)
    table = np.where(keep, 255, 0).astype(np.uint8, copy=False)
    return table[labels], stats[keep].astype(np.int32)


@dataclass(frozen=True, slots=True)
class Slope:
    """How the lines of text run."""

    degrees: float
    """Clockwise positive: the lines fall to the right."""
    strength: float
    """Sum of squared steps of the row profile for a pixel of ink: large when lines are parted."""


ENOUGH_INK = 40_000
"""Pixels of ink that tell a slope; more tell no more."""
STEEPEST = 15.0
"""Degrees; what leans more is no scan of a page of text."""


def slope_of(letters: Picture, *, near: float | None = None, finest: float = 0.05) -> Slope:
    """The slope at which the row profile of the ink is sharpest (Postl 1986), coarse to fine.

    Looked for within `STEEPEST`, or within a degree of `near`. Parallel lines that differ by less than
    `finest` degrees are not told apart.
    """
    profile = _Profile.of(letters)
    if profile is None:
        return Slope(0.0, 0.0)
    best, step = (profile.coarsest().degrees, 1.0) if near is None else (near, 1.0)
    while step > finest:
        candidates = best + np.arange(-step, step * 1.01, step / 4)
        step /= 4
        scores = [profile.strength(float(degrees), smooth=step) for degrees in candidates]
        best = float(candidates[int(np.argmax(scores))])
    return Slope(best, profile.strength(best, smooth=0.0))


def rough_slope_of(letters: Picture) -> Slope:
    """The slope to a degree, and a strength that serves to tell level lines from lines across.

    The profile is smoothed, so that columns of upright strokes do not pass for lines: of 200 drawn pages
    the level profile was at least 2.5 times as strong as the one across, unsmoothed 1.1 times.
    """
    profile = _Profile.of(letters, most=ENOUGH_INK // 3)
    return Slope(0.0, 0.0) if profile is None else profile.coarsest()


class _Profile:
    """Row profiles of a set of ink pixels at any slope."""

    @classmethod
    def of(cls, letters: Picture, *, most: int = ENOUGH_INK) -> _Profile | None:
        """`None` when there is too little ink to judge by."""
        places = np.flatnonzero(letters != 0)
        # A page full of ink tells no more than a part of it, at a part of the cost.
        rows, columns = np.divmod(places[:: max(1, len(places) // most)], letters.shape[1])
        return cls(rows, columns, letters.shape) if len(places) >= 50 else None

    def __init__(self, rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, ...]) -> None:
        self._rows = rows.astype(np.float32)
        self._columns = columns.astype(np.float32) - shape[1] / 2
        self._height = shape[0]
        self._reach = int(np.ceil(shape[1] / 2 * np.tan(np.radians(STEEPEST + 1)))) + 1

    def coarsest(self) -> Slope:
        """The best whole degree."""
        candidates = np.arange(-STEEPEST, STEEPEST + 0.5)
        scores = [self.strength(float(degrees), smooth=1.0) for degrees in candidates]
        best = int(np.argmax(scores))
        return Slope(float(candidates[best]), scores[best])

    def strength(self, degrees: float, *, smooth: float) -> float:
        rise = np.float32(np.tan(np.radians(degrees)))
        rows = (self._rows - self._columns * rise).astype(np.int32) + self._reach
        counts = np.bincount(rows, minlength=self._height + 2 * self._reach).astype(np.float64, copy=False)
        if smooth >= 0.5:  # at a coarse step the peak between two candidates must not be missed
            counts = np.convolve(counts, np.ones(5) / 5, mode="same")
        return float((np.diff(counts) ** 2).sum() / len(self._rows))
