"""Puts words that stand in two columns side by side into the order in which people read them.

Tesseract reads the two columns of a letterhead, and of the signature block, as one line: "ỦY BAN NHÂN DÂN
CỘNG HÒA XÃ HỘI …". Where such lines follow one another with the same empty gutter between their halves, the
left column is read to its end first. Nothing else is moved: rows of tables and forms stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from records import Box, Word

WIDE_GAP = 2.0
"""Gap within a line, in heights of its words, from which its halves belong to different columns. Justified
text stays below 1.2."""
LEAST_GUTTER = 1.0
"""Width, in heights of a word, that the gutter keeps through all lines of two columns."""
FEWEST_ROWS = 2
"""Lines with both halves that make columns; a single one is merely split in two."""
FARTHEST = 3.5
"""A next line farther down, in heights of a word, no longer belongs to the columns."""
LABEL = re.compile(r":\s*$")
RECIPIENTS = re.compile(r"n[ơo]i\s*nh[ậaâ]n", re.IGNORECASE)
"""Heads the left column of a signature block, and is no label of what stands to its right."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One line as the engine saw it, cut at its wide gaps."""

    block: int
    parts: tuple[tuple[Word, ...], ...]
    box: Box
    height: float

    @property
    def is_double(self) -> bool:
        return len(self.parts) == 2


@dataclass(frozen=True, slots=True)
class _Gutter:
    """The empty band between two columns."""

    left: float
    right: float

    def narrowed(self, row: _Row) -> _Gutter | None:
        """What is left of the gutter beside this row too; `None` when the row crosses it."""
        left, right = self.left, self.right
        for part in row.parts:
            box = Box.around(word.box for word in part)
            if box.x1 <= right and box.centre[0] < (left + right) / 2:
                left = max(left, box.x1)
            elif box.x0 >= left and box.centre[0] > (left + right) / 2:
                right = min(right, box.x0)
            else:
                return None
        return _Gutter(left, right) if right - left >= LEAST_GUTTER * row.height else None


def in_reading_order(words: Sequence[Word]) -> tuple[Word, ...]:
    """The same words, columns read one after the other, lines and blocks numbered anew from 0."""
    rows = [_row(tuple(line)) for _, line in groupby(words, key=lambda word: (word.block, word.line))]
    return tuple(_numbered(_lines(rows)))


def _row(words: tuple[Word, ...]) -> _Row:
    height = median(word.box.height for word in words) or 1.0
    parts: list[list[Word]] = [[words[0]]]
    for before, word in pairwise(words):
        if word.box.x0 - before.box.x1 > WIDE_GAP * height and not _is_label(parts[-1]):
            parts.append([])
        parts[-1].append(word)
    box = Box.around(word.box for word in words)
    return _Row(words[0].block, tuple(tuple(part) for part in parts), box, height)


def _is_label(part: Sequence[Word]) -> bool:
    text = " ".join(word.text for word in part)
    return bool(LABEL.search(text)) and not RECIPIENTS.search(text)


def _lines(rows: Sequence[_Row]) -> Iterator[tuple[object, tuple[Word, ...]]]:
    """Each line with a mark of the block it belongs to."""
    first = 0
    while first < len(rows):
        last = _columns_end(rows, first)
        if last is None:
            for part in rows[first].parts:
                yield rows[first].block, part
            first += 1
            continue
        run = rows[first:last]
        middle = _middle(run)
        for side in (0, 1):
            for row in run:
                for part in row.parts:
                    if (Box.around(word.box for word in part).centre[0] > middle) == bool(side):
                        yield (first, side), part
        first = last


def _columns_end(rows: Sequence[_Row], first: int) -> int | None:
    """The row after the last of the two columns that begin at row `first`; `None` when none begin there."""
    if not rows[first].is_double:
        return None
    left, right = (Box.around(word.box for word in part) for part in rows[first].parts)
    gutter = _Gutter(left.x1, right.x0)
    columns = left, right
    doubles, end = 1, first + 1
    for number in range(first + 1, len(rows)):
        row, before = rows[number], rows[number - 1]
        step = row.box.y0 - before.box.y1
        narrowed = gutter.narrowed(row)
        if narrowed is None or len(row.parts) > 2 or step > FARTHEST * row.height:
            break
        if row.is_double:
            columns = _wider(columns[0], row.parts[0]), _wider(columns[1], row.parts[1])
        elif not any(_belongs(row, column) for column in columns):
            break
        gutter, doubles = narrowed, doubles + row.is_double
        end = number + 1
    return end if doubles >= FEWEST_ROWS else None


def _wider(column: Box, part: Sequence[Word]) -> Box:
    return Box.around([column, *(word.box for word in part)])


def _belongs(row: _Row, column: Box) -> bool:
    """Whether a row of one half is centred in that column or begins where it begins.

    A heading below a letterhead is centred on the page, not in the right-hand column that it lies under.
    """
    is_centred = abs(row.box.centre[0] - column.centre[0]) < 0.08 * column.width + row.height
    return is_centred or abs(row.box.x0 - column.x0) < row.height


def _middle(run: Iterable[_Row]) -> float:
    doubles = [row for row in run if row.is_double]
    left = max(word.box.x1 for row in doubles for word in row.parts[0])
    right = min(word.box.x0 for row in doubles for word in row.parts[1])
    return (left + right) / 2


def _numbered(lines: Iterable[tuple[object, tuple[Word, ...]]]) -> Iterator[Word]:
    block, mark = -1, None
    for number, (its_mark, line) in enumerate(lines):
        if block < 0 or its_mark != mark:
            block, mark = block + 1, its_mark
        for word in line:
            yield replace(word, line=number, block=block)
