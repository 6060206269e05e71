"""Which end of a page is up, told from the shape of its pieces of lines, without reading them.

Vietnamese writes most of its marks, and all ascenders and capitals, above the body of a line, and little
below it; letters are also rounder at their feet than at their heads. Each piece of a line votes by how its
ink and its strokes are spread over its height. Pieces are short, so tables, columns and forms vote as well
as plain text: sums over whole rows of a page took 18 of 23 landscape tables for upside down.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ink import Picture
from pipeline.upright_weights import BINS, WEIGHTS

SPREAD = 2.6
"""Standard deviations of the ink's height, up and down, over which a piece of a line is looked at."""
BETWEEN_WORDS = 1.2
"""Letter heights that part the pieces; words of one line stand closer."""
SHORTEST = 4.0
"""Letter heights that a piece is wide at least."""
MOST_PIECES = 60
"""The widest pieces that vote; more tell nothing new."""
DOUBT = 15.0
"""Letter heights of line that no page has, counted as undecided, so that few pieces weigh little."""


@dataclass(frozen=True, slots=True)
class LinePiece:
    """A few words of one line, in the levelled view of a page."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """The lines of a page at a glance, laid level."""

    picture: Picture
    """(height, width), 255 where there is ink."""
    pieces: tuple[LinePiece, ...]
    """The widest first."""
    letter_height: float
    to_level: NDArray[np.float64]
    """(2, 3): from the view that was levelled to `picture`."""
    view_size: tuple[int, int]
    """Height and width of the view."""


def lines_of(letters: Picture, slope: float) -> Lines:
    """Finds pieces of lines in a view of letters whose lines fall to the right by `slope` degrees."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(letters, connectivity=8, ltype=cv2.CV_16U)
    boxes = np.asarray(stats, np.int32)
    height = letter_height(boxes[1:])
    kept = np.full(len(boxes), 255, np.uint8)
    kept[0] = 0
    kept[_in_leaders(boxes, letters.shape, height)] = 0
    level, way = _levelled(kept[labels], slope)
    pieces = sorted(_pieces(level, height), key=lambda piece: -piece.width)
    shape = letters.shape[0], letters.shape[1]
    return Lines(level, tuple(pieces[:MOST_PIECES]), height, way, shape)


def letter_height(boxes: NDArray[np.int32]) -> float:
    """Height of the pieces that hold half the ink, so that specks do not count; 8 without any letter."""
    tall = boxes[(boxes[:, 3] >= 4) & (boxes[:, 2] >= 2) & (boxes[:, 3] < 60)]
    if len(tall) == 0:
        return 8.0
    ordered = tall[np.argsort(tall[:, 3])]
    ink = np.cumsum(ordered[:, 4])
    return float(ordered[np.searchsorted(ink, ink[-1] / 2), 3])


def upright_evidence(lines: Lines) -> float:
    """How surely the lines stand on their feet: near +1 upright, near -1 on their head, 0 cannot tell."""
    votes, weights = [], []
    for piece in lines.pieces:
        shape = spread_of(lines.picture, piece)
        if shape is not None:
            votes.append(shape)
            weights.append(min(piece.width / lines.letter_height, 40.0))
    if not votes:
        return 0.0
    each = np.tanh(np.array(votes) @ np.asarray(WEIGHTS) / 2)
    return float((each * weights).sum() / (sum(weights) + DOUBT))


def spread_of(level: Picture, piece: LinePiece) -> NDArray[np.float64] | None:
    """By how much ink and strokes outweigh, at `BINS` / 2 heights each, what is as far below the middle.

    Turning the piece on its head turns every sign. `None` at the edge of the picture or without ink.
    """
    reach = round(0.35 * piece.height) + 1
    top, bottom = piece.y - reach, piece.y + piece.height + reach
    if top < 0 or bottom > level.shape[0]:
        return None
    window = level[top:bottom, piece.x : piece.x + piece.width]
    ink = window.sum(axis=1, dtype=np.float64) / 255
    strokes = cv2.absdiff(window[:, 1:], window[:, :-1]).sum(axis=1, dtype=np.float64) / 255
    inner = ink[reach:-reach]
    if inner.sum() < 10:
        return None
    rows = np.arange(len(ink), dtype=np.float64)
    middle = float((inner * rows[reach:-reach]).sum() / inner.sum())
    deviation = float(np.sqrt((inner * (rows[reach:-reach] - middle) ** 2).sum() / inner.sum())) + 0.3
    at = middle + deviation * np.linspace(-SPREAD, SPREAD, BINS)
    halves = []
    for profile, whole in (
        (ink * deviation, inner.sum()),
        (strokes * deviation, strokes[reach:-reach].sum()),
    ):
        bins = np.interp(at, rows, profile, left=0.0, right=0.0) / max(float(whole), 1.0)
        halves.append(bins[: BINS // 2] - bins[::-1][: BINS // 2])
    return np.concatenate(halves)


def _pieces(level: Picture, height: float) -> Iterator[LinePiece]:
    gap = max(3, round(BETWEEN_WORDS * height)) | 1
    joined = cv2.morphologyEx(level, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    ink = cv2.threshold(joined, 100, 255, cv2.THRESH_BINARY)[1]
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=4, ltype=cv2.CV_16U)
    for x, y, width, tall, _ in stats[1:].tolist():
        is_line = 0.5 * height <= tall <= 3 * height and width > 3 * tall
        if is_line and width >= SHORTEST * height:
            yield LinePiece(x, y, width, tall)


def _in_leaders(boxes: NDArray[np.int32], shape: tuple[int, ...], height: float) -> NDArray[np.intp]:
    """Numbers of the pieces that are dots of leaders: they lie below a line and weigh as if it hung."""
    largest = max(3, int(0.3 * height))
    small = np.flatnonzero((boxes[:, 2] <= largest) & (boxes[:, 3] <= largest))
    if len(small) < 8:
        return small[:0]
    columns = boxes[small, 0] + boxes[small, 2] // 2
    rows = boxes[small, 1] + boxes[small, 3] // 2
    marks = np.zeros(shape[:2], np.uint8)
    marks[rows, columns] = 255
    gap = max(5, round(0.55 * height)) | 1
    thickened = cv2.dilate(marks, np.ones((3, 1), np.uint8))
    joined = cv2.morphologyEx(thickened, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    is_row = stats[:, 2] >= 2 * height
    is_row[0] = False
    return np.asarray(small[is_row[labels[rows, columns]]], np.intp)


def _levelled(letters: Picture, slope: float) -> tuple[Picture, NDArray[np.float64]]:
    """The view turned by `slope` degrees, grown so that nothing is cut off, and the way to it."""
    if abs(slope) < 0.1:
        return letters, np.eye(2, 3)
    height, width = letters.shape
    turn = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), slope, 1.0), np.float64)
    cosine, sine = abs(turn[0, 0]), abs(turn[0, 1])
    size = int(np.ceil(width * cosine + height * sine)), int(np.ceil(width * sine + height * cosine))
    turn[:, 2] += np.array([(size[0] - width) / 2, (size[1] - height) / 2])
    level = cv2.warpAffine(letters, turn, size, flags=cv2.INTER_LINEAR)
    return level.astype(np.uint8, copy=False), turn
