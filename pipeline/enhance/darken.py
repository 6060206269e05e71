"""Brings pale print to black: an empty cartridge, its streaks, a worn ribbon.

A recogniser that was taught black print takes pale letters for grain. Each letter is darkened by as much as
the darkest ink near it is paler than black, so that a streak comes back with the page. A page whose print is
black on the whole is left alone: what is pale there is a stamp, or the back. What it gains:
docs/decisions/0035.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.enhance import EnhanceOptions
from pipeline.ink import Picture
from pipeline.sheet import Sheet

PALE = 0.25
"""Contrast of a page's ink at a glance below which its print is pale: good scans have 0.5 to 0.65, bad copies
and the print of worn ribbons 0.43 and more. Even print with 0.27 was read no better for being darkened."""
FEWEST_LETTERS = 20
"""With fewer letters than this nothing is darkened: it may be dust."""
CELL = 8
"""Pixels of a cell in which the darkest ink is looked for."""
ACROSS, DOWN = 3, 9
"""Cells around a letter in which that ink may stand: a streak is as narrow as a letter and crosses lines."""
FLOOR = 24.0
"""Grey levels by which ink is darker than its paper at least; less is grain, and stays."""
WANTED = 230.0
"""Grey levels by which black print is darker than its paper."""
MOST = 6.0
"""Nothing is darkened more: the grain would be darkened with it."""
STEPS = 32
"""Fineness with which a factor is kept in a byte."""
BAND = 512
"""Rows that are darkened at a time."""


class Darken:
    """Multiplies the ink."""

    name = "darken"
    order = 28

    def apply(self, sheet: Sheet, options: EnhanceOptions) -> Sheet:  # noqa: ARG002
        sheet, look = sheet.looked_at()
        if look.contrast >= PALE or look.letter_count < FEWEST_LETTERS:
            return sheet
        return replace(sheet.changed(self.name, darkened(sheet.grey)), look=None)


def darkened(grey: Picture) -> Picture:
    """The picture, whose paper is white, with its ink as dark as black print."""
    factors = np.rint(factors_of(grey) * STEPS).astype(np.uint8)
    whole = cv2.resize(factors, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    out = np.empty_like(grey)
    for top in range(0, len(grey), BAND):
        rows = slice(top, top + BAND)
        ink = cv2.multiply(cv2.bitwise_not(grey[rows]), whole[rows], scale=1 / STEPS)
        cv2.bitwise_not(ink, dst=out[rows])
    return out


def factors_of(grey: Picture) -> NDArray[np.float64]:
    """For each cell of the picture by how much its ink is to be multiplied, 1 to `MOST`."""
    darkest = cv2.erode(cv2.blur(grey, (3, 3)), np.ones((CELL, CELL), np.uint8))
    cells = cv2.bitwise_not(np.ascontiguousarray(darkest[CELL // 2 :: CELL, CELL // 2 :: CELL]))
    near = cv2.dilate(cells, np.ones((DOWN, ACROSS), np.uint8))
    depth = cv2.blur(near, (ACROSS, ACROSS)).astype(np.float64)
    return np.where(depth < FLOOR, 1.0, np.clip(WANTED / np.maximum(depth, 1.0), 1.0, MOST))


step = Darken()
