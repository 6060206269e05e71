"""Whether a page was scanned too dark or too light to keep what is on it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.quality.view import ScanView

DARK_PAPER = 120.0
"""Of 255: median brightness of the paper; the drawn worn papers have 180 and more, blue covers 140."""
PALE_INK = 0.22
"""How much darker than its paper the darkest twentieth of the ink is, 0 to 1: print has 0.6 and more."""
GLARE_SHARE = 0.08
"""Share of the page in which light has eaten paper and ink together, beside paper that is not white."""
LEAST_INK = 0.004
"""Share of the page that must be a trace of ink before its strength is judged."""
TRACE = 240
"""Of 255, relative to the paper: darker than this may be ink, however pale."""


@dataclass(frozen=True, slots=True)
class Light:
    """How the page was lit."""

    paper: float
    """Median brightness of the paper, 0 to 255."""
    ink: float
    """How much darker than its paper the darkest twentieth of the ink is, 0 to 1; 1 without ink."""
    glare: float
    """Share of the page that is burnt out while the rest of the paper is not white."""

    @property
    def is_dark(self) -> bool:
        return self.paper < DARK_PAPER

    @property
    def is_pale(self) -> bool:
        return self.ink < PALE_INK

    @property
    def is_burnt(self) -> bool:
        return self.glare > GLARE_SHARE


def light_of(view: ScanView) -> Light:
    """Measures paper, ink and glare on the reduced view."""
    paper = view.paper[::4, ::4]
    relative = cv2.divide(view.grey, np.maximum(view.paper, 1), scale=255)
    traces = relative[relative < TRACE]
    ink = 1.0
    if traces.size > LEAST_INK * relative.size:
        ink = 1 - float(np.percentile(traces, 5)) / 255
    median = float(np.median(paper))
    burnt = float(np.count_nonzero(paper >= 253) / paper.size)
    # White paper scanned well is all at 255: only beside grey paper is a white patch a reflection.
    glare = burnt if median < 225 else 0.0
    return Light(median, ink, glare)
