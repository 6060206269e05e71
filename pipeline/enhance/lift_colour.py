"""Takes red seals off the text beneath them, and remembers where the ink was coloured.

Red ink is as bright as paper in the red channel, black text is not: on 25 real scans the signer's name under
the seal was read in 7 from the grey picture and in 18 from the red channel. Only seals and what crosses black
text are lifted: titles of certificates are printed in red and must stay.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from pipeline.enhance import EnhanceOptions
from pipeline.ink import Picture, reduced
from pipeline.sheet import ColourPicture, Sheet

COLOURED = 50
"""Difference of the brightest and the darkest channel from which a pixel counts as coloured, of 255."""
LOOK_SIDE = 1754
"""Longest side in pixels of the view in which coloured ink is told apart; a pen stroke is 2 to 3 wide there,
and A4 at 300 dpi comes to it by one halving."""
LEAST_SHARE = 0.0002
"""Coloured share of a page below which it is treated as grey: JPEG fringes and noise stay below."""
SEAL_SIDE = 0.055
"""Shortest side of a seal as a share of the page's longest; an office's is 35 mm or so of A4's 297."""
STAMP_SIDE = 0.3
"""Longest side of a seal or stamp likewise; a larger red piece is the page's coloured ground or its frame."""


class LiftColour:
    """Makes the grey picture, seals left out."""

    name = "lift_colour"
    order = 10

    def apply(self, sheet: Sheet, options: EnhanceOptions) -> Sheet:  # noqa: ARG002
        if sheet.colour is None:
            return sheet
        look = reduced(sheet.colour, LOOK_SIDE)
        red, blue = coloured_ink(look)
        if (np.count_nonzero(red) + np.count_nonzero(blue)) < LEAST_SHARE * red.size:
            return replace(sheet, colour=None)
        seals = seals_among(red, look)
        inks = sheet.inks_of(red, blue, seals)
        grey = _lifted(sheet.grey, sheet.colour, seals)
        return replace(sheet.changed(self.name, grey), colour=None, inks=inks)


def coloured_ink(look: ColourPicture) -> tuple[Picture, Picture]:
    """Masks, (height, width), 255 where ink is red and where it is blue or violet."""
    channels = [np.ascontiguousarray(look[..., index]) for index in range(3)]
    red, green, blue = channels
    over_red = cv2.subtract(red, cv2.max(green, blue))
    over_blue = cv2.subtract(blue, cv2.max(green, red))
    # Violet stamp pads hold as much red as blue and little green.
    over_violet = cv2.subtract(cv2.min(red, blue), green)
    is_red = cv2.threshold(over_red, COLOURED, 255, cv2.THRESH_BINARY)[1]
    is_blue = cv2.threshold(cv2.max(over_blue, over_violet), COLOURED // 2, 255, cv2.THRESH_BINARY)[1]
    return is_red.astype(np.uint8, copy=False), is_blue.astype(np.uint8, copy=False)


def seals_among(red: Picture, look: ColourPicture) -> Picture:
    """Mask of the red areas that are seals, or stamps across black text, each filled to its outline."""
    seals = np.zeros_like(red)
    side = max(red.shape)
    near = max(3, round(side * 0.006)) | 1
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((near, near), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined.astype(np.uint8, copy=False))
    is_black = cv2.max(cv2.max(look[..., 0], look[..., 1]), look[..., 2]) < 110
    for piece in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[piece])
        window = np.s_[y : y + height, x : x + width]
        mine = labels[window] == piece
        if max(width, height) > STAMP_SIDE * side:
            continue
        is_seal = min(width, height) > SEAL_SIDE * side and max(width, height) < 2 * min(width, height)
        crosses = np.count_nonzero(is_black[window] & mine) > 0.03 * area and area > 0.0002 * red.size
        if is_seal or crosses:
            seals[window][mine] = 255
    return cv2.dilate(seals, np.ones((5, 5), np.uint8)).astype(np.uint8, copy=False)


def _lifted(grey: Picture, colour: ColourPicture, seals: Picture) -> Picture:
    count, _, stats, _ = cv2.connectedComponentsWithStats(seals)
    lifted = grey.copy()
    scale = grey.shape[1] / seals.shape[1]
    for piece in range(1, count):
        x, y, width, height = (int(value) for value in stats[piece][:4])
        rows = slice(int(y * scale), min(grey.shape[0], int((y + height) * scale) + 1))
        columns = slice(int(x * scale), min(grey.shape[1], int((x + width) * scale) + 1))
        lifted[rows, columns] = _without_red(grey[rows, columns], colour[rows, columns])
    return lifted


def _without_red(grey: Picture, colour: ColourPicture) -> Picture:
    """The red channel, stretched so that red turns to paper and black stays black."""
    red_channel = np.ascontiguousarray(colour[..., 0])
    overhang = cv2.subtract(red_channel, cv2.max(colour[..., 1], colour[..., 2]))
    is_red = overhang > 30
    if not is_red.any():
        return grey
    paper = float(np.percentile(grey, 95))
    ink_in_red = float(np.percentile(red_channel[is_red], 25))
    # Dark seals are dull red: their red channel is lifted to the paper's level.
    lift = min(max(paper / max(ink_in_red, 60.0), 1.0), 1.8)
    return cv2.convertScaleAbs(red_channel, alpha=lift).astype(np.uint8, copy=False)


step = LiftColour()
