"""Sets a page's lines so that a reader that orders blocks by their place finds our order.

Poppler gathers words into blocks (same size of letters, near one another), puts a block before another that
it overlaps in breadth when it begins higher, and else before one to its right unless something lies between.
So lines read downwards make a column; columns side by side, read left to right, make a band and are kept
apart by the size of their letters; an invisible blank as wide as the page parts a band from the next.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from pipeline.pdfa.font import DEPTHS, PLAIN
from pipeline.pdfa.text_lines import TextLine, on_one_baseline

BLANK_SIZE = 1.0
"""Points of the letters of a blank between bands: so small that poppler joins it to no text."""
_SAME_ROW = 0.5
"""Ems between baselines of one row (poppler: 0.5)."""
_NEAR = 1.45
"""Ems between baselines up to which poppler joins lines of one block (1.5)."""
_REACH = 1.6
_APART = 0.065
"""Difference in size, as a share, from which poppler keeps lines one above the other apart (0.05)."""
_SIZES = (1.0, 1.07, 0.93, 1.15, 0.87, 1.24, 0.8)
"""Factors tried to keep a column apart from what stands above and below it."""
_LEAST_STEP = 0.2
"""Points between the tops of lines above and below a blank."""
_CLEAR_STEP = 5.0
"""Points likewise, where a column is cut so that its lower part stands beside another."""
_TALLEST = 0
"""The font whose box reaches highest above the baseline."""
_EDGE = 0.3
"""Ems; a narrower blank at a line's end changes nothing."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A stretch of nothing that gives two spaces."""

    left: float
    right: float
    base: float
    size: float
    depth: int = PLAIN
    """Number of its font."""


Item = TextLine | Blank


@dataclass(slots=True)
class _Row:
    """Lines side by side on one baseline, read left to right."""

    lines: list[TextLine]

    @property
    def base(self) -> float:
        return self.lines[0].base

    @property
    def size(self) -> float:
        return max(line.size for line in self.lines)

    @property
    def left(self) -> float:
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        return max(line.right for line in self.lines)

    @property
    def top(self) -> float:
        return max(line.top for line in self.lines)

    @property
    def level(self) -> float:
        return self.lines[0].level

    @property
    def level_top(self) -> float:
        """As `top`, had the page been scanned straight."""
        return self.level + self.size

    def takes(self, line: TextLine) -> bool:
        near = _SAME_ROW * min(self.size, line.size)
        return abs(line.level - self.level) < near and line.left >= self.right


@dataclass(slots=True)
class _Column:
    """Rows read downwards."""

    rows: list[_Row]

    @property
    def left(self) -> float:
        return min(row.left for row in self.rows)

    @property
    def right(self) -> float:
        return max(row.right for row in self.rows)

    @property
    def top(self) -> float:
        return max(row.top for row in self.rows)

    @property
    def lowest_top(self) -> float:
        return min(row.top for row in self.rows)

    @property
    def shares_a_breadth(self) -> bool:
        """Whether there is a place across which every row reaches, so that each is above the next."""
        return max(row.left for row in self.rows) + 1 < min(row.right for row in self.rows)


@dataclass(slots=True)
class _Band:
    """Columns side by side."""

    columns: list[_Column] = field(default_factory=list)

    @property
    def top(self) -> float:
        return max(column.top for column in self.columns)

    @property
    def lowest_top(self) -> float:
        return min(column.lowest_top for column in self.columns)

    @property
    def raised(self) -> list[float]:
        """Where each column is to begin: above all to its right, since poppler may take them to overlap."""
        tops: list[float] = []
        for column in reversed(self.columns):
            tops.append(max(column.top, tops[-1] + _LEAST_STEP if tops else column.top))
        return tops[::-1]


def arranged(lines: Sequence[TextLine], width: float) -> Iterator[Item]:
    """The lines in the same order, with sizes, baselines and blanks that keep them so.

    `width` is the page's, in points. Pages with steeply sloping lines come back as they are.
    """
    if not all(line.is_level for line in lines):
        yield from lines
        return
    bands = _bands(_columns(lines))
    _set_sizes(bands)
    for band, after in pairwise([*bands, None]):
        if band is None:
            continue
        if len(band.columns) == 1:
            yield from _flowing(band.columns[0])
        else:
            yield from _side_by_side(band)
        if after is not None:
            yield Blank(0, width, (band.lowest_top + after.raised[0]) / 2, BLANK_SIZE)


def _columns(lines: Sequence[TextLine]) -> list[_Column]:
    columns: list[_Column] = []
    for line in lines:
        row = columns[-1].rows[-1] if columns else None
        if row is not None and row.takes(line):
            row.lines = on_one_baseline([*row.lines, line])
        elif row is not None and _goes_on(line, row, columns):
            columns[-1].rows.append(_Row([line]))
        else:
            columns.append(_Column([_Row([line])]))
    return columns


def _goes_on(line: TextLine, row: _Row, columns: Sequence[_Column]) -> bool:
    """Whether the line belongs under the last row of the last column.

    It does when it stands lower, under nothing that stands beside that column, and not below all of that.
    """
    if line.level >= row.level - _SAME_ROW * min(row.size, line.size):
        return False
    top = max(other.level_top for other in columns[-1].rows) + _LEAST_STEP
    beside = [other for column in columns[:-1] for other in column.rows if other.level_top < top]
    if any(line.left < other.right and line.right > other.left for other in beside):
        return False
    lowest = min((other.level for other in beside), default=-math.inf)
    return line.level >= lowest - _SAME_ROW * line.size


