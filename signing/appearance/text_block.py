"""The agency's text at the top right of page 1, on appendices and electronic copies.

Decree 30/2020, Appendix I: on an appendix the document's number and symbol and the signing time (part I,
section II, point 8 b); on a copy its form (SAO Y, SAO LỤC, TRÍCH SAO), the agency and the signing time (part
II). Times New Roman 10, upright, black, no image.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from signing import fonts
from signing.appearance import measures

VIETNAM = timezone(timedelta(hours=7))
DEFAULT_COPY = "SAO Y"
"""The form of a copy where none is named: the whole of an original (Art. 3, point 10)."""


def time_line(at: datetime) -> str:
    """`Thời gian ký: 2026-11-22T10:40:05+07:00`, date, time and zone in the form of ISO 8601."""
    return f"Thời gian ký: {at.astimezone(VIETNAM).isoformat(timespec='seconds')}"


def broken(lines: Sequence[str], most: float) -> tuple[str, ...]:
    """The lines wrapped to `most` points; an empty one keeps its height."""
    return tuple(part for line in lines for part in (fonts.wrapped(line, most, measures.TEXT_SIZE) or ("",)))


def block_size(lines: Sequence[str], most: float) -> tuple[float, float]:
    """Width and height in points of the lines wrapped to `most` points."""
    parts = broken(lines, most)
    width = max((fonts.width(part, measures.TEXT_SIZE) for part in parts), default=0.0) or most
    height = (len(parts) - 1) * measures.TEXT_LEADING + measures.TEXT_ASCENT + measures.TEXT_DESCENT
    return width + 0.5, height
