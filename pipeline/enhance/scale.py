"""Brings the letters to the size that the recogniser was trained for: small ones up, large ones down.

Tesseract squeezes every line to 36 pixels; letters below about 17 pixels lose their marks, and those far
above only cost time in finding the layout. What counts is the letters' height, not the stated dpi, which
telephones and careless programs get wrong.
"""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.enhance import EnhanceOptions
from pipeline.ink import glimpse
from pipeline.sheet import Sheet

WANTED = 26.0
"""Median height in pixels of a page's letters, small and capital together; 13-point print at 290 dpi."""
SMALLEST, LARGEST = 18.5, 38.0
"""Letters between these are left as they are."""
MOST = 4.0
"""Nothing is enlarged more: it would add pixels and no knowledge."""
MOST_PIXELS = 36_000_000
"""An enlarged page stays below this, about A4 at 600 dpi."""
FEWEST_PIECES = 20
"""With fewer letters than this the stated resolution decides."""


class Scale:
    """Enlarges or reduces the page."""

    name = "scale"
    order = 40

    def apply(self, sheet: Sheet, options: EnhanceOptions) -> Sheet:  # noqa: ARG002
        factor = wanted_factor(sheet)
        if factor == 1.0:
            return sheet
        height, width = sheet.grey.shape
        size = round(width * factor), round(height * factor)
        way = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
        grey = cv2.resize(sheet.grey, size, interpolation=way).astype(np.uint8, copy=False)
        forward = np.array([[size[0] / width, 0, 0], [0, size[1] / height, 0]], np.float64)
        return sheet.changed(self.name, grey, forward)


def wanted_factor(sheet: Sheet) -> float:
    """By how much to scale; 1.0 when the letters are of a readable size."""
    look = glimpse(sheet.grey)
    if len(look.boxes) >= FEWEST_PIECES:
        heights = look.boxes[:, 3]
        letter = float(np.median(heights[heights >= 0.4 * np.median(heights)])) / look.scale
    else:
        letter = WANTED * sheet.dpi / 290
    if SMALLEST <= letter <= LARGEST:
        return 1.0
    room = float(np.sqrt(MOST_PIXELS / sheet.grey.size))
    return max(0.1, min(WANTED / letter, MOST, max(room, 1.0)))


step = Scale()
