"""Puts words into the order in which people read them: columns, forms, tables and signature blocks.

An engine gives words by their lines, and lines more or less from top to bottom. Here lines are cut at their
wide gaps, and what stands side by side is told apart: two columns (a letterhead, a signature block beside
the recipients, husband beside wife) are read one after the other; the labels and values of a form, and the
rows of a table, from left to right. A letterhead has two storeys, and each is read on its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise
from statistics import median

from pipeline.form_labels import are_label_and_value, are_twins, are_two_labels, heads_recipients, label_of
from records import Box, Word

WIDE_GAP = 2.0
"""Gap within a line, in heights of its words, from which its halves stand apart. Justified text stays below
1.2."""
NARROW_GAP = 1.0
"""Gap within a line, in heights of its words, that parts columns where a line near it begins one there."""
LEAST_GUTTER = 0.8
"""Width, in heights of a word, that the gutter keeps through all lines of two columns."""
FARTHEST = 3.5
"""A next line farther down, in heights of a word, no longer belongs to the columns."""
STOREY = 1.35
"""Distance of two lines, against the closest ones of the same columns, at which a new storey begins."""
SAME_ROW = 0.45
"""Distance of two feet, in heights of a word, up to which they stand on one row."""


DOUBTFUL = 0.3
"""Chance of being right below which a lone sign is taken for a speck; bits of frames have 0.03 to 0.2."""
COLUMNS, CELLS = 2, 3
"""Text is set in two columns; a row of three parts and more is one of a table."""
TIGHT = 1.75
"""Distance of the feet of two lines in a cell, in heights of a word: 1.3 to 1.6; of two rows it is 2.2."""


@dataclass(frozen=True, eq=False)
class _Part:
    """Words side by side without a wide gap."""

    words: tuple[Word, ...]

    @cached_property
    def box(self) -> Box:
        return Box.around(word.box for word in self.words)

    @cached_property
    def height(self) -> float:
        return median(word.box.height for word in self.words) or 1.0

    @cached_property
    def foot(self) -> float:
        """Height of the baseline at the middle of the part, pixels from the top."""
        feet = [(word.baseline.y0 + word.baseline.y1) / 2 for word in self.words if word.baseline is not None]
        return median(feet) if feet else median(word.box.y1 for word in self.words)

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def is_speck(self) -> bool:
        """Whether it is a dash, or a bit of a frame that was read as a figure."""
        is_doubtful = len(self.text) == 1 and self.words[0].confidence < DOUBTFUL
        return is_doubtful or not any(letter.isalnum() for letter in self.text)


_Row = tuple[_Part, ...]
"""Parts on one foot, from left to right."""
_Sides = tuple[list[_Part], list[_Part]]
"""What stands to the left and to the right of a gutter."""


def in_reading_order(words: Sequence[Word], level: Sequence[Word] | None = None) -> tuple[Word, ...]:
    """The same words in reading order, lines and blocks numbered anew from 0.

    `level` are the words once more, one by one, where their lines run level: on a page that was scanned askew
    or photographed aslant the end of a line stands as high as the beginning of the next one.
    """
    level = words if level is None else level
    shown = {id(one): word for one, word in zip(level, words, strict=True)}
    lines = [tuple(line) for _, line in groupby(level, key=lambda word: (word.block, word.line))]
    starts = [start for line in lines for start in _gaps(line, WIDE_GAP)]
    parts = [part for line in lines for part in _parts(line, starts)]
    # A lone dash, or a speck read as one, stands in no column and must not end one.
    lone = [part for part in parts if part.is_speck]
    if len(lone) == len(parts):
        return tuple(_numbered([parts], shown))
    blocks = list(_ordered([part for part in parts if part not in lone]))
    for part in lone:
        block, place = _nearest(blocks, part)
        blocks[block].insert(place + 1, part)
    return tuple(_numbered(blocks, shown))


def _nearest(blocks: Sequence[Sequence[_Part]], lone: _Part) -> tuple[int, int]:
    """Block and place of the part that is nearest to a lone sign, rather before than above it."""
    return min(
        ((block, place) for block, parts in enumerate(blocks) for place in range(len(parts))),
        key=lambda at: _distance(blocks[at[0]][at[1]].box, lone.box),
    )


def _distance(box: Box, other: Box) -> float:
    across = max(other.x0 - box.x1, 2 * (box.x0 - other.x1), 0.0)
    return across + 4 * max(box.y0 - other.y1, other.y0 - box.y1, 0.0)


def _gaps(line: Sequence[Word], least: float) -> Iterator[Word]:
    """The words of a line that have a gap before them, of `least` heights of a word or more."""
    height = median(word.box.height for word in line) or 1.0
    for before, word in pairwise(line):
        if word.box.x0 - before.box.x1 > least * height:
            yield word


def _parts(line: tuple[Word, ...], starts: Sequence[Word]) -> Iterator[_Part]:
    """A line cut at its wide gaps, and at narrow ones below or above which others begin a column."""
    wide = set(map(id, _gaps(line, WIDE_GAP)))
    cuts = wide | {id(word) for word in _gaps(line, NARROW_GAP) if _begins_with(word, starts)}
    part: list[Word] = []
    for word in line:
        if id(word) in cuts:
            yield _Part(tuple(part))
            part = []
        part.append(word)
    yield _Part(tuple(part))


def _begins_with(word: Word, starts: Sequence[Word]) -> bool:
    height = word.box.height
    return any(
        abs(word.box.x0 - start.box.x0) < 0.35 * height and abs(word.box.y1 - start.box.y1) < 8 * height
        for start in starts
    )


def _ordered(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """Blocks of parts in reading order."""
    rows = _rows(parts)
    block: list[_Part] = []
    first = 0
    while first < len(rows):
        end, gutter = _columns(rows, first)
        if end == first:
            end = _wrapped(rows, first)
            block += _by_cells(rows[first:end])
            first = end
            continue
        if block:
            yield block
            block = []
        for storey in _storeys(rows[first:end], gutter):
            inside = [part for row in storey for part in row]
            yield from _ordered([part for part in inside if part.box.centre[0] < gutter])
            yield from _ordered([part for part in inside if part.box.centre[0] >= gutter])
        first = end
    if block:
        yield block


def _rows(parts: Sequence[_Part]) -> list[_Row]:
    """Parts on one foot, from top to bottom."""
    rows: list[list[_Part]] = []
    for part in sorted(parts, key=lambda part: part.foot):
        for row in reversed(rows[-4:]):
            near = SAME_ROW * min(part.height, row[0].height)
            if abs(part.foot - row[0].foot) < near and not any(_cover(part, other) for other in row):
                row.append(part)
                break
        else:
            rows.append([part])
    return [tuple(sorted(row, key=lambda part: part.box.x0)) for row in rows]


def _cover(part: _Part, other: _Part) -> bool:
    """Whether one stands over or under the other."""
    shared = min(part.box.x1, other.box.x1) - max(part.box.x0, other.box.x0)
    return shared > 0.5 * min(part.height, other.height)


def _wrapped(rows: Sequence[_Row], first: int) -> int:
    """The row after the last one that goes on within the cells of row `first` of a table."""
    cells = rows[first]
    if len(cells) < CELLS:
        return first + 1
    foot = cells[0].foot
    for number in range(first + 1, len(rows)):
        row = rows[number]
        is_tight = row[0].foot - foot < TIGHT * row[0].height
        # A row that begins at the first column is the next one of the table.
        if not is_tight or any(_cell(part, cells) in (None, 0) for part in row):
            return number
        foot = row[0].foot
    return len(rows)


def _cell(part: _Part, cells: _Row) -> int | None:
    """The only cell under which a part stands, or `None`."""
    under = [number for number, cell in enumerate(cells) if _cover(part, cell)]
    return under[0] if len(under) == 1 else None


def _by_cells(rows: Sequence[_Row]) -> list[_Part]:
    """Parts of one row and of those that go on in its cells, cell by cell; a label and its value made one."""
    cells = rows[0]
    more = [part for row in rows[1:] for part in row]
    joined: list[_Part] = []
    for number, part in enumerate(cells):
        if joined and are_label_and_value(joined[-1].text, part.text):
            joined[-1] = _Part((*joined[-1].words, *part.words))
        else:
            joined.append(part)
        joined += [other for other in more if _cell(other, cells) == number]
    return joined


def _columns(rows: Sequence[_Row], first: int) -> tuple[int, float]:
    """The row after the last of two columns that begin at row `first`, and where the gutter between them is.

    The same row when none begin there.
    """
    best = first, 0.0
    for left, right in _gutters(rows, first):
        end, gutter = _followed(rows, first, left, right)
        if end > best[0]:
            best = end, gutter
    return best


def _gutters(rows: Sequence[_Row], first: int) -> Iterator[tuple[float, float]]:
    """Empty bands beside row `first` in which a gutter may run: its own gap, or that to the row beside it."""
    row = rows[first]
    if len(row) == COLUMNS:
        yield row[0].box.x1, row[1].box.x0
    if len(row) > 1 or first + 1 == len(rows):
        return
    part = row[0]
    for other in rows[first + 1]:
        if other.box.y0 < part.box.y1 - 0.1 * part.height:
            left, right = sorted((part, other), key=lambda each: each.box.x0)
            if right.box.x0 > left.box.x1:
                yield left.box.x1, right.box.x0


def _followed(rows: Sequence[_Row], first: int, left: float, right: float) -> tuple[int, float]:
    """How far down the gutter between `left` and `right` runs, and its middle; row `first` for too short."""
    end, sides, gutter = _run(rows, first, left, right)
    if not _have_twins(*sides):
        until = next((number for number in range(first, end) if _is_form(rows[number:end])), end)
        end, sides, gutter = _run(rows[:until], first, left, right)
    return (end, gutter) if _side_by_side(*sides) else (first, 0.0)


def _run(rows: Sequence[_Row], first: int, left: float, right: float) -> tuple[int, _Sides, float]:
    """The row after the last one beside the gutter, what stands to either side of it, and its middle."""
    sides: _Sides = ([], [])
    end = first
    for row in rows[first:]:
        bounds = _narrowed(row, left, right)
        if bounds is None or (end > first and not _continues(row, sides, (left + right) / 2)):
            break
        left, right = bounds
        for part in row:
            sides[part.box.centre[0] > (left + right) / 2].append(part)
        end += 1
    return end, sides, (left + right) / 2


def _have_twins(left: Sequence[_Part], right: Sequence[_Part]) -> bool:
    """Whether labels of one column come again in the other, as those of husband and wife do."""
    labels = [part.text for part in left if label_of(part.text)]
    shared = [text for text in labels if any(are_twins(text, part.text) for part in right)]
    return len(shared) > 1 and len(shared) > 0.5 * len(labels)


def _narrowed(row: _Row, left: float, right: float) -> tuple[float, float] | None:
    """What is left of the gutter beside this row too; `None` when the row crosses it."""
    if len(row) > COLUMNS:
        return None
    middle = (left + right) / 2
    for part in row:
        if part.box.x1 <= right and part.box.centre[0] < middle:
            left = max(left, part.box.x1)
        elif part.box.x0 >= left and part.box.centre[0] > middle:
            right = min(right, part.box.x0)
        else:
            return None
    return (left, right) if right - left >= LEAST_GUTTER * row[0].height else None


def _continues(row: _Row, sides: _Sides, middle: float) -> bool:
    """Whether a row goes on with the columns so far: it is not far below, and lies in one of them.

    A heading below a letterhead is centred on the page, not in the right-hand column that it lies under.
    """
    above = max(part.box.y1 for side in sides for part in side)
    if min(part.box.y0 for part in row) - above > FARTHEST * row[0].height:
        return False
    if len(row) > 1:
        return True
    part = row[0]
    column = sides[part.box.centre[0] > middle]
    if not column:
        return True
    box = Box.around(each.box for each in column)
    is_centred = abs(part.box.centre[0] - box.centre[0]) < 0.08 * box.width + part.height
    is_inside = part.box.x0 > box.x0 - part.height and part.box.x1 < box.x1 + part.height
    return is_centred or is_inside or abs(part.box.x0 - box.x0) < part.height


def _side_by_side(left: Sequence[_Part], right: Sequence[_Part]) -> bool:
    """Whether two columns stand beside each other for more than a line that was merely split in two."""
    beside = [
        (one, other)
        for one in left
        for other in right
        if min(one.box.y1, other.box.y1) - max(one.box.y0, other.box.y0) > 0.2 * min(one.height, other.height)
    ]
    lines = max(len({id(one) for one, _ in beside}), len({id(other) for _, other in beside}))
    is_staggered = any(
        abs(one.foot - other.foot) > SAME_ROW * min(one.height, other.height) for one, other in beside
    )
    if lines == 1 and any(heads_recipients(one.text) for one, _ in beside):
        return len(left) > 1
    return lines > 1 or (is_staggered and len(left) + len(right) > 2)


def _is_form(rows: Sequence[_Row]) -> bool:
    """Whether a form begins here: a stop that was read as a colon makes no form of a letterhead."""
    double = [row for row in rows if len(row) > 1]
    return _is_form_row(rows[0]) and sum(map(_is_form_row, double)) > 0.5 * len(double)


def _is_form_row(row: _Row) -> bool:
    """Whether a row is labels and values that are read from left to right."""
    return len(row) > 1 and all(
        are_label_and_value(one.text, other.text) or are_two_labels(one.text, other.text)
        for one, other in pairwise(row)
    )


def _storeys(run: Sequence[_Row], gutter: float) -> Iterator[list[_Row]]:
    """Rows of two columns, parted where both columns leave more room than elsewhere."""
    sides: _Sides = ([], [])
    for row in run:
        for part in row:
            sides[part.box.centre[0] > gutter].append(part)
    steps = [_step(run[:number], run[number]) for number in range(1, len(run))]
    closest = min((step for step in steps if step > 0), default=0.0)
    storey: list[_Row] = [run[0]]
    for row, step in zip(run[1:], steps, strict=True):
        if step > STOREY * closest and not _have_twins(*sides):
            yield storey
            storey = []
        storey.append(row)
    yield storey


def _step(above: Sequence[_Row], row: _Row) -> float:
    """From the lowest foot above a row to its own, pixels; 0 when a line above reaches beside the row."""
    top = min(part.box.y0 for part in row)
    parts = [part for each in above for part in each]
    if any(part.box.y1 > top + 0.1 * part.height for part in parts):
        return 0.0
    return min(part.foot for part in row) - max(part.foot for part in parts)


def _numbered(blocks: Iterable[list[_Part]], shown: Mapping[int, Word]) -> Iterator[Word]:
    line = 0
    for block, parts in enumerate(blocks):
        for part in parts:
            for word in part.words:
                yield replace(shown[id(word)], line=line, block=block)
            line += 1
