"""Paints paper over what a scanner adds to a page: black borders and corners, a lid's shadow, punch holes.

They mislead the flattening, the search for lines and the count of ink. Only what is dark through and
through from the picture's edge inwards goes, so text that touches the edge stays: its strokes are thin. A
page without dark edges pays for a look at one pixel in 25.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.enhance import EnhanceOptions
from pipeline.ink import Picture, turned
from pipeline.sheet import Sheet

VIEW_SIDE = 600
"""Pixels along the longer side at least in the view in which they are looked for."""
DARK = 0.5
"""Brightness against the page's paper below which a spot may be border."""
THICK = 0.006
"""Share of the longer side that a border is thick at least: 1.8 mm on A4, more than any stroke of print."""
LONG = 0.12
"""Share of a side along which a border runs at least."""
DEEPEST = 0.25
"""Share of the page that a border reaches in at most: the dark gutter between two pages goes further."""
EVEN = 30.0
"""Standard deviation of the brightness of a border; pictures and patterned ground have more."""
RAGGED = 0.02
"""Share of the longer side by which a border's inner edge strays from straight; a picture's strays more."""
GROWN = 0.004
"""Share of the longer side by which what is found is grown: a border has a soft inner edge."""
HOLE = (4.0, 9.0)
"""Millimetres across a punch hole (ISO 838: 6 ± 0.5, filing punches of other makes 5 to 8)."""
DISC = 0.85
"""Overlap with a full disc from which a dark piece is a hole; bold round letters stay under 0.75."""
HOLE_MARGIN = 22.0
"""Millimetres from the page's edge within which a hole's middle lies (ISO 838: 12 ± 1)."""
MM_PER_INCH = 25.4


class Borders:
    """Finds and paints."""

    name = "borders"
    order = 4

    def apply(self, sheet: Sheet, options: EnhanceOptions) -> Sheet:  # noqa: ARG002
        # Every fifth pixel or so: what is sought is solid, and reducing with care costs ten times as much.
        every = max(1, max(sheet.grey.shape) // VIEW_SIDE)
        view = np.ascontiguousarray(sheet.grey[::every, ::every])
        paper = float(np.percentile(view[::4, ::4], 75))
        if paper < 100:  # a negative, or a page too dark to tell paper from border
            return sheet
        dark = cv2.threshold(view, DARK * paper, 255, cv2.THRESH_BINARY_INV)[1].astype(np.uint8, copy=False)
        found = cv2.bitwise_or(
            _borders(dark, view), _holes(dark, sheet.dpi * view.shape[1] / sheet.grey.shape[1])
        ).astype(np.uint8, copy=False)
        if not found.any():
            return sheet
        return sheet.changed(self.name, painted(sheet.grey, found, view))


def _borders(dark: Picture, view: Picture) -> Picture:
    """255 where it is dark from an edge of the view inwards."""
    side = max(dark.shape)
    thick = max(3, round(THICK * side)) | 1  # an even kernel would move what it opens by a pixel
    found: Picture = np.zeros_like(dark)
    edge = max(2, thick // 2)
    if not any(_is_long(rows) for rows in (dark[:edge], dark[-edge:], dark[:, :edge].T, dark[:, -edge:].T)):
        return found
    # Beyond the edge it counts as dark, so that a thin border survives where a thin stroke does not.
    framed = cv2.copyMakeBorder(dark, thick, thick, thick, thick, cv2.BORDER_CONSTANT, value=255)
    solid = cv2.morphologyEx(framed, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8))
    kept: Picture = solid[thick:-thick, thick:-thick].astype(np.uint8, copy=False)
    for quarters in range(4):
        runs = _runs_from_the_top(turned(kept, -quarters), turned(view, -quarters), edge)
        found |= turned(runs, quarters)
    if not found.any():
        return found
    _add_corners(found, kept)
    grown = max(2, round(GROWN * side)) * 2 + 1
    return cv2.dilate(found, np.ones((grown, grown), np.uint8)).astype(np.uint8, copy=False)


def _add_corners(found: Picture, solid: Picture) -> None:
    """Adds where two borders meet: seen from either edge it is dark all the way."""
    height, width = solid.shape
    left_over = cv2.subtract(solid, found).astype(np.uint8, copy=False)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(left_over, connectivity=4, ltype=cv2.CV_16U)
    for piece, (x, y, wide, high, _) in enumerate(stats[1:].tolist(), start=1):
        is_cornered = (x == 0 or x + wide == width) and (y == 0 or y + high == height)
        if is_cornered and wide <= DEEPEST * width and high <= DEEPEST * height:
            found[labels == piece] = 255


def _is_long(rows: Picture) -> bool:
    """Whether a thin strip at the edge is dark along a good part of it in one stretch."""
    columns = rows.any(axis=0).astype(np.int8)
    ends = np.flatnonzero(np.diff(np.concatenate([[0], columns, [0]])))
    return bool(len(ends)) and int((ends[1::2] - ends[::2]).max()) >= LONG * rows.shape[1]


def _runs_from_the_top(solid: Picture, view: Picture, edge: int) -> Picture:
    """Dark runs that begin within `edge` rows of the top, where they make a border and no picture."""
    height, width = solid.shape
    is_dark = solid > 0
    # A bright hair's breadth outside the border comes from the scanner's own edge.
    is_dark[:edge] = is_dark[:edge].any(axis=0)
    depth = np.where(is_dark.all(axis=0), height, is_dark.argmin(axis=0))
    depth[depth > DEEPEST * height] = 0
    found = np.zeros((height, width), np.uint8)
    steps = np.concatenate([[0], (depth > 0).astype(np.int8), [0]])
    ends = np.flatnonzero(np.diff(steps))
    for first, last in zip(ends[::2].tolist(), ends[1::2].tolist(), strict=True):
        at_corner = first <= edge or last >= width - edge
        if last - first < LONG * width and not (at_corner and last - first >= 4 * edge):
            continue
        mask = np.arange(height)[:, None] < depth[None, first:last]
        inner = view[:, first:last][cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0]
        is_even = len(inner) == 0 or float(inner.std()) <= EVEN
        if is_even and _raggedness(depth[first:last]) <= RAGGED * max(height, width):
            found[:, first:last][mask] = 255
    return found


def _raggedness(depth: NDArray[np.intp]) -> float:
    """How far the inner edge strays from a straight line, pixels in the mean."""
    places = np.arange(len(depth))
    fit = np.polyfit(places, depth, 1) if len(depth) > 2 else np.array([0.0, float(depth.mean())])
    return float(np.abs(depth - np.polyval(fit, places)).mean())


def _holes(dark: Picture, dpi: float) -> Picture:
    """255 on dark discs of the size of a punch hole near an edge."""
    found = np.zeros_like(dark)
    height, width = dark.shape
    smallest, largest = (millimetres / MM_PER_INCH * dpi for millimetres in HOLE)
    if smallest < 4:  # a page of unknown, very low resolution
        return found
    reach = HOLE_MARGIN / MM_PER_INCH * dpi
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=4, ltype=cv2.CV_16U)
    for piece, (x, y, wide, high, _) in enumerate(stats[1:].tolist(), start=1):
        across, down = x + wide / 2, y + high / 2
        is_near = min(across, down, width - across, height - down) <= reach
        is_sized = smallest <= min(wide, high) and max(wide, high) <= largest
        if is_near and is_sized and _is_lone_disc(np.asarray(labels), piece, (x, y, wide, high)):
            radius = round(max(wide, high) / 2) + 2
            cv2.circle(found, (round(across), round(down)), radius, 255, -1)
    return found


