"""Whether the whole sheet is on the picture, at its own size."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ink import Picture
from pipeline.quality.view import ScanView

SHEETS_MM = {
    "A2": (420.0, 594.0),
    "A3": (297.0, 420.0),
    "A4": (210.0, 297.0),
    "A5": (148.0, 210.0),
    "A6": (105.0, 148.0),
    "thẻ căn cước": (54.0, 85.6),
    "giấy chứng minh": (60.0, 90.0),
    "khổ 21 × 33 cm": (210.0, 330.0),
    "Letter": (216.0, 279.0),
    "Legal": (216.0, 356.0),
}
"""Short and long side of sheets that offices hold; ISO 216, ISO/IEC 7810 ID-1 and what printers take."""
A_SERIES = 2**0.5
ASPECT_TOLERANCE = 0.012
SIZE_TOLERANCE = 0.055
"""Scanners trim and overscan by a few millimetres; reducing steps are 10 % and more."""
LEAST_LETTER_MM = 2.1
"""Median height of pieces of ink in the view, where small letters join with their marks: 3.0 to 3.4 in print
of 13 points, 2.4 at 70 % and 2.0 at 50 %. Whole pages of 8 points, as forms have in their notes, have 2.2."""
FINE_VIEW_DPI = 90.0
LEAST_LETTER_FINE_MM = 1.95
"""The same in a finer view, where fewer marks join: 2.5 to 3.0 in print of 13 points, 1.8 at 50 %."""
LEAST_SHEET_MM = 140.0
"""Short side of the smallest sheet on which letters are judged: cards and slips print small ones."""
FEWEST_LETTERS = 150
CUT_LETTERS = 4
"""Letters that touch one edge of the picture, on as many lines for a side, before it counts as cut."""
CORNER_SHARE = 0.035
"""Legs of a missing corner as a share of the picture's short side, at least."""
DARK = 0.5
"""Of the paper's brightness: the scanner's lid or table beyond a missing corner."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What is wrong with the sheet's place on the picture; empty or `None` when nothing is."""

    off_scale: tuple[float, float] | None
    """Millimetres that the sheet would have, when no sheet has them at 100 %."""
    tiny_letters: float | None
    """Millimetres of the letters when all of them are too small to be printed so."""
    cut_sides: tuple[str, ...]
    """Vietnamese names of the sides at which letters run out of the picture."""
    missing_corners: int


def extent_of(view: ScanView) -> Extent:
    """Measures sheet, letters, edges and corners."""
    boxes = _letter_boxes(view)
    return Extent(
        off_scale=_off_scale(view),
        tiny_letters=_tiny_letters(view, boxes),
        cut_sides=_cut_sides(view, boxes),
        missing_corners=_missing_corners(view),
    )


def _off_scale(view: ScanView) -> tuple[float, float] | None:
    """Only a sheet of the A series' shape is told: a card or slip that was cropped may have any size."""
    short, long = sorted(view.millimetres(side) for side in view.grey.shape)
    if abs(long / short / A_SERIES - 1) > ASPECT_TOLERANCE:
        return None
    for low, high in SHEETS_MM.values():
        if abs(short / low - 1) <= SIZE_TOLERANCE and abs(long / high - 1) <= SIZE_TOLERANCE:
            return None
    return short, long


def _letter_boxes(view: ScanView) -> NDArray[np.int32]:
    """(n, 4): x, y, width and height of pieces of ink as large as letters of 5 to 30 points."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(view.ink, connectivity=8, ltype=cv2.CV_16U)
    width, height = stats[1:, 2], stats[1:, 3]
    least, most = max(2.0, view.pixels(0.7)), view.pixels(7.0)
    chosen = (height >= least) & (height <= most) & (width >= 2) & (width <= 4 * most)
    return np.asarray(stats[1:][chosen][:, :4], np.int32)


def _tiny_letters(view: ScanView, boxes: NDArray[np.int32]) -> float | None:
    if len(boxes) < FEWEST_LETTERS or view.millimetres(min(view.grey.shape)) < LEAST_SHEET_MM:
        return None
    height = view.millimetres(float(np.median(boxes[:, 3])))
    least = LEAST_LETTER_MM if view.dpi < FINE_VIEW_DPI else LEAST_LETTER_FINE_MM
    return height if height < least else None


def _cut_sides(view: ScanView, boxes: NDArray[np.int32]) -> tuple[str, ...]:
    rows, columns = view.grey.shape
    x, y, right, bottom = boxes[:, 0], boxes[:, 1], boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]
    line = max(1.0, view.pixels(4.0))
    touching = {
        "trái": (x <= 0, y / line),
        "phải": (right >= columns, y / line),
        "trên": (y <= 0, x / line),
        "dưới": (bottom >= rows, x / line),
    }
    at_once = {side: len(np.unique(place[at].astype(np.int32))) for side, (at, place) in touching.items()}
    return tuple(side for side, count in at_once.items() if count >= CUT_LETTERS and _is_paper(view, side))


def _is_paper(view: ScanView, side: str) -> bool:
    """Whether paper reaches that edge: beyond a black border grain is not text."""
    edge = {
        "trái": view.grey[:, :2],
        "phải": view.grey[:, -2:],
        "trên": view.grey[:2],
        "dưới": view.grey[-2:],
    }[side]
    return float(np.median(edge)) > 0.7 * float(np.median(view.grey[::8, ::8]))


def _missing_corners(view: ScanView) -> int:
    """Corners beyond which the dark of the scanner shows, cut off along a slant."""
    middle = float(np.median(view.grey[::8, ::8]))
    dark = np.asarray(view.grey < DARK * middle, np.uint8)
    return sum(_is_missing(dark[::down, ::across]) for down in (1, -1) for across in (1, -1))


def _is_missing(dark: Picture) -> bool:
    """Looks from a corner at the top left: dark along both edges up to a slant, paper beyond it."""
    side = min(dark.shape)
    across, down = _run(dark[1]), _run(dark[:, 1])
    if not CORNER_SHARE * side <= min(across, down) or max(across, down) > 0.4 * side:
        return False
    rows, columns = np.mgrid[0:down, 0:across]
    depth = rows / down + columns / across
    window = dark[:down, :across]
    inside, outside = window[depth < 0.85], window[depth > 1.15]
    return bool(inside.size and outside.size and inside.mean() > 0.9 and outside.mean() < 0.3)


def _run(line: NDArray[np.uint8]) -> int:
    light = np.flatnonzero(line == 0)
    return int(light[0]) if len(light) else len(line)
