"""Puts the words of a born-digital page into lines, blocks and reading order.

Office programs write a page in the order in which it is read, columns of a letterhead one after the other, so
the file's own order is kept as long as it runs down the page. Where it jumps about (a page assembled from
pieces), the page is ordered by its white gaps: recursive cuts between bands and columns (the X-Y cut of Nagy
and Seth, 1984).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_MOST_JUMPS = 0.15
"""Part of the lines that may begin above the line before, in its column, until that order is given up."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One word in points of the upright page, origin top left."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    angle: float
    """Radians clockwise of the line of writing."""
    baseline: tuple[float, float, float, float]
    is_sure: bool = True
    """False when one of its letters is not known for sure."""


@dataclass(frozen=True, slots=True)
class _Row:
    """Words side by side on one baseline."""

    pieces: tuple[Piece, ...]

    @property
    def x0(self) -> float:
        return min(piece.x0 for piece in self.pieces)

    @property
    def x1(self) -> float:
        return max(piece.x1 for piece in self.pieces)

    @property
    def y0(self) -> float:
        return min(piece.y0 for piece in self.pieces)

    @property
    def y1(self) -> float:
        return max(piece.y1 for piece in self.pieces)

    @property
    def size(self) -> float:
        return max(piece.size for piece in self.pieces)

    @property
    def base(self) -> float:
        return self.pieces[-1].baseline[1]


def in_reading_order(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, int, int]]:
    """Every word with the number of its line and of its block, in reading order, from 0."""
    rows = _filled_in(list(_rows(pieces)))
    if _jumps(rows) > _MOST_JUMPS * len(rows):
        rows = list(_cut(rows))
    block = 0
    for number, row in enumerate(rows):
        if number and not _same_block(rows[number - 1], row):
            block += 1
        for piece in row.pieces:
            yield piece, number, block


def _rows(pieces: Sequence[Piece]) -> Iterator[_Row]:
    """Rows in the order of the file; a row ends where the next word is not close to its right."""
    row: list[Piece] = []
    for piece in pieces:
        if row and not _beside(row[-1], piece):
            yield _Row(tuple(row))
            row = []
        row.append(piece)
    if row:
        yield _Row(tuple(row))


def _filled_in(rows: list[_Row]) -> list[_Row]:
    """Puts short rows that were drawn later into the gaps left for them: the number and day of a paper."""
    kept: list[_Row] = []
    for row in rows:
        home = next((at for at, other in enumerate(kept) if _fits_into(row, other)), None)
        before = next((at for at, pair in enumerate(pairwise(kept)) if _fits_between(row, *pair)), None)
        if home is not None:
            kept[home] = _merged(kept[home], row)
        elif before is not None:
            kept[before : before + 2] = [_merged(kept[before], row, kept[before + 1])]
        else:
            kept.append(row)
    return kept


def _merged(*rows: _Row) -> _Row:
    pieces = [piece for row in rows for piece in row.pieces]
    return _Row(tuple(sorted(pieces, key=lambda piece: piece.x0)))


def _fits_between(row: _Row, left: _Row, right: _Row) -> bool:
    """Whether the row stands in a wide gap of one line: `Số:` and `/TB-UBND` with the number drawn later."""
    size = max(row.size, left.size, right.size)
    if any(abs(row.base - other.base) > 0.6 * size for other in (left, right)):
        return False
    is_near = row.x0 - left.x1 < 3 * size and right.x0 - row.x1 < 3 * size
    return is_near and left.x1 <= row.x0 + 0.15 * size and row.x1 <= right.x0 + 0.15 * size


def _fits_into(row: _Row, other: _Row) -> bool:
    size = max(row.size, other.size)
    if abs(row.base - other.base) > 0.6 * size or not other.x0 < row.x0 < row.x1 < other.x1:
        return False
    if any(abs(piece.angle) > 0.2 for piece in (row.pieces[0], other.pieces[0])):
        return False
    slack = 0.15 * size
    return all(row.x1 < piece.x0 + slack or row.x0 > piece.x1 - slack for piece in other.pieces)


def _beside(last: Piece, piece: Piece) -> bool:
    size = max(last.size, piece.size)
    if abs(last.angle - piece.angle) > 0.2:
        return False
    if abs(last.angle) > 0.2:  # a line that runs another way: near is enough
        return abs(piece.x0 - last.x0) < 4 * size and abs(piece.y0 - last.y0) < 12 * size
    drop = abs(piece.baseline[1] - last.baseline[3])
    return drop < 0.5 * size and -0.5 * size < piece.x0 - last.x1 < 3.0 * size


def _same_block(above: _Row, row: _Row) -> bool:
    """Rows one under the other at the distance of a paragraph, sharing some width; or one row continued."""
    step = row.base - above.base
    size = max(above.size, row.size)
    if abs(step) < 0.5 * size:
        return 0 <= row.x0 - above.x1 < 6 * size
    shares = (
        min(above.x1, row.x1) > max(above.x0, row.x0) - 6 * size
    )  # an indented first line, a short second
    return shares and 0 < step < 2.2 * size


def _jumps(rows: Sequence[_Row]) -> int:
    """Rows that begin clearly above the row before them though they share its width."""
    return sum(
        1
        for above, row in pairwise(rows)
        if row.y1 < above.y0 and min(above.x1, row.x1) > max(above.x0, row.x0)
    )


def _cut(rows: Sequence[_Row]) -> Iterator[_Row]:
    """Rows in reading order by recursive cuts: first between columns, then between bands."""
    if len(rows) < 2:
        yield from rows
        return
    parts = _split_across(rows)
    if len(parts) == 1:
        parts = _split_down(rows)
    if len(parts) == 1:
        yield from sorted(rows, key=lambda row: (round(row.base / max(row.size, 1.0)), row.x0))
        return
    for part in parts:
        yield from _cut(part)


def _split_across(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Bands parted by white that runs across: only gaps clearly wider than the spacing of lines count."""
    widest = 1.2 * max(row.size for row in rows)
    return _split(sorted(rows, key=lambda row: row.y0), lambda row: (row.y0, row.y1), widest)


def _split_down(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Columns parted by white that runs down."""
    return _split(
        sorted(rows, key=lambda row: row.x0),
        lambda row: (row.x0, row.x1),
        1.0 * max(row.size for row in rows),
    )


def _split(
    rows: Sequence[_Row], extent: Callable[[_Row], tuple[float, float]], gap: float
) -> list[list[_Row]]:
    parts: list[list[_Row]] = [[]]
    end = float("-inf")
    for row in rows:
        low, high = extent(row)
        if parts[-1] and low - end > gap:
            parts.append([])
        parts[-1].append(row)
        end = max(end, high)
    return parts
