"""The columns of a printed table: which stands where, told by its head.

Head cells run over several lines and stand centred, their values do not. So the edges between columns come
from the rows that fill all cells, and only without such rows from the head.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from classifiers.extraction.folding import fold
from classifiers.extraction.lines import VisualLine
from records import Word

CELL_GAP = 0.6
"""White between two cells, in text heights; words of one cell stand closer."""
ALIKE = 0.72
"""Likeness of a printed head to a column's name from which they are the same."""
MOST_HEAD_LINES = 5
LEAST_MATCHED = 0.6
"""Share of the printed heads, or of the type's columns where these are fewer, that must be matched."""
HEADS: dict[str, tuple[str, ...]] = {
    "stt": ("STT", "TT", "Số TT", "Số thứ tự"),
    "tt": ("TT", "STT", "Số TT", "Số thứ tự"),
    "full_name": ("Họ và tên", "Họ, chữ đệm, tên", "Họ tên", "Họ, chữ đệm và tên"),
    "name": ("Tên", "Họ và tên", "Tên tổ chức, cá nhân"),
    "ho_ten": ("Họ và tên", "Họ tên", "Họ, chữ đệm, tên"),
    "birth_year": ("Năm sinh",),
    "birth_date": ("Ngày sinh", "Ngày, tháng, năm sinh"),
    "ngay_sinh": ("Ngày sinh", "Ngày, tháng, năm sinh"),
    "id_number": ("Số CCCD", "Số định danh", "CMND/CCCD", "Số giấy tờ"),
    "so_dinh_danh": ("Số định danh", "Số định danh cá nhân"),
    "residence": ("Nơi cư trú", "Địa chỉ thường trú", "Nơi thường trú", "Chỗ ở"),
    "address": ("Địa chỉ", "Nơi cư trú"),
    "relation": ("Quan hệ", "Quan hệ với người để lại di sản"),
    "quan_he": ("Quan hệ", "Quan hệ với chủ hộ"),
    "dien_tich_m2": ("Diện tích", "Diện tích (m2)"),
    "x_m": ("X(m)", "X"),
    "y_m": ("Y(m)", "Y"),
}
"""Printed heads of columns whose name does not say them letter by letter."""
WHOSE = {"me": "mẹ", "cha": "cha", "vo": "vợ", "chong": "chồng", "con": "con"}
"""Whose a column is, by the first part of its name: `me_ho_ten` is headed "Họ, chữ đệm, tên người mẹ"."""


