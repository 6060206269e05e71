"""Sheets that show two pages or both faces of a card beside each other, and the column below a photograph.

Booklets are scanned opened, cards are copied side by side onto one A4. Read straight across, a line of the
one would run on into the other. On identity cards the date of expiry stands below the photograph, left of
the text, level with the address.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from statistics import median

from classifiers.extraction.folding import FoldedWords, fold
from classifiers.extraction.lines import VisualLine
from records import Box, Page

NARROWEST_GUTTER = 2.5
"""Text heights of white between two halves; copied cards were 8 mm apart and more, their print 2 mm high."""
LANDSCAPE = 1.2
"""Width over height from which a sheet may be two upright pages."""
NARROWEST_FOLD = 0.03
"""Share of the width of such a sheet that stays white about its fold, whatever little is on one page."""
MIDDLE = (0.33, 0.67)
"""Where between the outermost words, as shares of the width, the gutter lies."""
LEAST_ROWS = 4
"""Lines that each half holds."""
LEAST_LABELS = 2
"""Lines of each half that open with printed words of the type: values at a tab stop do not."""
LEAST_STARTS = 4
"""Lines that begin at one edge before it counts as the text's own beside a photograph."""
ALIGNED = 0.4
"""Text heights by which lines of one edge begin apart; centred ones come near it by chance."""
FACES_APART = 6.0
"""Text heights of white between two faces that lie below each other on one sheet."""
MOST_BESIDE_PHOTO = 3
"""Lines below a photograph that share their height with the text."""


def gutter(page: Page, rows: Sequence[VisualLine], labels: Collection[str]) -> float | None:
    """The x in pixels between two halves of a sheet, or `None` where the lines run across."""
    fold = fold_of(page, rows)
    if fold is not None:
        return fold
    if len(rows) < LEAST_ROWS:
        return None
    box = Box.around(row.box for row in rows)
    low, high = (box.x0 + share * box.width for share in MIDDLE)
    white = _widest_white(rows, low, high)
    if white is None or white[1] - white[0] < NARROWEST_GUTTER * median(row.height for row in rows):
        return None
    middle = (white[0] + white[1]) / 2
    for x0, x1 in ((0.0, middle), (middle, float("inf"))):
        half = [part for row in rows if (part := row.between(x0, x1)) is not None]
        if len(half) < LEAST_ROWS or sum(_opens_with(part, labels) for part in half) < LEAST_LABELS:
            return None
    return middle


def fold_of(page: Page, rows: Sequence[VisualLine]) -> float | None:
    """The x in pixels at which a broad sheet is folded; `None` where words stand there or on one side."""
    if page.width <= LANDSCAPE * page.height or not rows:
        return None
    fold, margin = 0.5 * page.width, 0.5 * NARROWEST_FOLD * page.width
    words = [word.box for row in rows for word in row.words]
    is_white = not any(box.x0 < fold + margin and box.x1 > fold - margin for box in words)
    is_parted = min(box.x0 for box in words) < fold < max(box.x1 for box in words)
    return fold if is_white and is_parted else None


def _widest_white(rows: Sequence[VisualLine], low: float, high: float) -> tuple[float, float] | None:
    """The widest band that no word enters and whose middle lies between `low` and `high`."""
    spans = sorted((word.box.x0, word.box.x1) for row in rows for word in row.words)
    best: tuple[float, float] | None = None
    reached = spans[0][1]
    for x0, x1 in spans:
        if (
            x0 > reached
            and low <= (reached + x0) / 2 <= high
            and (best is None or x0 - reached > best[1] - best[0])
        ):
            best = reached, x0
        reached = max(reached, x1)
    return best


def _opens_with(line: VisualLine, labels: Collection[str]) -> bool:
    folded = FoldedWords(line.words[:8])
    for label in labels:
        match = folded.find(label, at_least=0.9) if len(fold(label)) > 3 else None
        if match is not None and match.first <= 1:
            return True
    return False


def faces(rows: Sequence[VisualLine]) -> list[list[VisualLine]]:
    """The rows from top to bottom, parted where much white lies between two of them."""
    parts: list[list[VisualLine]] = []
    for row in rows:
        if not parts or row.bottom - parts[-1][-1].bottom > FACES_APART * row.height:
            parts.append([])
        parts[-1].append(row)
    return parts


def photo_edge(rows: Sequence[VisualLine], labels: Collection[str]) -> float | None:
    """The x in pixels at which text begins right of a photograph, where lines below that stand beside it.

    Most lines begin there, some of them with labels; a few begin further left and have a word there too.
    """
    opens: dict[int, bool] = {}
    tried: set[int] = set()
    for row in rows:
        starts = [
            index for index, other in enumerate(rows) if abs(other.box.x0 - row.box.x0) < ALIGNED * row.height
        ]
        if len(starts) < LEAST_STARTS or len(starts) < sum(other.box.x0 < row.box.x0 for other in rows):
            continue
        # Lines of one margin begin a pixel apart: what was found wanting once is not looked at again.
        if not tried.isdisjoint(starts) and tried.issuperset(starts):
            continue
        tried.update(starts)
        edge = min(rows[index].box.x0 for index in starts) - 0.3 * row.height
        if not 1 <= sum(is_beside_photo(other, edge) for other in rows) <= MOST_BESIDE_PHOTO:
            continue
        for index in starts:
            if index not in opens:
                opens[index] = _opens_with(rows[index], labels)
        if sum(opens[index] for index in starts) >= LEAST_LABELS:
            return edge
    return None


def is_beside_photo(row: VisualLine, edge: float) -> bool:
    """Whether a line has words left of the edge and others that begin at it."""
    if row.box.x0 >= edge:
        return False
    left, right = row.between(0.0, edge), row.between(edge, float("inf"))
    if left is None or right is None:
        return False
    is_aligned = right.box.x0 - edge < 1.3 * row.height
    return is_aligned and right.box.x0 - left.box.x1 > 0.8 * row.height


def on_one_line(rows: Sequence[VisualLine]) -> list[VisualLine]:
    """The rows with those joined that stand level beside each other.

    Small print below the photograph lies lower than the text and parts a label from its larger value.
    """
    joined: list[VisualLine] = []
    for row in rows:
        above = joined[-1] if joined else None
        if above is not None and _is_level(above, row):
            words = sorted((*above.words, *row.words), key=lambda word: word.box.x0)
            joined[-1] = VisualLine(row.page, tuple(words))
        else:
            joined.append(row)
    return joined


def _is_level(one: VisualLine, other: VisualLine) -> bool:
    shared = min(one.box.y1, other.box.y1) - max(one.box.y0, other.box.y0)
    is_beside = one.box.x1 <= other.box.x0 or other.box.x1 <= one.box.x0
    return is_beside and shared > 0.5 * min(one.height, other.height)
