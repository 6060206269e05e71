"""The words of a paper in the order in which a person fills it in: down one column, then down the next.

Where the same label stands twice beside itself, as for wife and husband, the lines are two columns and
each is read from top to bottom before the other. So are the halves of an opened booklet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from classifiers.extraction.cells import MOST_COLUMNS, cells_of
from classifiers.extraction.folding import FoldedWords, fold
from classifiers.extraction.halves import faces, gutter, is_beside_photo, on_one_line, photo_edge
from classifiers.extraction.lines import VisualLine, text_margins
from classifiers.extraction.openings import Openings
from records import Page

MARGIN = 0.07
"""Share of a page's height above and below its text."""
MOST_BESIDE_HEIGHTS = 2.6
"""Two lines this many text heights apart, foot to foot, still belong to one paragraph or table cell."""
SECOND_HALF = 100_000
"""Number of the first column of a sheet's right half."""
BELOW_PHOTO = 3
"""Number of the column below a photograph, in its half."""

MOST_APART = 3
"""Lines by which the same label stands lower in one of two columns, where a value above it is broken."""
CELL_COLUMNS = 1000
"""Columns from this number on are pairs of cells; below it they are columns of the page."""


@dataclass(frozen=True)
class FlowLine:
    """A line of one column, with what the rules need to know about its surroundings."""

    line: VisualLine
    column: int
    """Number of the column on its page; 0 where it has but one, from `SECOND_HALF` on in a right half."""
    right_edge: float
    """Where the column's text ends, pixels."""
    is_rest: bool = False
    """Whether the page shows that it goes on with the line above: both stand in one cell."""

    def is_broken_before(self, below: FlowLine) -> bool:
        """Whether the first word below would not have fitted on this line: the text goes on there."""
        first = below.line.words[0].box.width
        end = self.line.box.x1
        # Letters differ in width from print to print, so a line that leaves a tenth free may be broken too.
        is_long = end > self.right_edge - 0.1 * max(0.0, self.right_edge - self.line.box.x0)
        return is_long or end + 0.3 * self.line.height + first > self.right_edge - 0.6 * self.line.height


def flow_of(
    pages: Iterable[Page],
    lines: Mapping[int, Sequence[VisualLine]],
    labels: Collection[str],
    openings: Collection[str] = (),
) -> list[FlowLine]:
    """All lines of the pages, column after column; `openings` are further printed words that open lines."""
    flow: list[FlowLine] = []
    for page in pages:
        rows = _without_page_number(page, lines[page.number])
        if rows:
            flow += _sheet_flow(page, rows, labels, {*labels, *openings})
    return flow


def _without_page_number(page: Page, rows: Sequence[VisualLine]) -> list[VisualLine]:
    """The lines of a page without the number in its upper or lower margin."""
    return [
        row
        for row in rows
        if not (
            len(row.words) == 1
            and len(row.text) <= 5
            and row.text.strip("-–. ").isdigit()
            and not MARGIN * page.height < row.box.centre[1] < (1 - MARGIN) * page.height
        )
    ]


def _sheet_flow(
    page: Page, rows: Sequence[VisualLine], labels: Collection[str], openings: Collection[str]
) -> list[FlowLine]:
    """The lines of one sheet: its left half before its right one where it shows two pages."""
    middle = gutter(page, rows, openings)
    if middle is None or _are_bare_labels(rows, middle, labels):
        return _page_flow(rows, labels, openings)
    left = [part for row in rows if (part := row.between(0.0, middle)) is not None]
    right = [part for row in rows if (part := row.between(middle, float("inf"))) is not None]
    return [
        *_page_flow(left, labels, openings),
        *(replace(line, column=line.column + SECOND_HALF) for line in _page_flow(right, labels, openings)),
    ]


def _are_bare_labels(rows: Sequence[VisualLine], middle: float, labels: Collection[str]) -> bool:
    """Whether most labels left of `middle` have their values right of it, at a tab stop."""
    openings = Openings(labels)
    found, bare = 0, 0
    for row in rows:
        left, right = row.between(0.0, middle), row.between(middle, float("inf"))
        opening = openings.opening(left.words) if left is not None else None
        found += opening is not None
        has_value = right is not None and openings.opening(right.words) is None
        bare += opening is not None and opening.is_alone and has_value
    return 2 * bare > found


def _page_flow(
    rows: Sequence[VisualLine], labels: Collection[str], openings: Collection[str]
) -> list[FlowLine]:
    right = text_margins(rows)[1]
    seam = _seam(rows, labels)
    labelled = Openings(labels)
    if seam is None:
        return [line for face in faces(rows) for line in _beside_photo(face, right, labelled, openings)]
    first, last, middle = seam
    while (
        first > 0 and _has_gap(rows[first - 1], middle) and _is_parted(rows[first - 1], middle, rows[first])
    ):
        first -= 1
    # Values of the last double line may go on below it, in both columns.
    while (
        last + 1 < len(rows)
        and _is_parted(rows[last + 1], middle, rows[last])
        and not _closes_columns(rows[last + 1], middle, openings)
    ):
        last += 1
    inside = rows[first : last + 1]
    left = [part for row in inside if (part := row.between(0, middle)) is not None]
    beside = [part for row in inside if (part := row.between(middle, float("inf"))) is not None]
    edge = max((part.box.x1 for part in left), default=middle)
    return [
        *_in_cells(rows[:first], 0, right, labelled),
        *_in_cells(left, 1, edge, labelled),
        *_in_cells(beside, 2, right, labelled),
        *_in_cells(rows[last + 1 :], 0, right, labelled),
    ]