@dataclass(frozen=True)
class Columns:
    """Where the columns of a table stand."""

    names: tuple[str, ...]
    """The record type's column names, all of them."""
    cells_in_order: tuple[str, ...]
    """From left to right the name of each printed column; empty for one that the type does not have."""
    edges: tuple[float, ...]
    """x in pixels between neighbours; one fewer than the columns."""
    score: float
    """How well the head fitted, 0 to 1."""
    end: int
    """Index of the first line below the head."""
    foot: VisualLine
    """Last line of the head."""

    def texts(self, lines: Sequence[VisualLine]) -> list[str]:
        """What stands in each printed column, from left to right."""
        cells: list[list[str]] = [[] for _ in self.cells_in_order]
        for line in lines:
            for word in line.words:
                cells[self._column(word)].append(word.text)
        return [" ".join(words) for words in cells]

    def cells(self, lines: Sequence[VisualLine]) -> dict[str, str]:
        """What stands in the type's own columns, empty ones left out."""
        named = zip(self.cells_in_order, self.texts(lines), strict=True)
        return {name: text for name, text in named if name and text}

    def is_across(self, line: VisualLine) -> bool:
        """Whether words run over the edges between columns as a sentence below the table does."""
        crossed = sum(any(word.box.x0 < edge < word.box.x1 for word in line.words) for edge in self.edges)
        return (
            len(line.segments(CELL_GAP)) == 1
            and crossed >= max(1, len(self.edges) // 2)
            and len(line.words) > 4
        )

    def _column(self, word: Word) -> int:
        x = word.box.centre[0]
        return sum(x >= edge for edge in self.edges)


def columns_of(lines: Sequence[VisualLine], names: Sequence[str], *, within: int) -> Columns | None:
    """The columns whose head begins in one of the first `within` lines, or `None` without a good head."""
    best: tuple[float, int, int, list[tuple[float, float, str]]] | None = None
    if len(names) < 2:
        return None
    for start in range(min(within, len(lines))):
        if len(lines[start].segments(CELL_GAP)) < 2:
            continue
        for depth in range(1, MOST_HEAD_LINES + 1):
            head = lines[start : start + depth]
            if len(head) < depth or head[-1].page != head[0].page:
                break
            cells = _head_cells(head)
            matched, total = _aligned([text for _, _, text in cells], tuple(names))
            # Forms print some of the columns of a register, and some that the type leaves out.
            score = total / max(2, min(len(names), len(cells)))
            if best is None or score > best[0] + 0.01:
                named = [(x0, x1, name) for (x0, x1, _), name in zip(cells, matched, strict=True)]
                best = score, start, depth, named
    if best is None or best[0] < LEAST_MATCHED * ALIKE:
        return None
    score, start, depth, cells_named = best
    least = 2 if len(names) == 2 or within < len(lines) else 3
    if sum(bool(name) for _, _, name in cells_named) < least:
        return None
    end = start + depth
    edges = _edges(cells_named, lines[end : end + 60])
    return Columns(
        tuple(names), tuple(name for _, _, name in cells_named), edges, min(1.0, score), end, lines[end - 1]
    )


def _head_cells(lines: Sequence[VisualLine]) -> list[tuple[float, float, str]]:
    """Left edge, right edge and text of each head cell: pieces of lines that stand below each other."""
    cells: list[tuple[float, float, list[str]]] = []
    for line in lines:
        for piece in line.segments(CELL_GAP):
            x0, x1, texts = piece.box.x0, piece.box.x1, [piece.text]
            over = [cell for cell in cells if min(cell[1], x1) - max(cell[0], x0) > 0]
            for cell in over:
                cells.remove(cell)
                x0, x1 = min(x0, cell[0]), max(x1, cell[1])
            texts = [text for cell in over for text in cell[2]] + texts
            cells.append((x0, x1, texts))
    return [(x0, x1, " ".join(texts)) for x0, x1, texts in sorted(cells, key=lambda cell: cell[0])]


def _aligned(texts: Sequence[str], names: tuple[str, ...]) -> tuple[list[str], float]:
    """The name that each head cell carries, in the type's order, and their likenesses summed up."""
    rows, columns = len(texts), len(names)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    alike = [[_likeness(fold(text), name) for name in names] for text in texts]
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


@lru_cache(maxsize=4096)
def _likeness(text: str, name: str) -> float:
    """How alike a folded head and a column's name are, 0 to 1."""
    return max((_alike(text, wanted) for wanted in _heads(name)), default=0.0) if text else 0.0


def _alike(text: str, wanted: str) -> float:
    if len(wanted) <= 3:
        return 1.0 if text == wanted else 0.8 if text.startswith(wanted) and len(text) < 9 else 0.0
    part = 0.92 * fuzz.partial_ratio(wanted, text) / 100 if 6 <= len(wanted) < len(text) else 0.0
    return max(fuzz.ratio(text, wanted) / 100, part)


@lru_cache(maxsize=1024)
def _heads(name: str) -> tuple[str, ...]:
    """How a column may be headed, folded."""
    first, _, rest = name.partition("_")
    heads = [*HEADS.get(name, ()), name.replace("_", " ")]
    if first in WHOSE and rest:
        heads += [f"{head} {way}{WHOSE[first]}" for head in _heads(rest) for way in ("người ", "bên ", "")]
    if first == "ngay":
        heads.append(f"Ngày, tháng, năm {rest.replace('_', ' ')}")
    return tuple(dict.fromkeys(folded for head in heads if (folded := fold(head))))


def _edges(cells: Sequence[tuple[float, float, str]], below: Sequence[VisualLine]) -> tuple[float, ...]:
    """x between each two neighbouring columns."""
    whole = [pieces for line in below if len(pieces := line.segments(CELL_GAP)) == len(cells)]
    edges: list[float] = []
    for index, (left, right) in enumerate(pairwise(cells)):
        ends = [pieces[index].box.x1 for pieces in whole]
        starts = [pieces[index + 1].box.x0 for pieces in whole]
        low, high = max([left[1], *ends]), min([right[0], *starts])
        if low >= high:
            low, high = (max(ends), min(starts)) if whole and max(ends) < min(starts) else (left[1], right[0])
        edges.append((low + high) / 2)
    return tuple(edges)
