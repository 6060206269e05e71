"""Between a page as the file describes it and the page as people see it: cropped, turned, scaled.

Places are told in points of the page as it is shown, origin bottom left; a field's rectangle is in the page's
own units (ISO 32000-2, 8.3.2.3 and Table 31: CropBox, Rotate, UserUnit). Works on pages of pyHanko and of
pikepdf alike, since both are mappings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Rectangle = tuple[float, float, float, float]
"""left, bottom, right, top."""

_DEEPEST = 50
"""Levels of a page tree that are searched for what a page inherits."""
_A4 = (0.0, 0.0, 595.28, 841.89)


@dataclass(frozen=True, slots=True)
class ShownPage:
    """What is shown of a page, and how it is turned."""

    crop: Rectangle
    """In the page's own units."""
    rotation: int = 0
    """Degrees clockwise: 0, 90, 180 or 270."""
    unit: float = 1.0
    """Points in one of the page's own units."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points as shown."""
        width = (self.crop[2] - self.crop[0]) * self.unit
        height = (self.crop[3] - self.crop[1]) * self.unit
        return (height, width) if self.rotation in {90, 270} else (width, height)

    def in_file(self, box: Rectangle) -> Rectangle:
        """A box as shown, in the page's own units: what goes into `/Rect`."""
        corners = [self._stored(*corner) for corner in (box[:2], box[2:])]
        return _around(corners)

    def as_shown(self, rectangle: Rectangle) -> Rectangle:
        """A rectangle in the page's own units, in points as shown."""
        corners = [self._shown(*corner) for corner in (rectangle[:2], rectangle[2:])]
        return _around(corners)

    def _stored(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self.crop
        x, y = x / self.unit, y / self.unit
        match self.rotation:
            case 90:
                return right - y, bottom + x
            case 180:
                return right - x, top - y
            case 270:
                return left + y, top - x
            case _:
                return left + x, bottom + y

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self.crop
        match self.rotation:
            case 90:
                x, y = y - bottom, right - x
            case 180:
                x, y = right - x, top - y
            case 270:
                x, y = top - y, x - left
            case _:
                x, y = x - left, y - bottom
        return x * self.unit, y * self.unit


def shown_page(page: Any) -> ShownPage:
    """How this page dictionary (pyHanko's or pikepdf's) is shown; nonsense counts as plain A4."""
    media = _rectangle(inherited(page, "/MediaBox")) or _A4
    crop = _rectangle(inherited(page, "/CropBox")) or media
    seen = (max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3]))
    if seen[0] >= seen[2] or seen[1] >= seen[3]:
        seen = media
    rotation = _number(inherited(page, "/Rotate"), 0.0)
    unit = _number(_followed(page, "/UserUnit"), 1.0)
    return ShownPage(seen, round(rotation / 90) % 4 * 90, unit if unit > 0 else 1.0)


def inherited(page: Any, name: str) -> Any:
    """An attribute of the page or of the nodes of the page tree above it; `None` when none has it."""
    node: Any = page
    for _ in range(_DEEPEST):
        if node is None:
            return None
        if name in node:
            return node[name]
        node = _followed(node, "/Parent")
    return None


def _followed(node: Any, name: str) -> Any:
    """The entry itself: pyHanko's `get` returns the reference to it."""
    return node[name] if name in node else None  # noqa: SIM401


def _rectangle(numbers: Any) -> Rectangle | None:
    try:
        a, b, c, d = (float(number) for number in numbers)
    except (TypeError, ValueError):
        return None
    rectangle = _around([(a, b), (c, d)])
    return rectangle if rectangle[0] < rectangle[2] and rectangle[1] < rectangle[3] else None


def _number(value: Any, default: float) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return default


def _around(corners: list[tuple[float, float]]) -> Rectangle:
    xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    return xs[0], ys[0], xs[-1], ys[-1]
