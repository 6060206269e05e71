"""The lines of a form in the order in which its cells are read, though words carry no rules.

Forms are often grids: a label in one cell, its value in the next, one or two such pairs beside each other, or
labels over their values. A line of words then runs through cells that have nothing to do with each other, and
a value that is broken stands below itself, not at the margin. Such a band of rows is known by labels that
stand alone before white; it is taken apart at the edges that its rows share, and each cell pair is handed on
as lines of its own: the whole label with the first line of its value, then the rest of the value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from classifiers.extraction.finding import text_of
from classifiers.extraction.lines import VisualLine
from classifiers.extraction.openings import Opening, Openings, is_mark, opens_unknown
from records import Word

CELL_GAP = 1.0
"""White that parts a label from the value's cell, in text heights."""
BETWEEN = 0.45
"""White that lies at least between two cells, in text heights."""
AT_TAB = 0.2
"""White that parts them where other values begin below each other, in text heights."""
NEAR = 0.8
"""How far beside a cell's edge its lines begin, in text heights."""
HANGING = 0.4
"""The same for a line below the first word of a value that stands close behind its label."""
MOST_PITCH = 2.6
"""Foot to foot of two lines of a cell, in text heights, at most."""
HALF_LINE = 1.05
"""Lines nearer than this many text heights, foot to foot, stand in two cells of one row: the shorter text is
set in the middle of the taller cell."""
MOST_LEAD = 3
"""Lines of a value above its label's, at most."""
MOST_INDENT = 4.0
"""How far right of its label a value below it begins, in text heights, at most."""
CLEARLY_WIDER = 1.12
"""The white between two rows of cells over that between the lines of a cell."""
MOST_COLUMNS = 3
"""Pairs that stand beside each other in a form; more is a table's head."""

_Added = tuple[list[Word], list[Word]]
"""What a line adds to a label and to its value."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One logical line: the label with the value's first line, or a further line of the value."""

    line: VisualLine
    column: int
    """Number of the pair in its band, from 0."""
    right: float
    """Where the cell ends, pixels."""
    is_rest: bool
    """Whether it goes on with the line handed on before it."""


@dataclass
class _Pair:
    """A label with the lines of its value."""

    x0: float
    right: float
    opening: Opening
    label: list[Word]
    """With the value's first words where both stand in one cell."""
    values: list[list[Word]] = field(default_factory=list)
    """Further lines; from the label's own line on where the value has a cell of its own."""
    tab: float | None = None
    """Where the value's cell begins; `None` where the value stands below or in the same cell."""

    def cells(self, page: int, column: int) -> list[Cell]:
        first = self.values[:1] if self.tab is not None else []
        lines = [[*self.label, *(word for words in first for word in words)], *self.values[len(first) :]]
        return [
            Cell(VisualLine(page, tuple(words)), column, self.right, is_rest=index > 0)
            for index, words in enumerate(lines)
        ]


def cells_of(rows: Sequence[VisualLine], right: float, openings: Openings) -> list[VisualLine | list[Cell]]:
    """The rows of a page in their order, each band of cells taken apart.

    `right` is where the text ends, in pixels. Rows that are no grid come back as they are.
    """
    ordered: list[VisualLine | list[Cell]] = []
    grid = _Grid(openings, tab_stops(rows, openings))
    at = 0
    while at < len(rows):
        band = _Band(rows, at, _lead(rows, at, grid), right, grid)
        if band.is_grid:
            ordered.append(band.cells())
        else:
            ordered.append(rows[at])
        at = band.end if band.is_grid else at + 1
    return ordered


def tab_stops(rows: Sequence[VisualLine], openings: Openings) -> list[float]:
    """Where values begin below each other at least three times behind white and a label, pixels; sorted."""
    starts = []
    for row in rows:
        first, *behind = row.segments(CELL_GAP)
        if behind and (opening := openings.opening(first.words)) is not None and opening.is_alone:
            starts.append((behind[0].box.x0, row.height))
    starts.sort()
    return [
        left[0]
        for left, right in zip(starts, starts[2:], strict=False)
        if right[0] - left[0] < HANGING * left[1]
    ]


