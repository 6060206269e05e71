"""Turns a sideways or upside-down page upright, from the shape of its lines; a trial reading only in doubt.

Lines of text make a sharp row profile only when they run level: 6 to 10 times sharper than across, on every
page of 8 real documents. Which end is up is told by the marks and ascenders above the lines: +0.27 to +0.55
on the same pages, and the negative on their heads.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from pipeline.enhance import EnhanceOptions
from pipeline.ink import Glimpse, Picture, slope_of, turned, upright_evidence
from pipeline.sheet import Sheet

SURE_DIRECTION = 1.5
"""How many times sharper one direction's profile must be to be believed without a trial reading."""
SURE_UPRIGHT = 0.15
"""Evidence from which a page is believed to stand on its feet."""
FEWEST_LETTERS = 25
"""A page with fewer letters is left as it came: there is nothing to judge by."""
STRIP_HEIGHT = 0.12
"""Height of the strip that is read on trial, as a share of the page's."""


class TurnUpright:
    """Turns the page by 0, 90, 180 or 270 degrees."""

    name = "turn_upright"
    order = 20

    def apply(self, sheet: Sheet, options: EnhanceOptions) -> Sheet:
        sheet, look = sheet.looked_at()
        if look.letter_count < FEWEST_LETTERS:
            return replace(sheet, is_upright_sure=False)
        level, across = slope_of(look.letters), slope_of(turned(look.letters, 1))
        is_sideways = across.strength > level.strength
        letters = turned(look.letters, 1) if is_sideways else look.letters
        evidence = upright_evidence(letters, (across if is_sideways else level).degrees)
        sharper, duller = sorted((level.strength, across.strength), reverse=True)
        is_sure = sharper >= SURE_DIRECTION * duller and evidence >= SURE_UPRIGHT
        quarters = int(is_sideways)
        if is_sure:
            return sheet.turned_upright(quarters)
        return self._in_doubt(sheet, look, quarters, evidence, options)

    def _in_doubt(
        self, sheet: Sheet, look: Glimpse, quarters: int, evidence: float, options: EnhanceOptions
    ) -> Sheet:
        if options.readability is None:
            turn = quarters + (2 if evidence <= -SURE_UPRIGHT else 0)
            return replace(sheet.turned_upright(turn), is_upright_sure=abs(evidence) >= SURE_UPRIGHT)
        strip_scale = sheet.grey.shape[0] / look.letters.shape[0]
        turns = (quarters, quarters + 2, quarters + 1, quarters + 3)
        scores: list[tuple[float, int]] = []
        for turn in turns:
            strip = densest_strip(turned(look.letters, turn), turned(sheet.grey, turn), strip_scale)
            scores.append((options.readability(strip), turn))
            if scores[-1][0] >= 0.75:  # text the right way up reads well; no need to try the rest
                break
        best, turn = max(scores, key=lambda entry: entry[0])
        as_it_came = next((score for score, other in scores if other % 4 == 0), 0.0)
        if best < 0.4 or (turn % 4 and best < as_it_came + 0.15):
            return replace(sheet, is_upright_sure=False)
        return sheet.turned_upright(turn)


def densest_strip(letters: Picture, grey: Picture, scale: float) -> Picture:
    """The level strip of `grey` that holds the most letters; `scale` leads from `letters` to `grey`."""
    height = max(24, round(letters.shape[0] * STRIP_HEIGHT))
    ink = np.cumsum(np.concatenate([[0], (letters > 0).sum(axis=1)]))
    if len(ink) <= height + 1:
        return grey
    first = int(np.argmax(ink[height:] - ink[:-height]))
    rows = slice(int(first * scale), int((first + height) * scale))
    columns = np.flatnonzero(letters[first : first + height].any(axis=0))
    if len(columns) == 0:
        return grey[rows]
    left, right = int(max(0, columns[0] - 5) * scale), int((columns[-1] + 6) * scale)
    strip = grey[rows, left:right]
    longest = max(strip.shape)
    if longest > 2600:
        shrink = 2600 / longest
        return cv2.resize(strip, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA).astype(
            np.uint8, copy=False
        )
    return np.ascontiguousarray(strip)


step = TurnUpright()
