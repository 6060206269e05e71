"""Takes away rules that touch or cut letters: lines of tables, underlines, frames that print runs into.

A recogniser loses the letters that a rule touches; rules that keep their distance help it to part columns and
stay. A rule is found as a run of ink far longer than any stroke. Its ink goes column by column, except where
a stroke stands on both sides of it and so runs through it. What it gains: docs/decisions/0024.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.connected import connected
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

FULL = 255
"""A byte of eight pixels that all are ink."""


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
    lying = list(_bands(ink, letter)) if level else []
    standing = list(_bands(_picture(cv2.transpose(ink)), letter)) if upright else []
    gone = np.zeros_like(ink)
    # Where rules cross, neither is a stroke of a letter to the other.
    _mark_touched(lying, _without_runs(ink.T, standing).T, letter, gone)
    _mark_touched(standing, _without_runs(ink, lying).T, letter, gone.T)
    left, top, width, height = cv2.boundingRect(gone)
    if not width:
        return grey
    around = np.s_[max(0, top - 1) : top + height + 1, max(0, left - 1) : left + width + 1]
    strokes = cv2.subtract(ink[around], gone[around])
    rims = cv2.subtract(cv2.dilate(gone[around], np.ones((3, 3), np.uint8)), strokes)
    cleaned = grey.copy()
    cleaned[around] |= _picture(rims)
    return cleaned


def _picture(pixels: NDArray[Any]) -> Picture:
    return np.asarray(pixels, np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class _Band:
    """Rows of a picture in which there are level runs of ink as long as rules."""

    first: int
    """The first of the rows."""
    runs: Picture
    """(rows, width), 255 along the runs."""

    @property
    def rows(self) -> slice:
        return slice(self.first, self.first + len(self.runs))


def _bands(ink: Picture, letter: float) -> Iterator[_Band]:
    """The runs of a picture from top to bottom; most of a page has none and is not looked at closely."""
    length = round(LONGER * letter)
    ends = np.flatnonzero(np.diff(np.concatenate([[0], _may_hold_runs(ink, length), [0]])))
    for first, end in zip(ends[::2].tolist(), ends[1::2].tolist(), strict=True):
        above = min(first, 1)
        rows = np.ascontiguousarray(ink[first - above : end + 1])
        # Thickened, so that a run may climb by a pixel.
        climbing = cv2.dilate(rows, np.ones((3, 1), np.uint8))[above : above + end - first]
        runs = _picture(cv2.morphologyEx(climbing, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)))
        if runs.any():
            yield _Band(first, runs)


def _may_hold_runs(ink: Picture, length: int) -> NDArray[np.int8]:
    """For each row whether a run of `length` may be in it: 1 where enough bytes of eight pixels are full.

    A twentieth of what looking for the runs themselves takes, and no run is missed but at the very edges.
    """
    packed = np.packbits(ink, axis=1)
    climbing = packed.copy()
    climbing[1:] |= packed[:-1]
    climbing[:-1] |= packed[1:]
    is_full = _picture(climbing == FULL)
    bytes_within = max(1, (length - 7) // 8)
    enough = _picture(cv2.erode(is_full, np.ones((1, bytes_within), np.uint8)))
    return np.asarray(enough.any(axis=1), np.int8)


def _without_runs(ink: Picture, bands: Sequence[_Band]) -> Picture:
    if not bands:
        return ink
    others = ink.copy()
    for band in bands:
        others[band.rows][band.runs > 0] = 0
    return others


def _mark_touched(bands: Sequence[_Band], strokes: Picture, letter: float, gone: Picture) -> None:
    """Sets `gone` to 255 on the ink of those rules in the bands that strokes touch."""
    margin = max(3, round(STROKE * letter))
    for band in bands:
        found = connected(band.runs)
        for piece, (x, y, width, height, area) in enumerate(found.boxes.tolist()):
            if not area or area > (THINNER * letter + 2) * width:
                continue
            upper = band.first + y
            top, bottom = max(0, upper - margin - 1), min(len(strokes), upper + height + margin + 1)
            columns = slice(x, x + width)
            is_ink = strokes[top:bottom, columns] > 0
            is_run = np.zeros_like(is_ink)
            is_run[upper - top : upper - top + height] = found.labels[y : y + height, columns] == piece
            most = TOUCHED if width > SURE * letter else TOUCHED_SHORT
            rule = _rule_ink(is_run & is_ink, is_ink, margin, most)
            if rule is not None:
                gone[top:bottom, columns][rule] = 255


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
