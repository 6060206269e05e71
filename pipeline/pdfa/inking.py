"""Finds the ink of a scan for a mask that may be finer than the scan itself.

A spot is ink when it is darker than the middle between the paper around it and the darkest ink near it: the
level at which a stroke keeps its width however far the scanner has blurred it (Bernsen, 1986, with the paper
in place of the lightest spot). One level for a whole page thickens bold letters until their marks touch, or
loses the thin ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.source.shapes import Pixels

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]

_BLOCK_DPI = 130.0
"""Levels are kept one a block of pixels; a block is at least this fine, a third of a thin stroke's height."""
_FINE_DPI = 600.0
"""What a mask aims at: half steps of a 300-dpi scan's grey survive as the place of an edge."""
_FINEST = 2.0
"""Finer by how much at most; thrice added a third to the bytes of scans under 200 dpi."""
_MIDDLE = 0.47
"""Where between paper and ink the edge lies; under a half, since thin marks stand beside bolder strokes."""
_LEAST_CONTRAST = 26.0
"""Grey levels between ink and paper at least."""
_USUAL = 35
_GRAINS = 2.2
"""Likewise, as a multiple of what blank paper shows: the depth that this part of a page (%) stays under.

A scan's JPEG hides the fine part of its grain, so that the noise measured pixel by pixel says too little.
"""
_LINE_INCHES = 0.11
"""Paper shows within this of any letter, above or below its line."""
_NEAR_INCHES = 0.012
"""How far the darkest ink near a spot is looked for: about a stroke."""
_SPECK_SQUARE_INCHES = 5e-5
"""Smaller pieces stay in the paper: four pixels at 300 dpi, less than the dot of an i."""
_BAND_BLOCKS = 240
"""Rows of blocks of which the fine mask is made at once; even, so that half steps fall on pixels."""


@dataclass(frozen=True, slots=True)
class Ink:
    """Where the ink of a page is, in blocks of pixels, and what tells its edge within them."""

    smooth: Pixels
    """`(H, W)`: the darkest channel, grain smoothed, cut to whole blocks."""
    level: Pixels
    """`(h, w)`, one a block: darker than this is ink."""
    count: npt.NDArray[np.uint8]
    """`(h, w)`: pixels of ink in each block, specks left out."""
    block: int
    """Side of a block, in pixels."""
    fineness: float
    """How many dots of the fine mask stand on a pixel's side."""
    grain: float
    """Standard deviation of the scan's noise, grey levels."""

    @property
    def fine_size(self) -> tuple[int, int]:
        """Rows and columns of the fine mask."""
        height, width = self.smooth.shape
        return int(height * self.fineness), int(width * self.fineness)

    def coarse(self) -> Mask:
        """`(H, W)`: ink at the scan's own resolution."""
        level = np.where(self._around() > 0, self.level, 0).astype(np.uint8)
        found: Mask = self.smooth < _enlarged(level, self.block, cv2.INTER_LINEAR)
        return found

    def fine(self, labels: Pixels) -> Iterator[tuple[int, Mask, Pixels]]:
        """Bands of the fine mask: first row, the mask, and each dot's value of `labels`, `(h, w)`."""
        rows, factor = self.level.shape[0], self.block * self.fineness
        for top in range(0, rows, _BAND_BLOCKS):
            bottom = min(rows, top + _BAND_BLOCKS)
            first, last = max(0, top - 4), min(rows, bottom + 4)
            smooth = self.smooth[first * self.block : last * self.block]
            shown = _enlarged(smooth, self.fineness, cv2.INTER_CUBIC)
            is_ink: Mask = shown < _enlarged(self.level[first:last], factor, cv2.INTER_LINEAR)
            part = slice(int((top - first) * factor), int((bottom - first) * factor))
            yield int(top * factor), is_ink[part], _enlarged(labels[top:bottom], factor, cv2.INTER_NEAREST)

    def _around(self) -> Pixels:
        return np.asarray(cv2.dilate(np.minimum(self.count, 1), np.ones((3, 3), np.uint8)), np.uint8)