@dataclass(frozen=True, slots=True)
class _Grid:
    """What the rows of a page share: the labels of the type and where values begin."""

    openings: Openings
    tabs: Sequence[float]

    def pieces(self, row: VisualLine) -> list[list[Word]]:
        """The row's words, parted by wide white, and at tab stops by less."""
        pieces: list[list[Word]] = []
        height = row.height
        for index, word in enumerate(row.words):
            white = word.box.x0 - row.words[index - 1].box.x1 if index else CELL_GAP * height + 1
            if white > CELL_GAP * height or (white > AT_TAB * height and self._begins_at_tab(row, index)):
                pieces.append([])
            pieces[-1].append(word)
        return pieces

    def _begins_at_tab(self, row: VisualLine, index: int) -> bool:
        """Whether a cell begins at a tab stop with word `index`, which has some white before it."""
        word, height = row.words[index], row.height
        if not any(abs(word.box.x0 - tab) < HANGING * height for tab in self.tabs):
            return False
        # Inside an explanation any word may chance to stand at a tab stop.
        is_wide = word.box.x0 - row.words[index - 1].box.x1 > BETWEEN * height
        return (is_wide or not _is_open(row.words[:index])) and not _closes_bracket(row.words[index:])


def _is_open(words: Sequence[Word]) -> bool:
    """Whether a bracket is open behind these words."""
    text = text_of(words)
    return text.rfind("(") > text.rfind(")")


def _closes_bracket(words: Sequence[Word]) -> bool:
    """Whether a bracket that was opened before these words is closed among them."""
    before, closing, _ = text_of(words).partition(")")
    return bool(closing) and "(" not in before


def _lead(rows: Sequence[VisualLine], at: int, grid: _Grid) -> int:
    """How many rows from `at` on are the upper lines of a value whose label stands at half its height.

    They stand nearer to that label than to what is printed above them.
    """
    first = rows[at]
    for lead in range(1, min(MOST_LEAD, len(rows) - at - 1) + 1):
        row, above = rows[at + lead], rows[at + lead - 1]
        if row.page != first.page or row.foot - above.foot > MOST_PITCH * row.height:
            return 0
        label, *behind = grid.pieces(row)
        opening = grid.openings.opening(label)
        if opening is not None:
            is_beside = opening.is_alone and label[-1].box.x1 < first.box.x0 - BETWEEN * row.height
            is_lead = is_beside and _is_middle(first, above, row, behind)
            return lead if is_lead and _is_nearer_below(rows, at, lead) else 0
        if abs(row.box.x0 - first.box.x0) > NEAR * row.height:
            return 0
    return 0


def _is_middle(
    first: VisualLine, above: VisualLine, row: VisualLine, behind: Sequence[Sequence[Word]]
) -> bool:
    """Whether a label's row goes on with the value begun above: at the same x, or half a line lower."""
    if behind:
        return abs(behind[0][0].box.x0 - first.box.x0) < NEAR * row.height
    return row.foot - above.foot < HALF_LINE * row.height


def _is_nearer_below(rows: Sequence[VisualLine], at: int, lead: int) -> bool:
    """Whether clearly more white is above row `at` than between it and the row `lead` further down."""
    if not at or rows[at - 1].page != rows[at].page:
        return True
    widest = max(below.foot - above.foot for above, below in pairwise(rows[at : at + lead + 1]))
    return rows[at].foot - rows[at - 1].foot >= CLEARLY_WIDER * widest


