"""The words of a paper in the order in which a person fills it in: down one column, then down the next.

Where the same label stands twice beside itself, as for wife and husband, the lines are two columns and
each is read from top to bottom before the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from classifiers.extraction.folding import FoldedWords, fold
from classifiers.extraction.lines import VisualLine
from records import Page

MOST_BESIDE_HEIGHTS = 2.6
"""Two lines this many text heights apart, foot to foot, still belong to one paragraph or table cell."""


@dataclass(frozen=True)
class FlowLine:
    """A line of one column, with what the rules need to know about its surroundings."""

    line: VisualLine
    column: int
    """Number of the column on its page; 0 where the page has but one."""
    right_edge: float
    """Where the column's text ends, pixels."""

    @property
    def is_full(self) -> bool:
        """Whether the line runs on to the column's end, so that a value may go on below."""
        return self.line.box.x1 > self.right_edge - 0.16 * (
            self.right_edge - min(self.line.box.x0, self.right_edge)
        )


def flow_of(
    pages: Iterable[Page], lines: Mapping[int, Sequence[VisualLine]], labels: Collection[str]
) -> list[FlowLine]:
    """All lines of the pages, column after column."""
    flow: list[FlowLine] = []
    for page in pages:
        rows = list(lines[page.number])
        if rows:
            flow += _page_flow(page, rows, labels)
    return flow


def _page_flow(page: Page, rows: Sequence[VisualLine], labels: Collection[str]) -> list[FlowLine]:
    seams = {index: seam for index, row in enumerate(rows) if (seam := _seam(row, labels)) is not None}
    right = max(row.box.x1 for row in rows)
    if len(seams) < 2:
        return [FlowLine(row, 0, right) for row in rows]
    first, last = min(seams), max(seams)
    middle = sorted(seams.values())[len(seams) // 2]
    while (
        first > 0 and _has_gap(rows[first - 1], middle) and _is_parted(rows[first - 1], middle, rows[first])
    ):
        first -= 1
    # Values of the last double line may go on below it, in both columns.
    while last + 1 < len(rows) and _is_parted(rows[last + 1], middle, rows[last]):
        last += 1
    inside = rows[first : last + 1]
    left = [part for row in inside if (part := row.between(0, middle)) is not None]
    beside = [part for row in inside if (part := row.between(middle, page.width + 1.0)) is not None]
    edge = max((part.box.x1 for part in left), default=middle)
    return [
        *(FlowLine(row, 0, right) for row in rows[:first]),
        *(FlowLine(part, 1, edge) for part in left),
        *(FlowLine(part, 2, right) for part in beside),
        *(FlowLine(row, 0, right) for row in rows[last + 1 :]),
    ]


def _seam(row: VisualLine, labels: Collection[str]) -> float | None:
    """x in pixels where the right column begins, when a label stands twice on the line."""
    folded = FoldedWords(row.words)
    for label in labels:
        if len(fold(label)) < 6:
            continue
        once = folded.find(label, at_least=0.85)
        if once is None:
            continue
        again = folded.find(label, at_least=0.85, start=folded.offset_after(once))
        if again is not None and again.first > once.last:
            word = row.words[again.first]
            return word.box.x0 - 0.5 * row.height
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
    return right.box.x0 - left.box.x1 > 1.6 * row.height
