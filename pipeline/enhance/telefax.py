"""Smooths what came by telefax and mends scan lines that came over broken.

A fax has 98 or 196 scan lines to the inch (ITU-T T.4); brought to square pixels each stands there two or
three times, and slanted strokes and marks become stairs. The lines as they were sent are found again, broken
ones take the mean of their neighbours, and the page is drawn anew between them. A grey page pays for a look
at one pixel in 35. What it gains: docs/decisions/0035.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.enhance import EnhanceOptions
from pipeline.ink import Picture
from pipeline.sheet import Sheet

BLACK, WHITE = 20, 235
"""Grey levels between which a page of black and white has no pixels."""
GREY_SHARE = 0.002
"""Share of such pixels up to which a page counts as black and white."""
REPEATED = (0.2, 0.9)
"""Share of rows with ink that repeat the row above: a scan at 300 dpi has next to none, 196 lines have a
third and 98 lines two thirds."""
LOST = 0.6
"""Share of the strokes coming from above and going on below that a broken scan line has lost."""
STROKES, RUN = 0.1, 0.06
"""Inches of strokes on a scan line that can be judged by them, and of a run that stands alone on another."""
RUNS = (2, 40)
"""Runs on a broken scan line between lines of text; a hyphen is one, a row of leaders more."""
PAGE_WIDTH = 8.27
"""Inches, of A4."""
BAND = 512
"""Rows drawn at a time."""


class Telefax:
    """Draws the page anew between its scan lines."""

    name = "telefax"
    order = 3

    def apply(self, sheet: Sheet, options: EnhanceOptions) -> Sheet:  # noqa: ARG002
        some = sheet.grey[::7, ::5]
        if np.count_nonzero((some > BLACK) & (some < WHITE)) > GREY_SHARE * some.size:
            return sheet
        found = scan_lines(sheet.grey)
        if found is None:
            return sheet
        lines, middles = found
        smooth = _between(mended(lines), middles, len(sheet.grey))
        return sheet.changed(self.name, np.asarray(cv2.blur(smooth, (3, 1)), np.uint8))


def scan_lines(grey: Picture) -> tuple[Picture, NDArray[np.float64]] | None:
    """The rows as they were sent and where the middle of each lies in `grey`; `None` for no fax."""
    some = grey[:, ::3]
    is_new = np.concatenate([[True], np.asarray(some[1:] != some[:-1]).any(axis=1)])
    has_ink: NDArray[np.bool_] = np.asarray(np.min(some, axis=1) < 128, np.bool_)
    inked = has_ink[1:] & has_ink[:-1]
    repeated = 1 - float(np.mean(is_new[1:][inked])) if inked.any() else 0.0
    if not REPEATED[0] < repeated < REPEATED[1]:
        return None
    starts = np.flatnonzero(is_new)
    ends = np.append(starts[1:], len(grey))
    # Rows that were sent alike, as between lines of text, are told apart by how often a row repeats.
    counts = np.maximum(1, np.rint((ends - starts) * (1 - repeated))).astype(np.intp)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    share = (np.arange(len(first)) - first + 0.5) / np.repeat(counts, counts)
    middles = np.repeat(starts, counts) + np.repeat(ends - starts, counts) * share
    return grey[np.repeat(starts, counts)], middles


def mended(lines: Picture) -> Picture:
    """The scan lines with the mean of its neighbours in place of each broken one."""
    ink = lines < 128
    above, below = np.vstack([ink[:1], ink[:-1]]), np.vstack([ink[1:], ink[-1:]])
    strokes = above & below
    alone = ink & ~above & ~below
    dpi = lines.shape[1] / PAGE_WIDTH
    passing, lost = np.count_nonzero(strokes, axis=1), np.count_nonzero(strokes & ~ink, axis=1)
    has_text = passing > STROKES * dpi
    solid = cv2.erode(alone.astype(np.uint8), np.ones((1, max(1, round(RUN * dpi))), np.uint8))
    has_run = np.asarray(solid > 0).any(axis=1)
    runs = np.count_nonzero(np.diff(alone.astype(np.int8), axis=1) == 1, axis=1)
    is_stray = has_run & (runs >= RUNS[0]) & (runs <= RUNS[1])
    rows = np.flatnonzero(np.where(has_text, lost > LOST * passing, is_stray))
    rows = rows[(rows > 0) & (rows < len(lines) - 1)]
    out = lines.copy()
    out[rows] = (lines[rows - 1] // 2) + (lines[rows + 1] // 2)
    return out


def _between(lines: Picture, middles: NDArray[np.float64], height: int) -> Picture:
    """`height` rows, each the mean of the scan lines above and below it by its distance from them."""
    place = np.interp(np.arange(height) + 0.5, middles, np.arange(len(middles)))
    upper = np.minimum(place.astype(np.intp), max(0, len(lines) - 2))
    lower = np.minimum(upper + 1, len(lines) - 1)
    part = np.rint((place - upper) * 256).astype(np.uint16)[:, None]
    out = np.empty((height, lines.shape[1]), np.uint8)
    for top in range(0, height, BAND):
        rows = slice(top, top + BAND)
        out[rows] = (lines[upper[rows]] * (256 - part[rows]) + lines[lower[rows]] * part[rows]) >> 8
    return out


step = Telefax()
