"""Boxes and lines on a page, in pixels of the upright page, origin top left.

"Upright" means turned by a multiple of 90° so that the text reads from left to right. A small skew is
not removed from these coordinates: they fall on the page as a viewer shows it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """An axis-aligned rectangle, `x0 <= x1`, `y0 <= y1`, in pixels."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)

    def scaled(self, factor: float) -> Box:
        """The same place on a page drawn `factor` times as large."""
        return Box(self.x0 * factor, self.y0 * factor, self.x1 * factor, self.y1 * factor)

    def moved(self, dx: float, dy: float) -> Box:
        return Box(self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy)

    def clipped(self, width: float, height: float) -> Box:
        """The part of the box that lies on a page of `width` × `height`."""
        x0, x1 = sorted((min(max(self.x0, 0.0), width), min(max(self.x1, 0.0), width)))
        y0, y1 = sorted((min(max(self.y0, 0.0), height), min(max(self.y1, 0.0), height)))
        return Box(x0, y0, x1, y1)

    def overlap(self, other: Box) -> float:
        """Area in square pixels that both boxes cover."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(0.0, width) * max(0.0, height)

    def as_list(self) -> list[float]:
        """`[x0, y0, x1, y1]` rounded to a tenth of a pixel, as records keep it."""
        return [round(self.x0, 1), round(self.y0, 1), round(self.x1, 1), round(self.y1, 1)]

    @classmethod
    def from_list(cls, values: Iterable[float]) -> Box:
        x0, y0, x1, y1 = values
        return cls(float(x0), float(y0), float(x1), float(y1))

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Box:
        """The smallest box that holds all of `boxes`; `ValueError` when there is none."""
        every = list(boxes)
        return cls(
            min(box.x0 for box in every),
            min(box.y0 for box in every),
            max(box.x1 for box in every),
            max(box.y1 for box in every),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A straight baseline from (`x0`, `y0`) to (`x1`, `y1`) in pixels; its slope is the text's slope."""

    x0: float
    y0: float
    x1: float
    y1: float

    def y_at(self, x: float) -> float:
        """How far down the line runs at `x`, also beyond its ends."""
        return self.y0 + (self.y1 - self.y0) * (x - self.x0) / max(self.x1 - self.x0, 1.0)

    def between(self, left: float, right: float) -> Line:
        """The piece of the line from `left` to `right`, also beyond its ends."""
        return Line(left, self.y_at(left), right, self.y_at(right))

    def as_list(self) -> list[float]:
        return [round(self.x0, 1), round(self.y0, 1), round(self.x1, 1), round(self.y1, 1)]

    @classmethod
    def from_list(cls, values: Iterable[float]) -> Line:
        x0, y0, x1, y1 = values
        return cls(float(x0), float(y0), float(x1), float(y1))
