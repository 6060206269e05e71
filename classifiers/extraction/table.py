"""Tables below a label: numbered rows, such as lines of business or members of a household."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from classifiers.extraction.finding import Finding, words_of
from classifiers.extraction.flow import FlowLine
from classifiers.extraction.labels import LabelSeen
from classifiers.extraction.lines import VisualLine
from classifiers.record_type import FieldRule
from records import Word

ROW_NUMBER = re.compile(r"^\d{1,2}[.)]?$")
MOST_GAP_HEIGHTS = 6.0
CELL_GAP = 0.9
"""White between two cells, in text heights; words of one cell stand closer."""


def numbered_rows(rule: FieldRule, flow: Sequence[FlowLine], labels: Sequence[LabelSeen]) -> Finding | None:
    """The rows under the field's label, one a line, cells parted by spaces; `None` without a row.

    A table's head has no row number and is left out; a line without one goes on with the row above it. The
    next label that opens a line ends the table.
    """
    place = next((label for label in labels if label.label in rule.labels), None)
    if place is None:
        return None
    stops = {
        label.line for label in labels if label.is_marked and label.line > place.end_line and label.first <= 1
    }
    rows: list[list[VisualLine]] = []
    above = flow[place.end_line].line
    for index in range(place.end_line + 1, len(flow)):
        line = flow[index].line
        is_row = ROW_NUMBER.match(line.words[0].text) is not None and len(line.words) > 1
        if index in stops and not (is_row and len(line.segments()) > 1 and rows):
            break
        if line.page != above.page or line.bottom - above.bottom > MOST_GAP_HEIGHTS * line.height:
            break
        if is_row:
            rows.append([line])
        elif rows and len(line.words) <= 6:
            rows[-1].append(line)
        elif rows:
            break
        above = line
    if not rows:
        return None
    texts = [_row_text(row) for row in rows]
    words = words_of(line for row in rows for line in row)
    return Finding("\n".join(texts), words, above.page, f"label:{place.label}", place.score)


def _row_text(lines: Sequence[VisualLine]) -> str:
    """The row's cells from left to right; a cell's further lines belong to the cell that they stand below."""
    cells = [list(segment.words) for segment in lines[0].segments(CELL_GAP)]
    for line in lines[1:]:
        for segment in line.segments(CELL_GAP):
            nearest = min(cells, key=partial(_distance, x=segment.centre_x))
            nearest.extend(segment.words)
    return " ".join(word.text for cell in cells for word in cell)


def _distance(cell: Sequence[Word], x: float) -> float:
    """Pixels from x to the cell; 0 inside it."""
    return max(cell[0].box.x0 - x, x - cell[-1].box.x1, 0.0)
