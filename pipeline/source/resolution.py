"""Settles how many dots per inch an image has: by its tag, or from A4 when the tag cannot be right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

A4_LONG_INCHES = 11.69
_SHORTEST_PAGE_INCHES = 2.0
"""Long side of the smallest paper that offices scan: an identity card has 3.4 inches."""
_LONGEST_PAGE_INCHES = 48.0
"""Long side of A0 is 46.8 inches."""
_LARGEST_BY_SCREEN_TAG_INCHES = 17.0
"""72 and 96 are what programs write when they know nothing; beyond A3 such a tag is not believed."""
_SCREEN_TAGS = (72.0, 96.0)
_LOWEST, _HIGHEST = 50.0, 4800.0
_LOWEST_ESTIMATE, _HIGHEST_ESTIMATE = 72.0, 1200.0

ESTIMATED_VI = "Ảnh không ghi độ phân giải đáng tin; đã ước lượng theo khổ A4."


@dataclass(frozen=True, slots=True)
class Resolution:
    """Dots per inch along both sides, and whether they were only estimated."""

    x: float
    y: float
    is_estimated: bool = False

    @property
    def is_square(self) -> bool:
        """True when both sides agree within 2 %, as all but fax images do."""
        return abs(self.x - self.y) <= 0.02 * max(self.x, self.y)


def resolution_of(info: Mapping[Any, Any], width: int, height: int) -> Resolution:
    """The resolution of an image of `width` × `height` pixels, given Pillow's `info`."""
    tag = info.get("dpi")
    try:
        x, y = float(tag[0]), float(tag[1])  # type: ignore[index]  # absent or malformed: caught below
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        x = y = 0.0
    if _is_believable(x, y, width, height):
        return Resolution(x, y)
    estimate = max(width, height) / A4_LONG_INCHES
    estimate = min(max(estimate, _LOWEST_ESTIMATE), _HIGHEST_ESTIMATE)
    return Resolution(estimate, estimate, is_estimated=True)


def _is_believable(x: float, y: float, width: int, height: int) -> bool:
    if not (_LOWEST <= x <= _HIGHEST and _LOWEST <= y <= _HIGHEST) or max(x, y) > 2.5 * min(x, y):
        return False
    long_inches = max(width / x, height / y)
    if round(x) in _SCREEN_TAGS and long_inches > _LARGEST_BY_SCREEN_TAG_INCHES:
        return False
    return _SHORTEST_PAGE_INCHES <= long_inches <= _LONGEST_PAGE_INCHES
