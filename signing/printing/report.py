"""Plain documents for people who check: headings, paragraphs and tables that break over pages, as PDF/A-2u.

report = Report("Kết quả kiểm tra chữ ký số", created=now)
report.heading("Chữ ký 1")
report.facts([("Người ký", "Nguyễn Văn Thử"), ("Kết luận", "Hợp lệ")])
report.table((Column("Thời điểm", 1), Column("Việc", 3)), rows)
path.write_bytes(report.pdf())
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from signing.fonts import Face
from signing.printing.faces import Style
from signing.printing.sheets import LEADING, Line, Margins, Run, Sheets, broken

_TITLE, _HEADINGS = Style(16, Face.BOLD), (Style(13.5, Face.BOLD), Style(12, Face.BOLD))
_TEXT, _STRONG = Style(11), Style(11, Face.BOLD)
_LINE = _TEXT.size * LEADING
_PAD = 4.0
"""Points between a cell's rule and its text."""
_FEWEST_LINES = 2
"""Of a row that begins at the foot of a page."""
_GREY = 0.6


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    title: str
    share: float
    """Of the page's width, against the other columns' shares."""


class Report:
    """A document that is filled from top to bottom."""

    def __init__(self, title: str, *, created: datetime) -> None:
        """`created` carries its zone; it stands in the file's metadata, not on the page."""
        self._title, self._created = title, created
        self._sheets = Sheets(Margins(left=25, right=20))
        self._sheets.paragraph([Run(title, _TITLE)], align="centre")
        self._sheets.y -= 6

    def heading(self, text: str, *, level: int = 1) -> None:
        """A heading of level 1 or 2; never the last line of a page."""
        style = _HEADINGS[level - 1]
        self._sheets.need(style.size * LEADING + 10 + 3 * _LINE)
        self._sheets.paragraph([Run(text, style)], align="left", before=10)
        self._sheets.y -= 2

    def paragraph(self, text: str, *, is_strong: bool = False) -> None:
        """A paragraph; what Tinos cannot show becomes a question mark."""
        style = _STRONG if is_strong else _TEXT
        self._sheets.paragraph([Run(text, style)], align="left", before=4)

    def facts(self, pairs: Sequence[tuple[str, str]], *, label_share: float = 0.3) -> None:
        """A table of labels in bold and what they say."""
        shares = (label_share, 1 - label_share)
        rows = [([Run(label, _STRONG)], [Run(text, _TEXT)]) for label, text in pairs]
        self._draw_rows(shares, rows, head=None)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """A table whose head is repeated on every page; rows taller than a page are continued."""
        head = [[Run(column.title, _STRONG)] for column in columns]
        cells = [[[Run(text, _TEXT)] for text in row] for row in rows]
        self._draw_rows([column.share for column in columns], cells, head=head)

    def break_page(self) -> None:
        """Goes on on a new page."""
        self._sheets.break_page()

    def room(self, height: float) -> tuple[int, tuple[float, float, float, float]]:
        """Leaves `height` points white for somebody's signature, at the right.

        Gives its page, from 1, and its box in points: left, bottom, right, top from the lower left corner.
        """
        self._sheets.need(height)
        top = self._sheets.y
        self._sheets.y -= height
        left = (self._sheets.left + self._sheets.right) / 2
        return self._sheets.page_count, (left, self._sheets.y, self._sheets.right, top)

    def pdf(self) -> bytes:
        """The document as PDF/A-2u."""
        return self._sheets.pdf(title=self._title, created=self._created)

    def _draw_rows(
        self,
        shares: Sequence[float],
        rows: Sequence[Sequence[Sequence[Run]]],
        *,
        head: Sequence[Sequence[Run]] | None,
    ) -> None:
        edges = self._edges(shares)
        self._sheets.y -= 6
        if head is not None:
            self._sheets.need(4 * _LINE)
            self._draw_row(edges, head, head=None)
        for row in rows:
            self._draw_row(edges, row, head=head)
        self._sheets.y -= 4

    def _edges(self, shares: Sequence[float]) -> list[float]:
        width, total = self._sheets.right - self._sheets.left, sum(shares)
        edges = [self._sheets.left]
        for share in shares:
            edges.append(edges[-1] + width * share / total)
        return edges

    def _draw_row(
        self, edges: list[float], cells: Sequence[Sequence[Run]], *, head: Sequence[Sequence[Run]] | None
    ) -> None:
        widths = [right - left - 2 * _PAD for left, right in pairwise(edges)]
        left = [list(broken(cell, width)) for cell, width in zip(cells, widths, strict=True)]
        while True:
            longest = max(1, *(len(lines) for lines in left))
            room = int((self._sheets.y - self._sheets.bottom - 2 * _PAD) / _LINE)
            if room < min(longest, _FEWEST_LINES):
                self._sheets.break_page()
                if head is not None:
                    self._draw_row(edges, head, head=None)
                continue
            self._draw_band(edges, [lines[:room] for lines in left])
            left = [lines[room:] for lines in left]
            if not any(left):
                return

    def _draw_band(self, edges: list[float], cells: list[list[Line]]) -> None:
        """One row, or as much of it as fits the page, with rules around its cells."""
        top = self._sheets.y
        height = max(1, *(len(lines) for lines in cells)) * _LINE + 2 * _PAD
        for left, lines in zip(edges, cells, strict=False):
            self._sheets.y = top - _PAD
            self._sheets.set_lines(lines, left + _PAD)
        self._sheets.y = top - height
        draw = self._sheets.drawing
        for level in (top, top - height):
            draw.line((edges[0], level), (edges[-1], level), width=0.5, grey=_GREY)
        for edge in edges:
            draw.line((edge, top), (edge, top - height), width=0.5, grey=_GREY)
