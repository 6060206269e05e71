"""Takes away the print of the back where it shines through strongly.

Up to a third of the strength of print the recogniser reads across it; beyond that it reads the back along.
What shines through has gone through paper: it is paler than the print of this side and soft, while the grey
rims of letters are steep. Where more is grey and soft than is print, all goes that is paler than the
valley between the two goes. A clean page pays for a look at three pixels in 25. What it gains:
docs/decisions/0035.
"""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.enhance import EnhanceOptions
from pipeline.ink import Picture
from pipeline.sheet import Sheet

EVERY = 5
"""Of so many rows and columns one is looked at."""
PRINT, PAPER = 90, 215
"""Grey levels below which there is print, and above which there is paper, once the paper is evened out."""
LEAST_PRINT = 0.003
"""Share of the page that is print at least: without any, what is grey is faded print."""
BLACK, BLACK_SHARE = 60, 0.6
"""Grey level of black print, and the share of print that is black at least: 0.75 to 0.88 under strong backs,
0.33 to 0.40 on worn and poor certificates, whose coloured ground is soft and grey as well."""
STEEP, WITHIN = 20, 150
"""Grey levels that nothing soft differs by within an inch over the second: two pixels at 300 dpi."""
SOFT = 1.1
"""Soft grey over print: 1.4 to 2.1 on pages with a back of 45 %, 0.5 to 0.9 with one of 30 %, up to 0.7 on
office scans and on the print of worn ribbons."""
INK, RIM = 20, 15
"""Grey level that becomes black, and how far above the valley the rims of letters become paper."""


class LiftReverse:
    """Draws the levels between print and back apart."""

    name = "lift_reverse"
    order = 27

    def apply(self, sheet: Sheet, options: EnhanceOptions) -> Sheet:  # noqa: ARG002
        if not is_back_strong(sheet.grey, sheet.dpi):
            return sheet
        darker = sheet.grey[::EVERY, ::EVERY]
        darker = darker[darker < PAPER][None]
        valley = cv2.threshold(darker, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[0]
        levels = (np.arange(256) - INK) * 255 / (valley + RIM - INK)
        table = np.clip(levels, 0, 255).astype(np.uint8)
        return sheet.changed(self.name, np.asarray(cv2.LUT(sheet.grey, table), np.uint8))


def is_back_strong(grey: Picture, dpi: float) -> bool:
    """Whether more of the page is grey and soft than is print."""
    far = max(1, round(dpi / WITHIN))
    if min(grey.shape) <= far:
        return False
    here = np.ascontiguousarray(grey[:-far:EVERY, :-far:EVERY])
    print_share = np.count_nonzero(here < PRINT) / max(1, here.size)
    is_between = (here >= PRINT) & (here < PAPER)
    if print_share < LEAST_PRINT or np.count_nonzero(is_between) < SOFT * print_share * here.size:
        return False
    if np.count_nonzero(here < BLACK) < BLACK_SHARE * np.count_nonzero(here < PRINT):
        return False
    below, beside = grey[far::EVERY, :-far:EVERY], grey[:-far:EVERY, far::EVERY]
    steepest = cv2.max(cv2.absdiff(here, below), cv2.absdiff(here, beside))
    soft = np.count_nonzero(is_between & (np.asarray(steepest) < STEEP * far * WITHIN / dpi))
    return bool(soft >= SOFT * print_share * here.size)


step = LiftReverse()
