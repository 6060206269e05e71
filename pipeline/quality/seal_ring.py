"""Finds the ring of a round seal in a page without colour: it should have been scanned in colour.

Each edge votes for the centre that lies one radius behind it (the gradient Hough transform: Kimme, Ballard
and Sklansky 1975); a candidate counts when edges that face outwards stand nearly all around it.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.quality.view import ScanView

RADII_MM = tuple(np.arange(14.0, 22.5, 1.0).tolist())
"""Half the width of round seals: a commune's is 36 mm wide, others about 30 to 42."""
STEEPEST = 40_000
"""Edge pixels that vote, at most; the steepest ones."""
SECTORS = 48
LEAST_AROUND = 0.7
"""Share of the sectors in which an edge must stand; letters by chance fill a third."""
CANDIDATES = 2


def has_seal_ring(view: ScanView) -> bool:
    """Whether a ring as large as a seal's stands on the page, in whatever ink."""
    points = _edges(view)
    if len(points) < 200:
        return False
    return any(_is_ring(points, view.pixels(radius), view.grey.shape) for radius in RADII_MM)


def _edges(view: ScanView) -> NDArray[np.float32]:
    """(n, 4): x, y and the direction (unit vector towards the light) of each edge pixel."""
    across = cv2.Sobel(view.grey, cv2.CV_16S, 1, 0)
    down = cv2.Sobel(view.grey, cv2.CV_16S, 0, 1)
    steep = np.abs(across).astype(np.int32) + np.abs(down)
    rows, columns = np.nonzero(steep > 120)
    if len(rows) > STEEPEST:
        every = -(-len(rows) // STEEPEST)
        rows, columns = rows[::every], columns[::every]
    x, y = across[rows, columns].astype(np.float32), down[rows, columns].astype(np.float32)
    length = np.maximum(np.hypot(x, y), 1)
    return np.stack([columns.astype(np.float32), rows.astype(np.float32), x / length, y / length], axis=1)


def _is_ring(points: NDArray[np.float32], radius: float, shape: tuple[int, ...]) -> bool:
    width, height = shape[1] // 2 + 1, shape[0] // 2 + 1
    x = ((points[:, 0] - radius * points[:, 2]) / 2).astype(np.int32)
    y = ((points[:, 1] - radius * points[:, 3]) / 2).astype(np.int32)
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    counts = np.bincount(y[inside] * width + x[inside], minlength=width * height)
    votes = cv2.blur(counts.reshape(height, width).astype(np.float32), (3, 3))
    for _ in range(CANDIDATES):
        _, most, _, (column, row) = cv2.minMaxLoc(votes)
        if most * 9 < 0.5 * radius:
            return False
        if _around(points, 2.0 * column + 1, 2.0 * row + 1, radius) >= LEAST_AROUND:
            return True
        votes[max(0, row - 3) : row + 4, max(0, column - 3) : column + 4] = 0
    return False


def _around(points: NDArray[np.float32], x: float, y: float, radius: float) -> float:
    """Share of the sectors around a centre in which an edge faces outwards at that radius."""
    near = (np.abs(points[:, 0] - x) < radius + 3) & (np.abs(points[:, 1] - y) < radius + 3)
    close = points[near]
    right, below = close[:, 0] - x, close[:, 1] - y
    distance = np.maximum(np.hypot(right, below), 1)
    faces_out = (right * close[:, 2] + below * close[:, 3]) / distance > 0.92
    on_ring = faces_out & (np.abs(distance - radius) < max(1.6, 0.03 * radius))
    angles = np.arctan2(below[on_ring], right[on_ring])
    sectors = ((angles / (2 * np.pi) + 0.5) * SECTORS).astype(np.int32) % SECTORS
    return len(np.unique(sectors)) / SECTORS
