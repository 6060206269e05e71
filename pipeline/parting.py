"""Gives the lines what their words left over: tall letters, and pieces in which two lines touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.line_finding import FoundLine
from pipeline.pieces import Indices, Pieces

BODY = 0.5
"""Of a line's x-height: how much of it a piece must cover to stand in the line."""
NEXT = 2.0
"""Gap in x-heights between a line and a tall letter of it."""


def parted(pieces: Pieces, lines: Sequence[FoundLine]) -> tuple[Pieces, list[FoundLine]]:
    """The lines with their tall letters; a piece that two lines share is cut where it is thinnest."""
    taken = np.zeros(len(pieces.left), bool)
    taken[0] = True
    for line in lines:
        taken[line.letters] = True
    smallest = min(line.x_height for line in lines)
    more: list[list[int]] = [[] for _ in lines]
    cuts: list[tuple[int, int, int, int]] = []
    for piece in map(int, np.flatnonzero(~taken & (pieces.height > 1.1 * smallest))):
        stands_in = [number for number, line in enumerate(lines) if _stands_in(pieces, piece, line)]
        if len(stands_in) == 1 and _fits(pieces, piece, lines[stands_in[0]]):
            more[stands_in[0]].append(piece)
        elif len(stands_in) == 2:
            upper, lower = sorted(stands_in, key=lambda number: lines[number].base_at_middle)
            row = _neck(pieces, piece, lines[upper], lines[lower])
            if row is not None:
                cuts.append((piece, row, upper, lower))
    if cuts:
        pieces, new = pieces.cut([(piece, row) for piece, row, _, _ in cuts])
        for (piece, _, upper, lower), lower_piece in zip(cuts, new, strict=True):
            more[upper].append(piece)
            more[lower].append(lower_piece)
    return pieces, [_with(pieces, line, added) for line, added in zip(lines, more, strict=True)]


def _stands_in(pieces: Pieces, piece: int, line: FoundLine) -> bool:
    reach = NEXT * line.x_height
    if pieces.right[piece] < line.box.x0 - reach or pieces.left[piece] > line.box.x1 + reach:
        return False
    base = line.baseline.y_at(float(pieces.centre_x[piece]))
    shared = min(pieces.bottom[piece], base) - max(pieces.top[piece], base - line.x_height)
    return bool(shared > BODY * line.x_height)


def _fits(pieces: Pieces, piece: int, line: FoundLine) -> bool:
    """Whether a piece could be a letter of the line: with two marks above, or a tail below."""
    base = line.baseline.y_at(float(pieces.centre_x[piece]))
    is_high = pieces.top[piece] > base - 3.0 * line.x_height
    is_low = pieces.bottom[piece] < base + 0.8 * line.x_height
    return bool(is_high and is_low and pieces.width[piece] < 12 * line.x_height)


def _neck(pieces: Pieces, piece: int, upper: FoundLine, lower: FoundLine) -> int | None:
    """The row between two lines where a piece is thinnest; `None` for a frame or a pen stroke."""
    x = float(pieces.centre_x[piece])
    first = int(upper.baseline.y_at(x))
    last = int(lower.baseline.y_at(x) - lower.x_height)
    if pieces.top[piece] < first - 3 * upper.x_height or pieces.bottom[piece] > last + 2 * lower.x_height:
        return None
    if last - first < 2 or pieces.width[piece] > 12 * lower.x_height:
        return None
    left, right = int(pieces.left[piece]), int(pieces.right[piece])
    ink = (pieces.labels[first:last, left:right] == piece).sum(axis=1)
    # Tails are shorter than marks are high: between equals the upper third.
    middle = np.abs(np.arange(len(ink)) - 0.35 * len(ink)) / len(ink)
    return first + int(np.argmin(ink + middle))


def _with(pieces: Pieces, line: FoundLine, added: list[int]) -> FoundLine:
    if not added:
        return line
    letters: Indices = np.concatenate([line.letters, np.array(added, np.int64)])
    letters = letters[np.argsort(pieces.left[letters])]
    x0, x1 = float(pieces.left[letters].min()), float(pieces.right[letters].max())
    return replace(line, letters=letters, box=replace(line.box, x0=x0, x1=x1))
