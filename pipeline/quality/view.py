"""A page as the gate looks at it: a reduced view for places, and small windows of full sharpness.

Measured on the picture as it was scanned, before any step has improved it: what the gate judges is the
scan. A whole colour page at 300 dpi takes 25 ms to turn grey alone, so only the view and the windows are.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ink import Picture, halved, paper_of

VIEW_SIDE = 1500
"""The view's longest side stays below this; halving alone leads there, the cheapest way to reduce."""
WINDOW_SIDE = 320
"""Pixels; some ten lines of text by twenty letters at 300 dpi."""
WINDOWS = 6
INK = 215
"""Of 255, relative to the paper: darker than this counts as ink in the view."""


@dataclass(frozen=True, slots=True, eq=False)
class ScanView:
    """One scanned page reduced."""

    colour: NDArray[np.uint8] | None
    """(height, width, 3) RGB, reduced; `None` for a page of one channel."""
    grey: Picture
    """(height, width), reduced."""
    paper: Picture
    """The paper's own brightness around each pixel of `grey`."""
    ink: Picture
    """255 where there is ink."""
    dpi: float
    """Of `grey`."""
    scan_dpi: float
    """Of the scan."""
    scan: NDArray[np.uint8]
    """The scan itself, untouched."""

    def millimetres(self, pixels: float) -> float:
        """A length of the view on paper."""
        return pixels / self.dpi * 25.4

    def pixels(self, millimetres: float) -> float:
        """A length on paper in the view."""
        return millimetres / 25.4 * self.dpi


def view_of(scan: NDArray[np.uint8], dpi: float) -> ScanView:
    """The reduced view of a scan, (height, width) or (height, width, 3) RGB, at `dpi`."""
    small = scan
    while max(small.shape[:2]) >= VIEW_SIDE:
        small = halved(small)
    colour = small if small.ndim == 3 else None
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY) if small.ndim == 3 else small, np.uint8)
    reduced_dpi = dpi * grey.shape[1] / scan.shape[1]
    paper = _paper(grey, reduced_dpi)
    relative = cv2.divide(grey, np.maximum(paper, 1), scale=255)
    ink = np.asarray(cv2.threshold(relative, INK, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)
    return ScanView(colour, grey, paper, ink, reduced_dpi, dpi, scan)


def _paper(grey: Picture, dpi: float) -> Picture:
    """The paper's brightness; on a quarter of the view, for closing it whole took 25 ms of 37."""
    size = max(1, grey.shape[1] // 4), max(1, grey.shape[0] // 4)
    coarse = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    paper = paper_of(coarse, max(5, round(dpi / 12)) | 1)
    whole = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(whole, np.uint8)


def sharpest_windows(view: ScanView) -> list[Picture]:
    """Grey windows of the scan at its own resolution where most strokes are."""
    scale = view.scan.shape[1] / view.grey.shape[1]
    cell = max(4, round(WINDOW_SIDE / scale))
    strokes = cv2.threshold(cv2.absdiff(view.grey[:, 1:], view.grey[:, :-1]), 40, 1, cv2.THRESH_BINARY)[1]
    rows, columns = strokes.shape[0] // cell, strokes.shape[1] // cell
    if not rows or not columns:
        return [_grey(view.scan)] if max(view.scan.shape[:2]) <= 2 * WINDOW_SIDE else []
    whole = np.ascontiguousarray(strokes[: rows * cell, : columns * cell])
    counts = whole.reshape(rows, cell, columns, cell).sum(axis=(1, 3), dtype=np.int64).ravel()
    busiest = [int(place) for place in np.argsort(counts)[::-1][:WINDOWS] if counts[place] > cell]
    return [_window(view, place // columns, place % columns, cell, scale) for place in busiest]


def _window(view: ScanView, row: int, column: int, cell: int, scale: float) -> Picture:
    side = round(cell * scale)
    # On a grid of 6, so that pixels repeated twice or three times fall alike in every window.
    top, left = round(row * cell * scale) // 6 * 6, round(column * cell * scale) // 6 * 6
    return _grey(view.scan[top : top + side, left : left + side])


def _grey(pixels: NDArray[np.uint8]) -> Picture:
    if pixels.ndim == 2:
        return np.ascontiguousarray(pixels)
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY), np.uint8)