class _Band:
    """The rows from one row of labels to the next, as far as they are cells."""

    def __init__(self, rows: Sequence[VisualLine], at: int, lead: int, right: float, grid: _Grid) -> None:
        self._rows, self._grid, self._openings = rows, grid, grid.openings
        self._head = rows[at + lead]
        below = rows[at + lead + 1] if at + lead + 1 < len(rows) else None
        self._pairs = _pairs(self._head, below, right, grid)
        self.end = at + lead + 1
        if not self._pairs or (lead and len(self._pairs) > 1):
            self._pairs = []
            return
        if lead:
            pair = self._pairs[0]
            pair.tab = rows[at].box.x0
            pair.values[:0] = [list(row.words) for row in rows[at : at + lead]]
        while self.end < len(rows) and self._takes(rows[self.end]):
            self.end += 1
        self._is_deep = self.end - at >= 2

    @property
    def is_grid(self) -> bool:
        """Whether the rows are cells and not lines of a text: more than one, and parted by white."""
        if not self._pairs or not self._is_deep:
            return False
        pair = self._pairs[0]
        return len(self._pairs) > 1 or pair.tab is not None or not pair.opening.is_alone

    def cells(self) -> list[Cell]:
        page = self._head.page
        return [cell for column, pair in enumerate(self._pairs) for cell in pair.cells(page, column)]

    def _takes(self, row: VisualLine) -> bool:
        """Whether a row goes on with the cells; then its words are added to them."""
        above, height = self._rows[self.end - 1], self._head.height
        gap = row.foot - above.foot
        if row.page != self._head.page or gap > MOST_PITCH * height:
            return False
        parts = self._parts(row)
        if parts is None:
            return False
        is_half = gap < HALF_LINE * height
        added = [
            self._added(pair, words, height, is_half=is_half) if words else ([], [])
            for pair, words in zip(self._pairs, parts, strict=True)
        ]
        kept = [pieces for pieces in added if pieces is not None]
        if len(kept) < len(added) or self._is_next_lead(row):
            return False
        for pair, (more, value) in zip(self._pairs, kept, strict=True):
            if more:
                pair.opening = self._openings.joined(pair.opening, more)
                pair.label += more
            if value:
                pair.values.append(value)
        return True

    def _parts(self, row: VisualLine) -> list[list[Word]] | None:
        """The row's words pair by pair, or `None` where words run over the edge between two pairs."""
        height = self._head.height
        parts: list[list[Word]] = [[] for _ in self._pairs]
        for word in row.words:
            column = sum(word.box.x0 >= pair.x0 - NEAR * height for pair in self._pairs) - 1
            if column < 0:
                return None
            parts[column].append(word)
        for left, right in pairwise(row.words):
            edges = [pair.x0 for pair in self._pairs[1:] if left.box.x0 < pair.x0 - NEAR * height]
            crossed = [edge for edge in edges if left.box.x1 > edge - BETWEEN * height]
            crossed += [
                edge
                for edge in edges
                if right.box.x0 >= edge - NEAR * height and right.box.x0 - left.box.x1 < BETWEEN * height
            ]
            if crossed:
                return None
        return parts

    def _added(self, pair: _Pair, words: list[Word], height: float, *, is_half: bool) -> _Added | None:
        """What a line adds to label and value of a pair, or `None` where it belongs to neither."""
        if pair.tab is None and not pair.opening.is_alone:
            is_rest = self._hangs(pair, words, height) or self._goes_on(pair, words, height)
            return ([], words) if is_rest else None
        tab = pair.tab if pair.tab is not None else self._tab(pair, words, height, is_half=is_half)
        if tab is None:
            return self._stacked(pair, words, height)
        label = [word for word in words if word.box.x0 < tab - NEAR * height]
        value = words[len(label) :]
        is_parted = not label or not value or value[0].box.x0 - label[-1].box.x1 >= AT_TAB * height
        is_at_tab = not value or abs(value[0].box.x0 - tab) <= NEAR * height
        if not is_parted or not is_at_tab or (label and not self._openings.goes_on(pair.opening, label)):
            return None
        pair.tab = tab
        return label, value

    def _tab(self, pair: _Pair, words: list[Word], height: float, *, is_half: bool) -> float | None:
        """Where the value's cell begins, told by a line below the label's first one."""
        first, *behind = VisualLine(self._head.page, tuple(words)).segments(CELL_GAP)
        if behind and self._openings.goes_on(pair.opening, first.words):
            return behind[0].box.x0
        return words[0].box.x0 if is_half and words[0].box.x0 > pair.label[-1].box.x1 - height else None

    def _stacked(self, pair: _Pair, words: list[Word], height: float) -> _Added | None:
        """A line below a label that has nothing beside it: more of the label, or its value."""
        if self._openings.goes_on(pair.opening, words):
            return words, []
        is_apart = words[0].box.x0 > pair.x0 + MOST_INDENT * height
        return None if is_apart or len(self._pairs) == 1 or self._opens(words) else ([], words)

    def _hangs(self, pair: _Pair, words: Sequence[Word], height: float) -> bool:
        """Whether the words stand exactly below the first word behind a label of some length."""
        behind = pair.label[pair.opening.words : pair.opening.words + 1]
        if not behind or behind[0].box.x0 < pair.x0 + 3 * height or self._opens(words):
            return False
        return abs(words[0].box.x0 - behind[0].box.x0) < HANGING * height

    def _goes_on(self, pair: _Pair, words: Sequence[Word], height: float) -> bool:
        """Whether a value that stands in its label's cell is broken before these words."""
        last = (pair.values or [pair.label])[-1][-1].box.x1
        is_full = last + words[0].box.width > pair.right - 2 * height
        return is_full and len(self._pairs) > 1 and not self._opens(words)

    def _opens(self, words: Sequence[Word]) -> bool:
        return self._openings.opening(words) is not None or opens_unknown(words)

    def _is_next_lead(self, row: VisualLine) -> bool:
        """Whether a value line stands nearer to the label below it than to the one above."""
        if len(self._pairs) > 1 or self._pairs[0].tab is None or row.box.x0 < self._pairs[0].tab - row.height:
            return False
        return _lead(self._rows, self.end, self._grid) > 0


