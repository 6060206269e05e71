"""The pieces of ink of a page: what hangs together, with its place and size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.connected import connected
from pipeline.ink import Picture, halved

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]
REDUCTION = 4
"""How much smaller the picture is in which upright rules are looked for: two halves."""
STRIPS = 6
"""Parts of the page's height in which they are; a page may be a few tenths of a degree askew."""
SHORTEST = 100
"""Pixels of such a part below which the stem of a letter fills it: a window around a name has no frame."""
DARKER = 16
"""Grey levels by which a worn rule is darker than the paper."""


@dataclass(frozen=True, eq=False)
class Pieces:
    """Every piece of ink of one picture; piece 0 is the paper."""

    labels: NDArray[np.int32]
    """(height, width): to which piece each pixel belongs."""
    left: Numbers
    top: Numbers
    right: Numbers
    """One pixel beyond the last."""
    bottom: Numbers
    area: Numbers
    """Pixels of ink."""
    is_frame: NDArray[np.bool_]
    """Whether it is a bit of an upright rule of a frame or table, worn to bits."""

    @cached_property
    def centre_x(self) -> Numbers:
        return (self.left + self.right) / 2

    @cached_property
    def centre_y(self) -> Numbers:
        return (self.top + self.bottom) / 2

    @cached_property
    def height(self) -> Numbers:
        return self.bottom - self.top

    @cached_property
    def width(self) -> Numbers:
        return self.right - self.left

    def cut(self, cuts: Sequence[tuple[int, int]]) -> tuple[Pieces, list[int]]:
        """With pieces parted at rows: each keeps what is above its row, what is below becomes a new one."""
        labels = self.labels.copy()
        sides = {name: list(getattr(self, name)) for name in ("left", "top", "right", "bottom", "area")}
        for piece, row in cuts:
            window = np.s_[row : int(self.bottom[piece]), int(self.left[piece]) : int(self.right[piece])]
            below = labels[window] == piece
            labels[window][below] = len(sides["left"])
            for name in ("left", "right", "bottom"):
                sides[name].append(getattr(self, name)[piece])
            sides["top"].append(float(row))
            sides["bottom"][piece] = float(row)
            share = float(np.count_nonzero(below))
            sides["area"].append(share)
            sides["area"][piece] -= share
        arrays = {name: np.array(values, np.float64) for name, values in sides.items()}
        new = list(range(len(self.left), len(arrays["left"])))
        is_frame = np.concatenate([self.is_frame, self.is_frame[[piece for piece, _ in cuts]]])
        return Pieces(labels, **arrays, is_frame=is_frame), new

    @cached_property
    def letter_height(self) -> float:
        """Height of an ordinary letter of this page in pixels; 0 when there is nothing like one.

        The median over the ink and not over the pieces: specks are many and weigh little.
        """
        longest = max(self.labels.shape) / 12
        usual = (self.height < longest) & (self.width < 3 * longest) & (self.height > 3)
        usual &= self.width < 12 * self.height
        usual &= ~self.is_frame
        usual[0] = False
        order = np.flatnonzero(usual)[np.argsort(self.height[usual])]
        if not len(order):
            return 0.0
        heaped = np.cumsum(self.area[order])
        return float(self.height[order[np.searchsorted(heaped, heaped[-1] / 2)]])


def pieces_of(image: Picture) -> Pieces:
    """The pieces of ink of a picture whose paper is even."""
    _, ink = cv2.threshold(image, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    found = connected(np.asarray(ink, np.uint8))
    left, top, width, height, area = np.ascontiguousarray(found.boxes.T, np.float64)
    is_frame = _in_rules(image, found.boxes)
    return Pieces(found.labels, left, top, left + width, top + height, area, is_frame)


def _in_rules(image: Picture, boxes: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which pieces lie on an upright rule: in a sixth of the page's height half of the column is not white.

    No column of text is, be it the margin at which all lines begin; and a rule stays grey where it is worn.
    """
    if image.shape[0] < STRIPS * SHORTEST:
        return np.zeros(len(boxes), np.bool_)
    small = halved(halved(image))
    strips = np.array_split(small, STRIPS)
    dark = np.stack([np.median(strip, axis=0) < np.median(strip) - DARKER for strip in strips])
    heaped = np.pad(np.cumsum(dark, axis=1), ((0, 0), (1, 0)))
    middle = boxes[:, 1] + boxes[:, 3] // 2
    strip = np.clip(middle * STRIPS // image.shape[0], 0, STRIPS - 1)
    rightmost = small.shape[1] - 1
    first = np.clip(boxes[:, 0] // REDUCTION, 0, rightmost)
    last = np.clip((boxes[:, 0] + boxes[:, 2] - 1) // REDUCTION, 0, rightmost) + 1
    return np.asarray(heaped[strip, last] - heaped[strip, first] > 0.5 * (last - first), np.bool_)
