"""Brings the letters to the size that the recogniser was trained for: small ones up, large ones down.

Tesseract squeezes every line to 36 pixels; letters below about 17 pixels lose their marks, and those far
above only cost time in finding the layout. What counts is the letters' height, not the stated dpi, which
telephones and careless programs get wrong.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from pipeline.enhance import EnhanceOptions
from pipeline.ink import Glimpse
from pipeline.sheet import Sheet

WANTED = 25.0
"""Median height in pixels of a page's letters, small and capital together: 13-point print at 260 dpi. On six
real pages at 300 dpi, 0.7 to 0.9 of the size gave the same error as the full size, for a fifth less time."""
SMALLEST, LARGEST = 15.5, 27.5
"""Letters between these are left as they are."""
MOST = 4.0
"""Nothing is enlarged more: it would add pixels and no knowledge."""
MOST_PIXELS = 36_000_000
"""An enlarged page stays below this, about A4 at 600 dpi."""
FEWEST_LETTERS = 20
"""With fewer letters than this the stated resolution decides."""


class Scale:
    """Enlarges or reduces the page."""

    name = "scale"
    order = 40

    def apply(self, sheet: Sheet, options: EnhanceOptions) -> Sheet:  # noqa: ARG002
        sheet, look = sheet.looked_at()
        factor = wanted_factor(sheet, look)
        if factor == 1.0:
            return sheet
        height, width = sheet.grey.shape
        size = round(width * factor), round(height * factor)
        way = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA if factor < 0.6 else cv2.INTER_LINEAR
        grey = cv2.resize(sheet.grey, size, interpolation=way).astype(np.uint8, copy=False)
        forward = np.array([[size[0] / width, 0, 0], [0, size[1] / height, 0]], np.float64)
        scaled = sheet.changed(self.name, grey, forward)
        return replace(scaled, look=replace(look, scale=look.scale * sheet.grey.shape[0] / size[1]))


def wanted_factor(sheet: Sheet, look: Glimpse) -> float:
    """By how much to scale; 1.0 when the letters are of a readable size."""
    letter = look.letter_height if look.letter_count >= FEWEST_LETTERS else WANTED * sheet.dpi / 260
    if SMALLEST <= letter <= LARGEST:
        return 1.0
    room = float(np.sqrt(MOST_PIXELS / sheet.grey.size))
    return max(0.1, min(WANTED / letter, MOST, max(room, 1.0)))


step = Scale()
