"""Takes away rules that touch or cut letters: lines of tables, underlines, frames that print runs into.

A recogniser loses the letters that a rule touches; rules that keep their distance help it to part columns and
stay. A rule is found as a run of ink far longer than any stroke. Its ink goes column by column, except where
a stroke stands on both sides of it and so runs through it. What it gains: docs/decisions/0024.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.enhance import EnhanceOptions
from pipeline.enhance.despeckle import letter_height
from pipeline.ink import Glimpse, Picture
from pipeline.sheet import Sheet

Mask = NDArray[np.bool_]

LONGER = 4.0
"""Letters' heights from which a run of ink is a rule; the bar of a heading's T has up to 2.5."""
THINNER = 0.6
"""Letters' heights up to which a run is a rule and no black area."""
INK = 190
"""Grey level below which a pixel is ink on paper that has been evened out."""
STROKE = 0.25
"""Letters' heights that ink must reach beyond a rule to be a stroke of a letter, not its roughness."""
WHOLE = 0.7
"""Share of a rule's length that must be ink."""
FEWEST_STROKES = 2
"""Strokes that must touch a rule before it is taken away."""
TOUCHED, TOUCHED_SHORT, SURE = 0.8, 0.4, 10.0
"""Share of a rule's length that strokes may touch, longer and shorter than `SURE` letters' heights; more is a
line of text whose letters have run together."""
STRAIGHT = 0.75
"""Pixels by which half of a rule may be off its line; the ring of a seal is off by more within `LONGER`."""
SEEN = 30
"""Pixels at a glance (100 dpi) of a run without letters for which the page is looked at closely."""


class LiftRules:
    """Paints paper over rules and leaves the strokes that cross them."""

    name = "lift_rules"
    order = 65

    def apply(self, sheet: Sheet, options: EnhanceOptions) -> Sheet:  # noqa: ARG002
        sheet, look = sheet.looked_at()
        level, upright = runs_seen(look)
        if not level and not upright:
            return sheet
        cleaned = without_rules(sheet.grey, letter_height(sheet, look), level=level, upright=upright)
        return sheet if cleaned is sheet.grey else replace(sheet.changed(self.name, cleaned), look=None)


def runs_seen(look: Glimpse) -> tuple[bool, bool]:
    """Whether long level and long upright runs are seen at a glance, letters left out."""
    other = cv2.dilate(cv2.subtract(look.ink, look.letters), np.ones((3, 3), np.uint8))
    return (
        bool(cv2.erode(other, np.ones((1, SEEN), np.uint8)).any()),
        bool(cv2.erode(other, np.ones((SEEN, 1), np.uint8)).any()),
    )


def without_rules(grey: Picture, letter: float, *, level: bool = True, upright: bool = True) -> Picture:
    """The picture without rules, level and upright, that letters touch; the same object where there are none.

    `letter` is the height of the page's letters in pixels.
    """
    ink = _picture(cv2.threshold(grey, INK, 255, cv2.THRESH_BINARY_INV)[1])
    lying = _runs(ink, letter) if level else None
    standing = _runs(_picture(cv2.transpose(ink)), letter) if upright else None
    # Where rules cross, neither is a stroke of a letter to the other.
    strokes = ink if standing is None else _picture(cv2.subtract(ink, cv2.transpose(standing)))
    gone = None if lying is None else _touched(lying, strokes, letter)
    if standing is not None:
        strokes = _picture(cv2.transpose(ink if lying is None else cv2.subtract(ink, lying)))
        found = _touched(standing, strokes, letter)
        if found is not None:
            found = _picture(cv2.transpose(found))
            gone = found if gone is None else _picture(cv2.bitwise_or(gone, found))
    if gone is None:
        return grey
    left = cv2.subtract(ink, gone)
    rims = cv2.subtract(cv2.dilate(gone, np.ones((3, 3), np.uint8)), left)
    return _picture(cv2.bitwise_or(grey, rims))


def _picture(pixels: NDArray[Any]) -> Picture:
    return np.asarray(pixels, np.uint8)


def _runs(ink: Picture, letter: float) -> Picture | None:
    """255 along level runs of ink that are as long as rules; `None` where there are none."""
    # Thickened, so that a run may climb by a pixel.
    climbing = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    runs = _picture(
        cv2.morphologyEx(climbing, cv2.MORPH_OPEN, np.ones((1, round(LONGER * letter)), np.uint8))
    )
    return runs if runs.any() else None


def _touched(runs: Picture, ink: Picture, letter: float) -> Picture | None:
    """255 on the ink of the rules among `runs` that strokes in `ink` touch; `None` where none is touched."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    gone = np.zeros_like(ink)
    margin = max(3, round(STROKE * letter))
    for piece in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[piece])
        if area > (THINNER * letter + 2) * width:
            continue
        top, bottom = max(0, y - margin - 1), min(ink.shape[0], y + height + margin + 1)
        window = np.s_[top:bottom, x : x + width]
        is_ink = ink[window] > 0
        most = TOUCHED if width > SURE * letter else TOUCHED_SHORT
        found = _rule_ink((labels[window] == piece) & is_ink, is_ink, margin, most)
        if found is not None:
            gone[window][found] = 255
    return gone if gone.any() else None


def _rule_ink(run: Mask, ink: Mask, margin: int, most_touched: float) -> Mask | None:
    """Which ink of a window goes with the rule of which `run` was found; `None`: it is none, or untouched."""
    height, width = run.shape
    columns = np.flatnonzero(run.any(axis=0))
    if len(columns) < WHOLE * width:
        return None
    first, last = run.argmax(axis=0)[columns], height - 1 - run[::-1].argmax(axis=0)[columns]
    if not _is_straight(columns, (first + last) / 2):
        return None
    above, below = _reach(ink[::-1], height - 1 - first, columns, margin), _reach(ink, last, columns, margin)
    rough = max(1, margin // 4)
    is_above, is_below = above > rough, below > rough
    is_touched = is_above | is_below
    strokes = int(np.count_nonzero(np.diff(is_touched.astype(np.int8), prepend=0) == 1))
    if strokes < FEWEST_STROKES or float(np.mean(is_touched)) > most_touched:
        return None
    # A slanted stroke enters and leaves at different columns.
    slant = np.ones((1, int(np.median(last - first + 1)) // 2 * 2 + 1), np.uint8)
    enters, leaves = (cv2.dilate(side.astype(np.uint8)[None], slant)[0] > 0 for side in (is_above, is_below))
    rows = np.arange(height)[:, None]
    is_rule = (rows >= first - np.where(is_above, 0, above)) & (rows <= last + np.where(is_below, 0, below))
    gone = np.zeros_like(run)
    gone[:, columns] = is_rule & ~(enters & leaves) & ink[:, columns]
    return gone


def _reach(ink: Mask, last: NDArray[np.intp], columns: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    """How many pixels the ink goes on below row `last` of each column, up to `most`."""
    reach = np.zeros(len(columns), np.intp)
    for step in range(1, most + 1):
        inside = last + step < len(ink)
        reach += (reach == step - 1) & inside & ink[np.minimum(last + step, len(ink) - 1), columns]
    return reach


def _is_straight(columns: NDArray[np.intp], middles: NDArray[np.float64]) -> bool:
    """Whether the middle of a run keeps to a straight line; the ring of a seal does not."""
    slope, offset = np.polyfit(columns, middles, 1)
    return float(np.median(np.abs(middles - slope * columns - offset))) <= STRAIGHT


step = LiftRules()
