"""The pieces of ink that hang together, with their boxes: what half of all steps of a page ask for.

OpenCV counts the size of its pieces pixel by pixel, paper included, and takes three times as long for it as
for telling the pieces apart. Here sizes are counted by runs of ink, of which a page has a hundredth as many:
14 CPU ms instead of 44 for A4 at 230 dpi.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Connected:
    """Every piece of ink of a picture; number 0 is the paper, whose box and area are 0."""

    labels: Labels
    """(height, width): to which piece each pixel belongs."""
    boxes: NDArray[np.int32]
    """(n, 5): x, y, width, height and area in pixels."""
    _runs: tuple[NDArray[np.intp], ...]
    """Of every run of ink in a row: its piece, row, first column, and the column after its last."""

    @property
    def count(self) -> int:
        """Pieces, the paper among them."""
        return len(self.boxes)

    @cached_property
    def centres(self) -> NDArray[np.float64]:
        """(n, 2): x and y of the middle of each piece's ink, in pixels from the middle of the first."""
        piece, row, first, end = self._runs
        length = end - first
        sums = np.stack(
            [
                np.bincount(piece, weights=length * (first + end - 1) / 2, minlength=self.count),
                np.bincount(piece, weights=length * row, minlength=self.count),
            ],
            axis=1,
        )
        return np.asarray(sums / np.maximum(self.boxes[:, 4:], 1), np.float64)

    def painted(self, chosen: NDArray[np.bool_]) -> NDArray[np.uint8]:
        """A picture of only those pieces for whose number `chosen`, (n,), says so: 255 on them."""
        piece, row, first, end = self._runs
        is_shown = chosen[piece]
        start, length = (row * self.labels.shape[1] + first)[is_shown], (end - first)[is_shown]
        before = np.cumsum(length) - length
        picture = np.zeros(self.labels.shape, np.uint8)
        picture.ravel()[np.repeat(start - before, length) + np.arange(length.sum())] = 255
        return picture


def connected(ink: NDArray[np.uint8], *, connectivity: int = 8) -> Connected:
    """The pieces of a picture of ink, (height, width), anything but 0 where ink is."""
    count, labels = cv2.connectedComponents(ink, connectivity=connectivity)
    row, first, end = _runs(ink)
    piece = np.asarray(labels[row, first], np.intp)
    left, right = np.full(count, ink.shape[1]), np.zeros(count, np.intp)
    np.minimum.at(left, piece, first)
    np.maximum.at(right, piece, end)
    top, bottom = np.zeros(count, np.intp), np.zeros(count, np.intp)
    # Runs come from top to bottom, and of several that are written to one place the last one stays.
    top[piece[::-1]], bottom[piece] = row[::-1], row + 1
    area = np.bincount(piece, weights=end - first, minlength=count)
    left[0] = 0
    boxes = np.stack([left, top, right - left, bottom - top, area], axis=1).astype(np.int32)
    return Connected(np.asarray(labels, np.int32), boxes, (piece, row, first, end))


def _runs(ink: NDArray[np.uint8]) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Row, first column and end of every run of ink, row after row."""
    height, width = ink.shape
    # A column of paper beside the picture keeps a run from going on in the next row.
    flat = np.zeros(height * (width + 1) + 1, np.bool_)
    np.not_equal(ink, 0, out=flat[1:].reshape(height, width + 1)[:, :width])
    edges = np.flatnonzero(flat[1:] != flat[:-1])
    row, first = np.divmod(edges[::2], width + 1)
    return row, first, edges[1::2] - row * (width + 1)
