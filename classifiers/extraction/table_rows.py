"""Which lines of a table's body belong to one row, though cells are wrapped and stand high or low in it.

A row is anchored where a cell of one line stands: its number, a day, a figure. In every column the lines are
then shared out among the rows so that each cell begins, ends or is centred on its row's anchor.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from classifiers.extraction.column_heads import NUMBER_COLUMNS
from classifiers.extraction.columns import Columns
from classifiers.extraction.folding import fold_words
from classifiers.extraction.lines import VisualLine
from records import Word

ROW_NUMBER = re.compile(r"^\d{1,3}[.)]?$")
PAGE_STEP = 1e5
"""Pixels by which a page is taken to lie below the one before it; more than any page is high."""
MOST_PITCH = 2.0
"""Text heights from line to line, foot to foot, inside one cell."""
LOST = 3.0
"""What it costs, in text heights of misplacement, to leave a line out of every row."""
BELOW = 0.5
"""What it costs for a line below the last row, where the table may be over."""
EMPTY = 0.8
"""What it costs to leave a row's cell empty while lines are left."""
MOST_CELL_LINES = 14
LOOSE_PITCH = 1.75
"""Text heights from line to line, foot to foot, above which no two lines of a column are one cell."""
WIDER = 1.25
"""Steps from line to line of a cell above which a row of text ends; reading moves lines by a tenth."""
FAR = 1.3
"""Steps from row to row below which nothing stands alone that belongs to the table."""
MOST_LINES = 600


@dataclass(frozen=True)
class CellLine:
    """The words that one line has in one column."""

    y: float
    """Foot of the line, pixels, pages one below the other."""
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True)
class TableRow:
    """The words of one row, column by column."""

    cells: tuple[tuple[Word, ...], ...]
    page: int
    is_total: bool

    @property
    def texts(self) -> list[str]:
        return [" ".join(word.text for word in words) for words in self.cells]

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for words in self.cells for word in words)


def is_total(text: str) -> bool:
    """Whether a line sums up the rows above it; "Công an" and a word "tông" without a sum do not."""
    is_named = re.match(r"(tong|cong)( cong| so)?( |$)", fold_words(text)) is not None
    return is_named and any(map(str.isdigit, text)) and not text.lower().startswith("công")