def _bands(columns: Sequence[_Column]) -> list[_Band]:
    bands: list[_Band] = []
    for column in columns:
        if not bands or column.top < bands[-1].lowest_top - _LEAST_STEP:
            bands.append(_Band([column]))
            continue
        if len(bands[-1].columns) == 1:
            bands[-1:] = _parted(bands[-1].columns[0], column)
        bands[-1].columns.append(column)
    return bands


def _parted(column: _Column, beside: _Column) -> list[_Band]:
    """The column cut in two, at its lowest clear gap, so that what stands over `beside` is above both."""
    over = [row for row in column.rows if row.left < beside.right and row.right > beside.left]
    gaps = [before.top - max(after.top, beside.top) for before, after in pairwise(column.rows)]
    place = max((number for number, gap in enumerate(gaps, 1) if gap > _CLEAR_STEP), default=0)
    if not place or not over:
        return [_Band([column])]
    return [_Band([_Column(column.rows[:place])]), _Band([_Column(column.rows[place:])])]


def _flowing(column: _Column) -> Iterator[Item]:
    """A column that stands alone: blanks part the rows that do not lie one under another."""
    left, right = column.left, column.right
    group = _Column([])
    for row in column.rows:
        wider = _Column([*group.rows, row])
        if group.rows and not wider.shares_a_breadth:
            yield Blank(left, right, (group.lowest_top + row.top) / 2, BLANK_SIZE)
            wider = _Column([row])
        group = wider
        yield from _in_row(row)


def _set_sizes(bands: Sequence[_Band]) -> None:
    """Gives each column beside another one size of letters, apart from what is above and below."""
    for band in bands:
        if len(band.columns) < 2:
            continue
        others = [
            row for other in bands if other is not band for column in other.columns for row in column.rows
        ]
        for column in band.columns:
            size = _size_apart(column, others)
            for row in column.rows:
                row.lines = [line.sized(size) for line in row.lines]


def _side_by_side(band: _Band) -> Iterator[Item]:
    for column, top in zip(band.columns, band.raised, strict=True):
        lift = top - column.top
        if lift >= _SAME_ROW * column.rows[0].size:
            yield from _raising(column, top)
        yield from _solid(column, lift if lift < _SAME_ROW * column.rows[0].size else 0.0)


def _raising(column: _Column, top: float) -> Iterator[Item]:
    """Blanks that make a column begin at `top`, above the columns to its right, and still be one block."""
    first = column.rows[0]
    size = first.size
    base = top - (1 - DEPTHS[PLAIN]) * size
    lift = base - first.base
    steps = math.ceil(lift / size)
    for number in range(steps, 0, -1):
        yield Blank(column.left, column.right, first.base + lift * number / steps, size)


def _solid(column: _Column, lift: float) -> Iterator[Item]:
    """A column beside others: no wide gaps, so that it makes one block, its top raised by `lift` points."""
    left, right = column.left, column.right
    size = column.rows[0].size
    is_plain = column.shares_a_breadth
    for row, after in pairwise([*column.rows, None]):
        if row is None:
            continue
        if not is_plain and row.left - left > _EDGE * size:
            yield Blank(left, row.left - 0.1 * size, row.base, size)
        yield from _in_row(row)
        if not is_plain and right - row.right > _EDGE * size:
            yield Blank(row.right + 0.1 * size, right, row.base, size)
        if row is column.rows[0] and lift >= _LEAST_STEP / 2:
            yield _tall(row.right if is_plain else right, row.base, size, lift)
        if after is not None:
            steps = math.ceil((row.base - after.base) / (_NEAR * size))
            for number in range(1, steps):
                yield Blank(left, right, row.base + (after.base - row.base) * number / steps, size)


def _tall(right: float, base: float, size: float, lift: float) -> Blank:
    """A narrow blank at the end of a row whose top is `lift` points above that of the row's letters.

    It stands on their baseline: poppler looks for the next row from the baselines of words that lie one over
    another, and from the first word's size.
    """
    height = (lift + (1 - DEPTHS[PLAIN]) * size) / (1 - DEPTHS[_TALLEST])
    return Blank(right + 0.1 * size, right + 0.2 * size, base, height, _TALLEST)


def _in_row(row: _Row) -> Iterator[Item]:
    for line, after in pairwise([*row.lines, None]):
        if line is None:
            continue
        yield line
        if after is not None and after.left - line.right > _EDGE * line.size:
            gap = 0.05 * line.size
            yield Blank(line.right + gap, after.left - gap, row.base, line.size)


def _size_apart(column: _Column, others: Sequence[_Row]) -> float:
    """The column's usual size, changed as little as keeps it apart from the rows above and below it."""
    usual = median(row.size for row in column.rows)
    ends = column.rows[0].base, column.rows[-1].base
    near = [
        row.size
        for row in others
        if row.left < column.right
        and row.right > column.left
        and ends[1] - _REACH * max(usual, row.size) < row.base < ends[0] + _REACH * max(usual, row.size)
    ]
    for factor in _SIZES:
        size = usual * factor
        if all(abs(size - other) >= _APART * max(size, other) for other in near):
            return size
    return usual