def find_ink(pixels: Pixels, dpi: float) -> Ink:
    """The ink of a page, `(H, W)` grey or `(H, W, 3)` RGB, at `dpi`."""
    block = max(1, int(dpi // _BLOCK_DPI))
    height, width = (max(1, side // block) * block for side in pixels.shape[:2])
    grey = _darkest(pixels)[:height, :width]
    grain = _grain(grey)
    spread = max(0.5, dpi / 450)
    smooth = np.asarray(cv2.GaussianBlur(grey, (0, 0), spread), np.uint8)
    level = _levels(smooth, dpi, block)
    found = (smooth < _enlarged(level, block, cv2.INTER_LINEAR)).astype(np.uint8)
    count = _without_specks(_summed(found, block), _SPECK_SQUARE_INCHES * dpi * dpi)
    fineness = min(max(math.floor(2 * _FINE_DPI / dpi) / 2, 1.0), _FINEST)
    return Ink(smooth, level, count, block, fineness, grain)


def _darkest(pixels: Pixels) -> Pixels:
    """The darkest channel: red and blue ink stand out as much as black."""
    if pixels.ndim == 2:
        return pixels
    red, green, blue = cv2.split(pixels)
    return np.asarray(cv2.min(cv2.min(red, green), blue), np.uint8)


def _grain(grey: Pixels) -> float:
    """Noise of the scan, from what a filter blind to edges and slopes leaves (Immerkær, 1996).

    The median over a few strips rather than the mean, so that letters count little.
    """
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    height = grey.shape[0]
    strips = [grey[top : top + 48] for top in range(height // 16, height, max(1, height // 8))]
    left = [np.abs(cv2.filter2D(strip, cv2.CV_16S, kernel)).ravel() for strip in strips]
    return float(np.median(np.concatenate(left))) / 0.6745 / 6 if left else 0.0


def _levels(smooth: Pixels, dpi: float, block: int) -> Pixels:
    """`(h, w)`: the level of grey under which a spot of each block is ink, 0 where nothing stands out."""
    size = smooth.shape[1] // block, smooth.shape[0] // block
    mean = cv2.medianBlur(cv2.resize(smooth, size, interpolation=cv2.INTER_AREA), 3)
    reach = max(3, int(_LINE_INCHES * dpi / block)) | 1
    window = np.ones((reach, reach), np.uint8)
    paper = cv2.GaussianBlur(cv2.morphologyEx(mean, cv2.MORPH_CLOSE, window), (0, 0), reach / 3)
    near = 2 * max(1, round(_NEAR_INCHES * dpi)) + 1
    low = cv2.erode(smooth, np.ones((near + block - 1, near + block - 1), np.uint8))
    low = cv2.blur(low[block // 2 :: block, block // 2 :: block], (3, 3))
    depth = cv2.subtract(paper, low)
    least = max(_LEAST_CONTRAST, _GRAINS * float(np.percentile(depth[::3, ::3], _USUAL)))
    level = paper - np.maximum(_MIDDLE * depth.astype(np.float32), least / 2)
    return np.where(depth > least, np.clip(level, 0, 255), 0).astype(np.uint8)


def _summed(found: Pixels, block: int) -> npt.NDArray[np.uint8]:
    """Pixels of ink in each block, of which there are at most nine or so."""
    if block == 1:
        return found
    size = found.shape[1] // block, found.shape[0] // block
    share = cv2.resize(found * np.uint8(252), size, interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(np.rint(share * (block * block / 252)), np.uint8)


def _without_specks(count: npt.NDArray[np.uint8], least: float) -> npt.NDArray[np.uint8]:
    number, labels = cv2.connectedComponents(np.minimum(count, 1), connectivity=8)
    at = np.flatnonzero(count)
    area = np.bincount(labels.ravel()[at], weights=count.ravel()[at], minlength=number)
    is_kept = area >= least
    is_kept[0] = False
    return np.asarray(np.where(is_kept[labels], count, 0), np.uint8)


def _enlarged(plane: Pixels, factor: float, way: int) -> Pixels:
    if factor == 1:
        return plane
    size = int(plane.shape[1] * factor), int(plane.shape[0] * factor)
    return np.asarray(cv2.resize(plane, size, interpolation=way), np.uint8)