def rows_of(lines: Sequence[VisualLine], columns: Columns) -> list[TableRow]:
    """The rows of a table's body, in their order; words that stand far from every row are left out."""
    lines = lines[:MOST_LINES]
    if not lines:
        return []
    height = sorted(line.height for line in lines)[len(lines) // 2]
    down = _down(lines, columns)
    anchors = _anchors(lines, columns, down, height)
    if anchors:
        shared = [_shared_out(column, [y for y, _ in anchors], height) for column in down]
    else:
        anchors, shared = _bands(lines, down, height)
    rows = []
    for index, (y, total) in enumerate(anchors):
        cells = tuple(tuple(word for line in column[index] for word in line.words) for column in shared)
        if any(cells):
            rows.append((y, TableRow(cells, int(y // PAGE_STEP), total)))
    return _without_what_follows(rows)


def _without_what_follows(rows: Sequence[tuple[float, TableRow]]) -> list[TableRow]:
    """The rows up to words that stand alone and further down than rows do, as the figures of a sketch."""
    steps = sorted(
        below - above for (above, _), (below, _) in pairwise(rows) if below - above < PAGE_STEP / 2
    )
    kept: list[TableRow] = []
    for index, (y, row) in enumerate(rows):
        is_alone = sum(map(bool, row.cells)) == 1 < len(row.cells) and not row.is_total
        if is_alone and index > 1 and y - rows[index - 1][0] > FAR * steps[len(steps) // 2]:
            break
        kept.append(row)
    return kept


def _y(line: VisualLine) -> float:
    return line.page * PAGE_STEP + _foot(line.words)


def _foot(words: Sequence[Word]) -> float:
    """Where the letters stand, pixels: the lower edge of the words without letters below the line."""
    feet = sorted(word.box.y1 for word in words)
    return feet[len(feet) // 4]


def _down(lines: Sequence[VisualLine], columns: Columns) -> list[list[CellLine]]:
    """The lines of each column from top to bottom."""
    down: list[list[CellLine]] = [[] for _ in columns.cells_in_order]
    for line in lines:
        for column, words in zip(down, columns.words(line), strict=True):
            if words:
                y = line.page * PAGE_STEP + _foot(words)
                column.append(CellLine(y, tuple(words)))
    return down


def _anchors(
    lines: Sequence[VisualLine], columns: Columns, down: Sequence[Sequence[CellLine]], height: float
) -> list[tuple[float, bool]]:
    """Where each row stands, and whether it sums up others."""
    totals = [_y(line) for line in lines if is_total(line.text)]
    seen = [
        (line.y, column)
        for column, named in enumerate(columns.cells_in_order)
        if _holds_single_lines(named, down[column])
        for line in down[column]
    ]
    clusters = _clusters([y for y, _ in seen], height)
    numbered = [column for column, name in enumerate(columns.cells_in_order) if name in NUMBER_COLUMNS]
    numbers = [line.y for column in numbered for line in down[column]]
    if len(numbers) >= 0.6 * len(clusters):
        # A day or number broken in its cell is no row; a row whose number was not read has two such cells.
        clusters = [
            y
            for y in clusters
            if _is_near(y, numbers, height)
            or len({column for at, column in seen if abs(at - y) < 0.6 * height}) >= 2
        ]
    rows = [y for y in clusters if not _is_near(y, totals, height)]
    # Where no column tells the rows, a sum alone tells none.
    return sorted([(y, False) for y in rows] + [(y, True) for y in totals]) if rows else []


def _is_near(y: float, others: Sequence[float], height: float) -> bool:
    return any(abs(other - y) < 0.6 * height for other in others)


def _holds_single_lines(name: str, column: Sequence[CellLine]) -> bool:
    """Whether the column's cells are of one line each: numbers, days, figures, all of a single word."""
    if not column:
        return False
    if name in NUMBER_COLUMNS:
        return True
    single = sum(len(line.words) == 1 and any(map(str.isdigit, line.text)) for line in column)
    return single >= 0.8 * len(column)


def _clusters(heights: Sequence[float], height: float) -> list[float]:
    """One y for all that stand on the same line."""
    clusters: list[list[float]] = []
    for y in sorted(heights):
        if clusters and y - clusters[-1][0] < 0.6 * height:
            clusters[-1].append(y)
        else:
            clusters.append([y])
    return [sum(cluster) / len(cluster) for cluster in clusters]


def _bands(
    lines: Sequence[VisualLine], down: Sequence[Sequence[CellLine]], height: float
) -> tuple[list[tuple[float, bool]], list[list[list[CellLine]]]]:
    """Rows of text alone, parted where the white across all columns is wider than between lines of a cell."""
    steps = [
        below.y - above.y
        for column in down
        for above, below in pairwise(column)
        if below.y - above.y < PAGE_STEP / 2
    ]
    # Of letters below the line and of print a few pixels off it: not the least step, but a small one.
    pitch = sorted(steps)[len(steps) // 4] if steps else 0.0
    if pitch > LOOSE_PITCH * height or not steps:
        starts = [_y(line) for line in lines]
    else:
        apart = [below for above, below in pairwise(lines) if _y(below) - _y(above) > WIDER * pitch]
        starts = [_y(lines[0]), *map(_y, apart)]
    ends = [*starts[1:], float("inf")]
    anchors = [
        (start, any(is_total(line.text) for line in lines if start <= _y(line) < end))
        for start, end in zip(starts, ends, strict=True)
    ]
    shared = [
        [
            [line for line in column if start - 0.5 * height <= line.y < end - 0.5 * height]
            for start, end in zip(starts, ends, strict=True)
        ]
        for column in down
    ]
    return anchors, shared


def _shared_out(column: Sequence[CellLine], rows: Sequence[float], height: float) -> list[list[CellLine]]:
    """The lines of one column for each row, by the way of standing that fits best."""
    offers = [_fitted(column, rows, height, way) for way in ("top", "middle", "foot")]
    _, best = min(offers, key=lambda offer: offer[0])
    return best


def _fitted(
    column: Sequence[CellLine], rows: Sequence[float], height: float, way: str
) -> tuple[float, list[list[CellLine]]]:
    """Cost and sharing out of the lines where every cell stands in its row in the same way."""
    count = len(column)
    bounds = [float("-inf"), *rows, float("inf")]

    def is_inside(first: int, last: int, row: int) -> bool:
        # No cell reaches the line on which the next row, or the one before, is anchored.
        return (
            bounds[row] + 0.4 * height < column[first].y and column[last].y < bounds[row + 2] - 0.4 * height
        )

    def cost(first: int, last: int, row: int) -> float:
        top, foot = column[first].y, column[last].y
        at = {"top": top, "middle": (top + foot) / 2, "foot": foot}[way]
        return abs(at - rows[row]) / height

    @cache
    def best(line: int, row: int) -> tuple[float, int]:
        """Cost of the lines from `line` on in the rows from `row` on, and how many go into `row`.

        -1 lines stands for a line that is left out.
        """
        if line == count:
            return 0.0, 0
        if row == len(rows):
            return (count - line) * BELOW, 0
        choice = LOST + best(line + 1, row)[0], -1
        choice = min(choice, (EMPTY + best(line, row + 1)[0], 0))
        for last in range(line, min(count, line + MOST_CELL_LINES)):
            if last > line and column[last].y - column[last - 1].y > MOST_PITCH * height:
                break
            here = cost(line, last, row)
            if here < 2 * LOST and is_inside(line, last, row):
                choice = min(choice, (here + best(last + 1, row + 1)[0], last - line + 1))
        return choice

    shared: list[list[CellLine]] = [[] for _ in rows]
    line = row = 0
    # From the back, so that no chain of calls grows longer than one step.
    for start in range(count, -1, -1):
        for at in range(len(rows), -1, -1):
            best(start, at)
    while line < count and row <= len(rows):
        taken = best(line, row)[1]
        if taken > 0:
            shared[row] = list(column[line : line + taken])
        line, row = (line + 1, row) if taken < 0 else (line + taken, row + 1)
    return best(0, 0)[0], shared
