"""One drawn character of a PDF page, as pdfium gives it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character in points of the upright page, origin top left."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base_x: float
    base_y: float
    advance: float
    """How far the next character stands when nothing parts the two."""
    size: float
    angle: float
    """Radians clockwise of the line of writing."""
    font: int = 0
    """Key of its font among those of the page."""
    is_mapped: bool = True
    """False where the file does not say which letter it is."""
