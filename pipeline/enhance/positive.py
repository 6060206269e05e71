"""Turns a page of white letters on black into black on white, as film scans and wrongly coded files have it.

Everything after this step looks for dark ink on light paper.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from pipeline.enhance import EnhanceOptions
from pipeline.ink import reduced
from pipeline.sheet import Sheet

DARK = 100
"""Middle brightness, of 255, below which a page may be a negative; the most yellowed paper stays above."""
BRIGHT = 60
"""How much brighter than the ground the brightest fiftieth of a negative is: its letters."""


class Positive:
    """Inverts a negative."""

    name = "positive"
    order = 15

    def apply(self, sheet: Sheet, options: EnhanceOptions) -> Sheet:  # noqa: ARG002
        middle, brightest = np.percentile(reduced(sheet.grey, 600), (50, 98))
        if middle >= DARK or brightest - middle < BRIGHT:
            return sheet
        return replace(sheet.changed(self.name, cv2.bitwise_not(sheet.grey).astype(np.uint8)), look=None)


step = Positive()
