"""The columns of a printed table: which stands where, told by its head.

Head cells run over several lines, stand centred, and some stand over several columns; their values do not.
So the edges between columns are sought in the white that runs down through the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from classifiers.extraction.column_heads import ALIKE, head_words, is_number_row, likeness
from classifiers.extraction.folding import fold
from classifiers.extraction.lines import VisualLine
from records import Word

CELL_GAP = 0.6
"""White between two cells, in text heights; words of one cell stand closer."""
MOST_HEAD_LINES = 9
"""Cells of one to four lines, each centred in its height, give twice as many lines."""
MOST_HEAD_WORDS = 9
"""Of a line that begins a head with a single cell."""
LEAST_KNOWN = 0.3
"""Share of the words on a head's first line that must be words of heads: to liken every line costs time."""
STRANGE_HEAD = 0.3
"""What a head that no column has counts against a reading of the head."""
MOST_STARTS = 200
"""Lines at which a head is sought at most."""
LEAST_MATCHED = 0.6
"""Share of the printed heads, or of the type's columns where these are fewer, that must be matched."""
LEAST_ROW_PIECES = 3
"""Pieces from which a line is a row of cells, whatever its words cross."""
MOST_WHITES = 8
"""Edges that are weighed between two heads."""
BODY_LINES = 40
"""Lines below the head that show where the columns part."""


@dataclass(frozen=True)
class HeadCell:
    """One printed head: where it stands and what it says."""

    x0: float
    x1: float
    text: str
    name: str = ""
    """The record type's column; empty for one that the type does not have."""

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class Columns:
    """Where the columns of a table stand."""

    names: tuple[str, ...]
    """The record type's column names, all of them."""
    cells_in_order: tuple[str, ...]
    """From left to right the name of each printed column; empty for one that the type does not have."""
    edges: tuple[float, ...]
    """x in pixels between neighbours; one fewer than the columns."""
    heads: tuple[tuple[float, float], ...]
    """Left and right end of each printed head, pixels."""
    score: float
    """How well the head fitted, 0 to 1."""
    end: int
    """Index of the first line below the head."""
    foot: VisualLine
    """Last line of the head."""

    def words(self, line: VisualLine) -> list[list[Word]]:
        """The words of a line in each printed column, from left to right."""
        cells: list[list[Word]] = [[] for _ in self.cells_in_order]
        for word in line.words:
            cells[self._column(word)].append(word)
        return cells

    def texts(self, line: VisualLine) -> list[str]:
        """What a line has in each printed column, from left to right."""
        return [" ".join(word.text for word in words) for words in self.words(line)]

    def is_across(self, line: VisualLine) -> bool:
        """Whether words run over the edges between columns as a sentence below the table does."""
        return is_across_heads(line, self.heads)

    def _column(self, word: Word) -> int:
        x = word.box.centre[0]
        return sum(x >= edge for edge in self.edges)


def columns_of(lines: Sequence[VisualLine], names: Sequence[str], *, within: int) -> Columns | None:
    """The columns whose head begins in one of the first `within` lines, or `None` without a good head."""
    found = _best_head(lines, tuple(names), within) if len(names) > 1 else None
    if found is None:
        return None
    start, end, score, cells = found
    least = 2 if len(names) == 2 or within < len(lines) else 3
    if score < LEAST_MATCHED * ALIKE or sum(bool(cell.name) for cell in cells) < least:
        return None
    end = _end_of_head(lines, start, end, cells)
    body = _body(lines[end : end + BODY_LINES], lines[start].page, cells)
    cells = _standing(cells, body)
    order, edges = tuple(cell.name for cell in cells), _edges(cells, body)
    spans = tuple((cell.x0, cell.x1) for cell in cells)
    return Columns(tuple(names), order, edges, spans, min(1.0, score), end, lines[end - 1])