def _pairs(row: VisualLine, below: VisualLine | None, right: float, grid: _Grid) -> list[_Pair]:
    """The labels that a row begins and what stands in the cells beside them; empty for any other row."""
    pairs: list[_Pair] = []
    openings, pieces = grid.openings, grid.pieces(row)
    if len(pieces) > 1 and len(pieces[0]) == 1 and (is_mark(pieces[0][0]) or pieces[0][0].text.isdigit()):
        # The item's number in a narrow cell of its own.
        pieces[:2] = [pieces[0] + pieces[1]]
    for words in pieces:
        opening = openings.opening(words)
        is_awaited = bool(pairs) and pairs[-1].opening.is_alone and not pairs[-1].values
        if opening is None and pairs and opens_unknown(words):
            opening = openings.unknown(words)
            if is_awaited and not opening.is_alone:
                opening = None  # "Đất ở: 55,6 m²" is a value too
        elif opening is not None and is_awaited:
            is_capitals = text_of(words).isupper() and not text_of(pairs[-1].label).isupper()
            is_label = not is_capitals and (
                opening.is_whole or _is_completed(opening, words, below, openings)
            )
            opening = opening if is_label else None
        if opening is not None:
            pairs.append(_Pair(words[0].box.x0, right, opening, words))
        elif not pairs:
            return []
        elif is_awaited:
            pairs[-1].tab = words[0].box.x0
            pairs[-1].values.append(words)
        else:
            (pairs[-1].values[0] if pairs[-1].values else pairs[-1].label).extend(words)
    for left, beside in pairwise(pairs):
        left.right = beside.x0 - BETWEEN * row.height
    return pairs if len(pairs) <= MOST_COLUMNS else []


def _is_completed(
    opening: Opening, words: Sequence[Word], below: VisualLine | None, openings: Openings
) -> bool:
    """Whether the first words of a label are followed by the others on the line below, at the same x."""
    if below is None:
        return False
    return any(
        abs(piece.box.x0 - words[0].box.x0) < NEAR * below.height and openings.goes_on(opening, piece.words)
        for piece in below.segments(CELL_GAP)
    )
