"""Takes seals, stamps and signatures off the text beneath them, and remembers where ink was coloured.

Red ink is as bright as paper in the red channel, black text is not: on 25 real scans the signer's name under
the seal was read in 7 from the grey picture and in 18 from the red channel. Only seals and what crosses black
text are lifted: titles of certificates are printed in red and must stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.connected import connected
from pipeline.enhance import EnhanceOptions
from pipeline.ink import Picture, halved
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

PEN_SIDE = 0.06
"""Shortest stamp or signature in blue that is lifted, likewise; what a pen fills into a form is smaller."""
BLACK = 110
"""Brightness of the brightest channel below which a pixel is black print."""
RED, BLUE = 0, 2
"""The channels in which red and blue ink are as bright as paper."""


class LiftColour:
    """Makes the grey picture, seals left out."""

    name = "lift_colour"
    order = 10

    def apply(self, sheet: Sheet, options: EnhanceOptions) -> Sheet:  # noqa: ARG002
        if sheet.colour is None:
            return sheet
        channels = _channels(_near_look_side(sheet.colour))
        red, blue = coloured_ink(channels)
        if (np.count_nonzero(red) + np.count_nonzero(blue)) < LEAST_SHARE * red.size:
            return replace(sheet, colour=None)
        black = _black_print(channels)
        seals = seals_among(red, black)
        inks = sheet.inks_of(red, blue, seals)
        grey = _lifted(sheet.grey, sheet.colour, seals, RED)
        grey = _lifted(grey, sheet.colour, crossing_pen(blue, black), BLUE)
        return replace(sheet.changed(self.name, grey), colour=None, inks=inks)


def _near_look_side(colour: ColourPicture) -> ColourPicture:
    """The picture brought near `LOOK_SIDE` by halves alone: any other reduction takes 15 times as long."""
    while max(colour.shape[:2]) > 1.5 * LOOK_SIDE:
        colour = halved(colour)
    return colour


def _channels(colour: ColourPicture) -> tuple[Picture, ...]:
    """Red, green and blue, each lying together: OpenCV copies a channel that does not, at every use."""
    return tuple(np.asarray(channel, np.uint8) for channel in cv2.split(colour))


def _black_print(channels: Sequence[Picture]) -> NDArray[np.bool_]:
    """(height, width): where no channel is bright."""
    red, green, blue = channels
    return np.asarray(cv2.max(cv2.max(red, green), blue) < BLACK, np.bool_)


def coloured_ink(channels: Sequence[Picture]) -> tuple[Picture, Picture]:
    """Masks, (height, width), 255 where ink is red and where it is blue or violet."""
    red, green, blue = channels
    over_red = cv2.subtract(red, cv2.max(green, blue))
    over_blue = cv2.subtract(blue, cv2.max(green, red))
    # Violet stamp pads hold as much red as blue and little green.
    over_violet = cv2.subtract(cv2.min(red, blue), green)
    is_red = cv2.threshold(over_red, COLOURED, 255, cv2.THRESH_BINARY)[1]
    is_blue = cv2.threshold(cv2.max(over_blue, over_violet), COLOURED // 2, 255, cv2.THRESH_BINARY)[1]
    return is_red.astype(np.uint8, copy=False), is_blue.astype(np.uint8, copy=False)


def seals_among(red: Picture, black: NDArray[np.bool_]) -> Picture:
    """Mask of the red areas that are seals, or stamps across black text, each filled to its outline."""
    side = max(red.shape)
    chosen = [
        piece
        for piece in _pieces(red, black)
        if max(piece.width, piece.height) <= STAMP_SIDE * side and (piece.is_round(side) or piece.crosses)
    ]
    return _mask(chosen, red.shape)


def crossing_pen(blue: Picture, black: NDArray[np.bool_]) -> Picture:
    """Mask of blue and violet stamps and signatures across black text; what a pen wrote beside it stays."""
    side = max(blue.shape)
    sizes = PEN_SIDE * side, STAMP_SIDE * side
    chosen = [
        piece
        for piece in _pieces(blue, black)
        if sizes[0] <= max(piece.width, piece.height) <= sizes[1] and piece.crosses
    ]
    return _mask(chosen, blue.shape)


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """Coloured ink that hangs together."""

    left: int
    top: int
    width: int
    height: int
    mask: NDArray[np.bool_]
    """(height, width): where it is."""
    crosses: bool
    """Whether it lies over black print."""

    def is_round(self, side: int) -> bool:
        """Whether it has the size and the form of a seal on a page of this longer side."""
        shorter, longer = sorted((self.width, self.height))
        return shorter > SEAL_SIDE * side and longer < 2 * shorter


def _pieces(ink: Picture, black: NDArray[np.bool_]) -> Iterator[_Piece]:
    if not ink.any():
        return
    near = max(3, round(max(ink.shape) * 0.006)) | 1
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((near, near), np.uint8))
    found = connected(np.asarray(joined, np.uint8))
    shorter, areas = found.boxes[:, 2:4].min(axis=1), found.boxes[:, 4]
    for piece in np.flatnonzero((areas > 0.0002 * ink.size) | (shorter > SEAL_SIDE * max(ink.shape))):
        x, y, width, height, area = found.boxes[piece].tolist()
        window = np.s_[y : y + height, x : x + width]
        mine = found.labels[window] == piece
        crosses = np.count_nonzero(black[window] & mine) > 0.03 * area and area > 0.0002 * ink.size
        yield _Piece(x, y, width, height, mine, crosses)


def _mask(pieces: Sequence[_Piece], shape: tuple[int, ...]) -> Picture:
    mask = np.zeros(shape, np.uint8)
    for piece in pieces:
        mask[piece.top : piece.top + piece.height, piece.left : piece.left + piece.width][piece.mask] = 255
    return cv2.dilate(mask, np.ones((5, 5), np.uint8)).astype(np.uint8, copy=False) if pieces else mask


def _lifted(grey: Picture, colour: ColourPicture, seals: Picture, channel: int) -> Picture:
    first, top, across, down = cv2.boundingRect(seals)
    if not across:
        return grey
    lifted = grey.copy()
    scale = grey.shape[1] / seals.shape[1]
    near = connected(np.ascontiguousarray(seals[top : top + down, first : first + across]))
    for x, y, width, height in (near.boxes[1:, :4] + np.array([first, top, 0, 0])).tolist():
        rows = slice(int(y * scale), min(grey.shape[0], int((y + height) * scale) + 1))
        columns = slice(int(x * scale), min(grey.shape[1], int((x + width) * scale) + 1))
        lifted[rows, columns] = _without_ink(grey[rows, columns], colour[rows, columns], channel)
    return lifted


def _without_ink(grey: Picture, colour: ColourPicture, channel: int) -> Picture:
    """The channel of the ink's own colour, stretched so that the ink turns to paper and black stays black."""
    own = np.ascontiguousarray(colour[..., channel])
    # Violet holds red too, so blue is held against green alone.
    others = cv2.max(colour[..., 1], colour[..., 2]) if channel == RED else colour[..., 1]
    is_ink = cv2.subtract(own, np.ascontiguousarray(others)) > 30
    if not is_ink.any():
        return grey
    paper = float(np.percentile(grey[::2, ::2], 95))
    level = float(np.percentile(own[is_ink], 25))
    # Dark seals are dull: their own channel is lifted to the paper's level.
    lift = min(max(paper / max(level, 60.0), 1.0), 1.8)
    return cv2.convertScaleAbs(own, alpha=lift).astype(np.uint8, copy=False)


step = LiftColour()