def _closes_columns(row: VisualLine, middle: float, openings: Collection[str]) -> bool:
    """Whether a line opens on the left with a label and nothing on the right: one column follows."""
    if row.between(middle, float("inf")) is not None:
        return False
    return _begins_with(row, [opening for opening in openings if len(fold(opening)) >= 6]) is not None


def _beside_photo(
    rows: Sequence[VisualLine], right: float, labels: Openings, openings: Collection[str]
) -> list[FlowLine]:
    """One column, with the lines below a photograph as one of their own behind it."""
    edge = photo_edge(rows, openings)
    if edge is None:
        return _in_cells(rows, 0, right, labels)
    text: list[VisualLine] = []
    below: list[VisualLine] = []
    for row in rows:
        left, beside = row.between(0.0, edge), row.between(edge, float("inf"))
        if left is not None and (beside is None or is_beside_photo(row, edge)):
            below.append(left)
        else:
            beside = row
        if beside is not None:
            text.append(beside)
    limit = max(part.box.x1 for part in below)
    return [
        *(FlowLine(line, 0, right) for line in on_one_line(text)),
        *(FlowLine(line, BELOW_PHOTO, limit) for line in below),
    ]


def _in_cells(rows: Sequence[VisualLine], column: int, right: float, openings: Openings) -> list[FlowLine]:
    """The lines of one column; where they are a grid, cell after cell, each pair a column of its own."""
    flow: list[FlowLine] = []
    for number, part in enumerate(cells_of(rows, right, openings)):
        if isinstance(part, VisualLine):
            flow.append(FlowLine(part, column, right))
        else:
            first = CELL_COLUMNS * (column + 1) + MOST_COLUMNS * number
            flow += [FlowLine(cell.line, first + cell.column, cell.right, cell.is_rest) for cell in part]
    return flow


def _seam(rows: Sequence[VisualLine], labels: Collection[str]) -> tuple[int, int, float] | None:
    """First and last row of two columns and the x in pixels between them; `None` where there is one column.

    Columns are known by labels that begin right of a gap, one below the other, and stand on the left too.
    """
    long = [label for label in labels if len(fold(label)) >= 6]
    right: list[tuple[int, float, str, float]] = []
    for index, row in enumerate(rows):
        for segment in row.segments(1.0)[1:]:
            if (label := _begins_with(segment, long)) is not None:
                right.append((index, segment.box.x0, label, row.height))
    if len(right) < 2:
        return None
    left: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        if (label := _begins_with(row.segments(1.0)[0], long)) is not None:
            left.setdefault(label, []).append(index)
    # In a grid of cells a label may stand left in one part and right in another, far apart.
    shared = [
        entry for entry in right if any(abs(entry[0] - row) <= MOST_APART for row in left.get(entry[2], ()))
    ]
    if len(shared) < 2:
        return None
    middle = sorted(x for _, x, _, _ in shared)[len(shared) // 2]
    below_it = [entry for entry in right if abs(entry[1] - middle) < 1.5 * entry[3]]
    if len({entry[2] for entry in below_it if entry in shared}) < 2:
        return None
    indices = [index for index, _, _, _ in below_it]
    return min(indices), max(indices), middle - 0.5 * below_it[0][3]


def _begins_with(segment: VisualLine, labels: Sequence[str]) -> str | None:
    """The label with which a segment begins, an item mark before it aside."""
    folded = FoldedWords(segment.words[:8])
    for label in labels:
        match = folded.find(label, at_least=0.85)
        if match is not None and match.first <= 1:
            return label
    return None


def _has_gap(row: VisualLine, middle: float) -> bool:
    return row.between(0, middle) is not None and row.between(middle, float("inf")) is not None


def _is_parted(row: VisualLine, middle: float, above: VisualLine) -> bool:
    """Whether a line has words on one side of the seam only, close below, or a clear gap at the seam."""
    if abs(row.bottom - above.bottom) > 1.5 * MOST_BESIDE_HEIGHTS * row.height:
        return False
    across = [word for word in row.words if word.box.x0 < middle < word.box.x1]
    left, right = row.between(0, middle), row.between(middle, float("inf"))
    if across or left is None or right is None:
        return not across and (left is None or right is None)
    # A left column that is filled to its end comes close to the right one.
    least = 0.8 if right.box.x0 - middle < row.height else 1.6
    return right.box.x0 - left.box.x1 > least * row.height
