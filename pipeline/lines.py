"""Cuts a page into pictures of single lines that hold all of a line's own ink and none of its neighbours'.

Tesseract cuts the pictures of lines along the tops of the letters, with 4 pixels of margin: the upper of two
stacked marks is cut off, and "đổi" is read "đôi". On seven real pages that was half of all errors. Here each
piece of ink is given to the line whose letters it belongs to, and the picture of a line reaches as far as its
ink does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ink import Picture
from pipeline.line_finding import FoundLine, find_lines
from pipeline.parting import parted
from pipeline.pieces import Indices, Numbers, Pieces, pieces_of
from records import Line

MARGIN = 4
"""White pixels around the picture of a line."""
WIDE_GAP = 3.0
"""Gap in x-heights at which a line is cut into parts; the two halves of a letterhead are no one sentence."""
TALLEST = 4.0
"""Pieces taller than this many x-heights are signatures, frames and pictures; they belong to no line."""
MARK_REACH = 1.1
"""Vertical distance in x-heights within which a mark belongs to a line."""
BESIDE = 1.4
"""Gap in x-heights between the end of a line and the stop, dash or bracket that still belongs to it."""
WIDEST_MARK = 3.0
"""Width in x-heights from which what is flat is a rule and no dash."""
SPECK = 0.016
"""Area in squared x-heights of the smallest mark; a printed dot has 0.04."""
CLOSE = 0.7
"""Distance in x-heights, along the line, of a stop from its letter; what lies alone in a gap is a speck."""
STANDS = 0.25
"""Distance in x-heights, up or down, of a stop's foot from the baseline."""
NOBODY = -1


@dataclass(frozen=True, slots=True, eq=False)
class LinePicture:
    """A part of a line, cut out."""

    line: int
    """Number of the row, from 0, from top to bottom; its parts share it, from left to right."""
    block: int
    picture: Picture
    left: float
    """Where the picture's origin lies on the page, pixels."""
    top: float
    baseline: Line | None = None
    """What the letters stand on, on the page."""
    x_height: float = 0.0
    """Height of small letters, pixels; 0 when unknown. Of capitals where there are no small ones."""


def line_pictures(image: Picture) -> Iterator[LinePicture]:
    """The parts of every row of a level page from left to right, row after row from the top."""
    pieces = pieces_of(image)
    lines = find_lines(pieces)
    if not lines:
        return
    pieces, lines = parted(pieces, lines)
    owners = _owners(pieces, lines)
    # What is too tall may be a signature that touches a letter: it stays, lest the letter go with it.
    too_tall = pieces.height > TALLEST * float(np.median([line.x_height for line in lines]))
    too_tall &= owners == NOBODY
    order = np.argsort(owners, kind="stable")
    bounds = np.searchsorted(owners[order], np.arange(len(lines) + 1))
    for number, line in enumerate(lines):
        mine = order[bounds[number] : bounds[number + 1]]
        keep = (owners == number) | too_tall
        keep[0] = True
        for part in _parts(pieces, mine, WIDE_GAP * line.x_height):
            if not np.isin(part, line.letters).any():
                continue  # a speck beside the line
            picture, left, top = _cut(image, pieces, part, keep)
            yield LinePicture(line.row, 0, picture, left, top, line.baseline, line.x_height)


def _owners(pieces: Pieces, lines: Sequence[FoundLine]) -> Indices:
    """For each piece the index of its line, or `NOBODY`: letters are known, marks go to the nearest."""
    owners = np.full(len(pieces.left), NOBODY, np.int64)
    for number, line in enumerate(lines):
        owners[line.letters] = number
    loose = np.flatnonzero(owners == NOBODY)
    loose = loose[loose > 0]
    nearest = np.full(len(pieces.left), np.inf)
    for number, line in enumerate(lines):
        marks, distance = _marks(pieces, loose, line)
        closer = distance < nearest[marks]
        owners[marks[closer]], nearest[marks[closer]] = number, distance[closer]
    return owners