def _is_lone_disc(labels: NDArray[Any], piece: int, box: tuple[int, int, int, int]) -> bool:
    """Whether a piece is round and full, with nothing dark around it: letters stand side by side."""
    x, y, wide, high = box
    mine = labels[y : y + high, x : x + wide] == piece
    rows, columns = np.mgrid[:high, :wide]
    is_disc = ((columns + 0.5) / wide - 0.5) ** 2 + ((rows + 0.5) / high - 0.5) ** 2 <= 0.25
    overlap = float((mine & is_disc).sum()) / float((mine | is_disc).sum())
    if abs(wide - high) > 0.2 * max(wide, high) + 1 or overlap < DISC:
        return False
    gap = max(wide, high) // 2
    around = labels[max(0, y - gap) : y + high + gap, max(0, x - gap) : x + wide + gap]
    return bool(np.count_nonzero((around != 0) & (around != piece)) <= 2)


def painted(grey: Picture, found: Picture, view: Picture) -> Picture:
    """The picture with what is 255 in `found` turned to the nearest paper; `found` is as small as `view`."""
    nearest = _paper_beside(view, found)
    height, width = grey.shape
    out = grey.copy()
    scale_x, scale_y = width / found.shape[1], height / found.shape[0]
    # Piece by piece, so that only as much is enlarged as is painted.
    for x, y, wide, high in _boxes(found):
        rows = slice(int(y * scale_y), min(height, int(np.ceil((y + high) * scale_y))))
        columns = slice(int(x * scale_x), min(width, int(np.ceil((x + wide) * scale_x))))
        size = columns.stop - columns.start, rows.stop - rows.start
        part = np.s_[y : y + high, x : x + wide]
        mask = cv2.resize(found[part], size, interpolation=cv2.INTER_NEAREST)
        paper = cv2.resize(nearest[part], size, interpolation=cv2.INTER_LINEAR)
        cv2.copyTo(paper.astype(np.uint8), mask.astype(np.uint8), out[rows, columns])
    return out


def _boxes(found: Picture) -> Iterator[tuple[int, int, int, int]]:
    """Boxes that cover what was found; a frame around the page comes in four strips and not as one."""
    height, width = found.shape
    side = max(height, width) // 8
    for top in range(0, height, side):
        for left in range(0, width, side):
            if found[top : top + side, left : left + side].any():
                yield left, top, min(side, width - left), min(side, height - top)


def _paper_beside(view: Picture, found: Picture) -> NDArray[np.uint8]:
    """Under what was found the paper nearest to it, elsewhere the paper there."""
    closed = cv2.morphologyEx(view, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)).astype(np.uint8)
    _, labels = cv2.distanceTransformWithLabels(found, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    rows, columns = np.nonzero(found == 0)
    if len(rows) == 0:
        return closed
    table = np.zeros(int(labels.max()) + 1, np.uint8)
    table[labels[rows, columns]] = closed[rows, columns]
    return np.asarray(cv2.blur(table[labels], (5, 5)), np.uint8)


step = Borders()