def _best_head(
    lines: Sequence[VisualLine], names: tuple[str, ...], within: int
) -> tuple[int, int, float, list[HeadCell]] | None:
    """First line, line below the last, score 0 to 1 and cells of the lines that name most of the columns."""
    best: tuple[float, int, int, float, list[HeadCell]] | None = None
    known = head_words(names)
    for start in range(min(within, len(lines), MOST_STARTS)):
        if len(lines[start].words) > MOST_HEAD_WORDS and len(lines[start].segments(CELL_GAP)) < 2:
            continue
        if sum(fold(word.text) in known for word in lines[start].words) < LEAST_KNOWN * len(
            lines[start].words
        ):
            continue
        for depth in range(1, MOST_HEAD_LINES + 1):
            head = lines[start : start + depth]
            if len(head) < depth or head[-1].page != head[0].page:
                break
            cells = _head_cells(head)
            if len(cells) < 2:
                if depth > 2:
                    break
                continue
            matched, total = _aligned([cell.text for cell in cells], names)
            # A head that the type does not have is no fault, but one word of a head is not a whole one.
            rank = total - STRANGE_HEAD * matched.count("")
            if best is None or rank > best[0] + 0.01:
                # Forms print some of the columns of a register, and some that the type leaves out.
                score = total / max(2, min(len(names), len(cells)))
                best = rank, start, start + depth, score, _named(cells, matched)
    return best[1:] if best is not None else None


def _body(lines: Sequence[VisualLine], page: int, cells: Sequence[HeadCell]) -> list[VisualLine]:
    """The lines below the head up to one that is no row."""
    body = []
    for line in lines:
        if line.page != page or is_across_heads(line, [(cell.x0, cell.x1) for cell in cells]):
            break
        body.append(line)
    return body


def is_across_heads(line: VisualLine, heads: Sequence[tuple[float, float]]) -> bool:
    """Whether a piece of the line lies below one head and reaches below the next, as no cell does.

    Cells that are filled to their edge may stand as close as words; but then other cells stand beside them.
    """
    pieces = line.segments(CELL_GAP)
    for piece in pieces if len(pieces) < LEAST_ROW_PIECES else ():
        under = [min(piece.box.x1, x1) - max(piece.box.x0, x0) for x0, x1 in heads]
        for index, (x0, x1) in enumerate(heads):
            covers = piece.box.x0 < (x0 + x1) / 2 < piece.box.x1
            beside = [under[other] for other in (index - 1, index + 1) if 0 <= other < len(heads)]
            if covers and any(shared > 0.5 * line.height for shared in beside):
                return True
    return False


def _named(cells: Sequence[HeadCell], names: Sequence[str]) -> list[HeadCell]:
    return [replace(cell, name=name) for cell, name in zip(cells, names, strict=True)]


def _head_cells(lines: Sequence[VisualLine]) -> list[HeadCell]:
    """The head cells: pieces of lines that stand below each other, without heads over several columns."""
    pieces = [piece for line in lines for piece in line.segments(CELL_GAP)]
    single = [piece for piece in pieces if not _is_over_several(piece, pieces)]
    cells: list[tuple[float, float, list[str]]] = []
    for piece in single:
        x0, x1, texts = piece.box.x0, piece.box.x1, [piece.text]
        over = [cell for cell in cells if min(cell[1], x1) - max(cell[0], x0) > 0]
        for cell in over:
            cells.remove(cell)
            x0, x1 = min(x0, cell[0]), max(x1, cell[1])
        texts = [text for cell in over for text in cell[2]] + texts
        cells.append((x0, x1, texts))
    return [HeadCell(x0, x1, " ".join(texts)) for x0, x1, texts in sorted(cells, key=lambda cell: cell[0])]


def _is_over_several(piece: VisualLine, pieces: Sequence[VisualLine]) -> bool:
    """Whether two pieces that stand beside each other on a lower line both lie below this one."""
    foot, x0, x1 = piece.bottom + 0.5 * piece.height, piece.box.x0, piece.box.x1
    below = [
        other for other in pieces if other.bottom > foot and min(other.box.x1, x1) - max(other.box.x0, x0) > 0
    ]
    return any(
        abs(left.bottom - right.bottom) < 0.5 * piece.height
        and (left.box.x1 < right.box.x0 or right.box.x1 < left.box.x0)
        for index, left in enumerate(below)
        for right in below[index + 1 :]
    )


def _aligned(texts: Sequence[str], names: tuple[str, ...]) -> tuple[list[str], float]:
    """The name that each head cell carries, in the type's order, and their likenesses summed up."""
    rows, columns = len(texts), len(names)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    alike = [[likeness(fold(text), name) for name in names] for text in texts]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            here = alike[row][column]
            paired = here + best[row + 1][column + 1] if here >= ALIKE else 0.0
            best[row][column] = max(paired, best[row + 1][column], best[row][column + 1])
    matched, row, column = [""] * rows, 0, 0
    while row < rows and column < columns:
        here = alike[row][column]
        if here >= ALIKE and best[row][column] == here + best[row + 1][column + 1]:
            matched[row] = names[column]
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return matched, best[0][0]