def _marks(pieces: Pieces, loose: Indices, line: FoundLine) -> tuple[Indices, Numbers]:
    """Pieces that may be marks, stops or dashes of a line, and how far each is from the line's body.

    A dot below hangs closer to its line than an accent of the next line does; between equals it is an accent.
    Distances are from the line's body: the tail of a g above says nothing.
    """
    x_height = line.x_height
    reach = BESIDE * x_height
    inside = (pieces.right[loose] > line.box.x0 - reach) & (pieces.left[loose] < line.box.x1 + reach)
    inside &= (pieces.bottom[loose] > line.box.y0 - 3 * x_height) & (
        pieces.top[loose] < line.box.y1 + 2 * x_height
    )
    marks = loose[inside & (pieces.height[loose] < 1.2 * x_height)]
    base = line.base_at(pieces.centre_x[marks])
    below, above = pieces.top[marks] - base, base - x_height - pieces.bottom[marks]
    away = np.maximum(np.where(below > 0, 1.6 * below + 1, above), 0.0)
    is_rule = (pieces.width[marks] > WIDEST_MARK * x_height) & (
        pieces.width[marks] > 8 * pieces.height[marks]
    )
    is_mark = (away < MARK_REACH * x_height) & ~is_rule
    # A line of capitals has no small letters to measure; its dots are as large as the page's.
    is_mark &= pieces.area[marks] > SPECK * min(x_height, 0.85 * pieces.letter_height) ** 2
    is_small = pieces.width[marks] < 0.3 * x_height
    beside = _has_letter(pieces, marks, line.letters, CLOSE * x_height)
    # The second stop of ":." or ".." has the first between itself and its letter.
    stands = np.abs(pieces.bottom[marks] - base) < STANDS * x_height
    first = marks[is_mark & is_small & beside & stands]
    beside |= stands & _has_letter(pieces, marks, first, x_height)
    is_mark &= ~is_small | beside
    # Beyond its ends a line has stops and dashes, but no marks.
    beyond = (pieces.centre_x[marks] < line.box.x0) | (pieces.centre_x[marks] > line.box.x1)
    is_mark &= ~beyond | (away < 0.3 * x_height)
    alone = ~_has_letter(pieces, marks, line.letters, 0.3 * x_height)
    return marks[is_mark], (away + alone * 0.3 * x_height)[is_mark]


def _has_letter(pieces: Pieces, marks: Indices, letters: Indices, reach: float) -> NDArray[np.bool_]:
    """Whether each mark has one of these letters above or below it."""
    starts_before = pieces.left[marks, None] < pieces.right[letters] + reach
    ends_after = pieces.right[marks, None] > pieces.left[letters] - reach
    return np.asarray((starts_before & ends_after).any(axis=1), np.bool_)


def _parts(pieces: Pieces, mine: Indices, wide: float) -> Iterator[Indices]:
    if len(mine) == 0:
        return
    ordered = mine[np.argsort(pieces.left[mine])]
    reached = np.maximum.accumulate(pieces.right[ordered])
    cuts = np.flatnonzero(pieces.left[ordered][1:] - reached[:-1] > wide) + 1
    yield from np.split(ordered, cuts)


def _cut(image: Picture, pieces: Pieces, part: Indices, keep: NDArray[np.bool_]) -> tuple[Picture, int, int]:
    """The picture of one part of a line with only the pieces to `keep` left in it, and its left and top."""
    left, right = int(pieces.left[part].min()) - 2, int(pieces.right[part].max()) + 2
    top, bottom = int(pieces.top[part].min()) - 2, int(pieces.bottom[part].max()) + 2
    left, top = max(left, 0), max(top, 0)
    foreign = _foreign(pieces, keep, (left, top, right, bottom))
    picture = image[top:bottom, left:right]
    framed = np.asarray(
        cv2.copyMakeBorder(picture, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_CONSTANT, value=255), np.uint8
    )
    if foreign is not None:
        inner = framed[MARGIN:-MARGIN, MARGIN:-MARGIN]
        ours = (pieces.labels[top:bottom, left:right] > 0) & (foreign == 0)
        inner[(cv2.dilate(foreign, np.ones((3, 3), np.uint8)) > 0) & ~ours] = 255
    return framed, left - MARGIN, top - MARGIN


def _foreign(pieces: Pieces, keep: NDArray[np.bool_], window: tuple[int, int, int, int]) -> Picture | None:
    """255 on the pieces that are not to `keep` in a window of the page; `None` where there are none."""
    left, top, right, bottom = window
    reaches_in = (pieces.left < right) & (pieces.right > left) & (pieces.top < bottom) & (pieces.bottom > top)
    strangers = np.flatnonzero(reaches_in & ~keep)
    if not len(strangers):
        return None
    shown = pieces.labels[top:bottom, left:right]
    foreign = np.zeros(shown.shape, np.uint8)
    # A few tails and marks of the lines above and below: to look them up at every pixel takes ten times as
    # long.
    for piece in strangers:
        rows = slice(max(0, int(pieces.top[piece]) - top), int(pieces.bottom[piece]) - top)
        columns = slice(max(0, int(pieces.left[piece]) - left), int(pieces.right[piece]) - left)
        foreign[rows, columns][shown[rows, columns] == piece] = 255
    return foreign