def _end_of_head(lines: Sequence[VisualLine], start: int, end: int, cells: Sequence[HeadCell]) -> int:
    """Index of the first line below the head: a row that numbers the columns, or the widest white, ends it.

    What told the columns may be only the upper lines of long heads; their lower lines are no values.
    """
    page = lines[start].page
    near = [index for index in range(start, min(len(lines), start + 14)) if lines[index].page == page]
    for index in near:
        if index > start and is_number_row([piece.text for piece in lines[index].segments(CELL_GAP)]):
            return index + 1
        if index >= end and _is_value_row(lines[index], cells):
            break
    first_value = next((index for index in near if index >= end and _is_value_row(lines[index], cells)), None)
    if first_value is None or first_value <= end:
        return end
    gaps = {
        index: min(line.box.y0 for line in lines[index : index + 3] if line.page == page)
        - max(line.box.y1 for line in lines[start:index])
        for index in range(end, first_value + 1)
    }
    return max(gaps, key=lambda index: (round(gaps[index] / lines[start].height, 1), -index))


def _is_value_row(line: VisualLine, cells: Sequence[HeadCell]) -> bool:
    """Whether the line has figures below at least one head, as no head has."""
    return any(
        any(map(str.isdigit, piece.text)) and not piece.text.startswith("(")
        for piece in line.segments(CELL_GAP)
        if any(min(cell.x1, piece.box.x1) - max(cell.x0, piece.box.x0) > 0 for cell in cells)
    )


def _standing(cells: Sequence[HeadCell], body: Sequence[VisualLine]) -> list[HeadCell]:
    """The heads without those that name no column and have nothing below: titles over several columns."""
    pieces = [piece for line in body[:6] for piece in line.segments(CELL_GAP)]
    kept = [cell for cell in cells if cell.name or any(_is_below(piece, cell) for piece in pieces)]
    return kept if len(kept) >= 2 else list(cells)


def _is_below(piece: VisualLine, cell: HeadCell) -> bool:
    """Whether more than half of the narrower of the two lies in the other's width."""
    shared = min(cell.x1, piece.box.x1) - max(cell.x0, piece.box.x0)
    return shared > 0.5 * min(cell.x1 - cell.x0, piece.box.width)


def _edges(cells: Sequence[HeadCell], body: Sequence[VisualLine]) -> tuple[float, ...]:
    """x between each two neighbouring columns: the white that crosses fewest words and joins fewest pieces.

    Values may stand left or right of their head, so the widest white between two heads may lie on the wrong
    side of a value; but two pieces of one line are no one cell. All edges are chosen together.
    """
    words = [(word.box.x0, word.box.x1) for line in body for word in line.words]
    lines = [[piece.centre_x for piece in line.segments(CELL_GAP)] for line in body]
    best: dict[float, tuple[float, tuple[float, ...]]] = {float("-inf"): (0.0, ())}
    for left, right in pairwise(cells):
        offers = _whites([*words, (left.x0, left.x1), (right.x0, right.x1)], left, right)
        best = {
            x: min(
                (cost + own + _joined(lines, last, x), (*edges, x)) for last, (cost, edges) in best.items()
            )
            for x, own in offers.items()
        }
    return min((cost + _joined(lines, last, float("inf")), edges) for last, (cost, edges) in best.items())[1]


def _whites(spans: Sequence[tuple[float, float]], left: HeadCell, right: HeadCell) -> dict[float, float]:
    """The likeliest edges between two heads and what speaks against each: words across it, little white."""
    low, high = min(left.centre, right.x0), max(right.centre, left.x1)
    inside = [span for span in spans if span[1] > low and span[0] < high]
    cuts = sorted({low, high, *(x for span in inside for x in span if low < x < high)})
    offers = []
    for x0, x1 in pairwise(cuts):
        middle = (x0 + x1) / 2
        crossed = sum(span[0] < middle < span[1] for span in inside)
        offers.append((crossed - (x1 - x0) / (high - low), middle))
    return {x: cost for cost, x in sorted(offers)[:MOST_WHITES]} or {(low + high) / 2: 0.0}


def _joined(lines: Sequence[Sequence[float]], left: float, right: float) -> int:
    """Pieces too many in a column from `left` to `right`: one a line is right."""
    return sum(max(0, sum(left < x < right for x in pieces) - 1) for pieces in lines)
