"""A4 sheets filled from top to bottom with paragraphs, as Decree 30/2020, Appendix I lays papers out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import pikepdf

from signing.printing.drawing import POINTS_PER_MM, Drawing
from signing.printing.faces import FontShelf, Style, width_of
from signing.printing.pdfa import describe, saved

A4 = (210 * POINTS_PER_MM, 297 * POINTS_PER_MM)
LEADING = 1.22
"""Baseline to baseline, in sizes: single spacing of Times New Roman is 1.15, and stacked marks need more."""
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
"""Where lines may break; other kinds of spaces hold words together."""
_ASCENT = 0.9
"""Sizes from a line's top to its baseline: capitals with two marks reach that high."""


@dataclass(frozen=True, slots=True)
class Margins:
    """In millimetres; Decree 30/2020, Appendix I: 20-25 top and bottom, 30-35 left, 15-20 right."""

    top: float = 20.0
    bottom: float = 20.0
    left: float = 30.0
    right: float = 18.0


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style within a paragraph."""

    text: str
    style: Style


Line = list[tuple[str, Style]]
"""Words of one line, each with its style."""


class Sheets:
    """The pages of one document; `y` is how far down the current page is filled."""

    def __init__(self, margins: Margins | None = None, *, size: tuple[float, float] = A4) -> None:
        margins = margins or Margins()
        self.size = size
        self.left = margins.left * POINTS_PER_MM
        self.right = size[0] - margins.right * POINTS_PER_MM
        self.top = size[1] - margins.top * POINTS_PER_MM
        self.bottom = margins.bottom * POINTS_PER_MM
        self._shelf = FontShelf()
        self._drawings: list[Drawing] = []
        self.y = self.top
        self.break_page()

    @property
    def drawing(self) -> Drawing:
        """The current page."""
        return self._drawings[-1]

    @property
    def page_count(self) -> int:
        """Pages so far."""
        return len(self._drawings)

    def break_page(self) -> None:
        """Begins a new page; from the second on its number stands centred in the top margin, size 13."""
        self._drawings.append(Drawing(self._shelf))
        self.y = self.top
        if self.page_count > 1:
            middle, baseline = self.size[0] / 2, self.top + 6 * POINTS_PER_MM
            self.drawing.centred(middle, baseline, str(self.page_count), Style(13))

    def need(self, height: float) -> None:
        """Begins a new page unless `height` points are free on this one."""
        if self.y - height < self.bottom:
            self.break_page()

    def paragraph(
        self,
        runs: Sequence[Run],
        *,
        box: tuple[float, float] | None = None,
        align: str = "fill",
        indent: float = 0.0,
        before: float = 0.0,
        may_break: bool = True,
    ) -> None:
        """Sets a paragraph between the abscissae of `box` (the margins where none is given).

        `align`: `fill`, `left` or `centre`. `indent` is the first line's, `before` the space above (points).
        Where `may_break` is false, no page begins within or before it: a column beside another.
        """
        left, right = box or (self.left, self.right)
        lines = list(broken(runs, right - left, indent))
        self.y -= before
        for number, line in enumerate(lines):
            size = max(style.size for _, style in line)
            if may_break:
                self.need(size * LEADING)
            first = indent if number == 0 else 0.0
            is_last = number == len(lines) - 1
            spare = right - left - first - _width(line)
            self._set(line, left + first, spare, "left" if align == "fill" and is_last else align, size)
            self.y -= size * LEADING

    def set_lines(self, lines: Sequence[Line], left: float) -> None:
        """Sets lines that were broken already, on this page, from the abscissa `left` on."""
        for line in lines:
            size = max(style.size for _, style in line)
            self._set(line, left, 0.0, "left", size)
            self.y -= size * LEADING

    def pdf(self, *, title: str, created: datetime) -> bytes:
        """The whole document as PDF/A-2u; `created` carries its zone."""
        with pikepdf.new() as pdf:
            fonts = pikepdf.Dictionary(self._shelf.add_to(pdf))
            resources = pdf.make_indirect(pikepdf.Dictionary(Font=fonts))
            for drawing in self._drawings:
                page = pikepdf.Dictionary(
                    Type=pikepdf.Name.Page,
                    MediaBox=[0, 0, round(self.size[0], 3), round(self.size[1], 3)],
                    Resources=resources,
                    Contents=pdf.make_stream(drawing.content()),
                )
                pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
            describe(pdf, title=title, created=created)
            return saved(pdf)

    def _set(self, line: Line, x: float, spare: float, align: str, size: float) -> None:
        baseline = self.y - _ASCENT * size
        gaps = len(line) - 1
        stretch = spare / gaps if align == "fill" and gaps else 0.0
        x += spare / 2 if align == "centre" else 0.0
        for style, words in groupby(_spaced(line), key=lambda entry: entry[1]):
            x = self.drawing.text(x, baseline, "".join(word for word, _ in words), style, stretch=stretch)


def _spaced(line: Line) -> Iterator[tuple[str, Style]]:
    """The words with the space that follows each, in its own style."""
    for number, (word, style) in enumerate(line):
        yield (word if number == len(line) - 1 else f"{word} "), style


def _width(line: Line) -> float:
    return sum(width_of(text, style) for text, style in _spaced(line))


def broken(runs: Sequence[Run], measure: float, indent: float = 0.0) -> Iterator[Line]:
    """A paragraph's lines of `measure` points; a word that is wider stands alone and is cut."""
    line: Line = []
    filled = indent
    for word, style in _words(runs, measure):
        width = width_of(word, style)
        space = width_of(" ", line[-1][1]) if line else 0.0
        if line and filled + space + width > measure + 0.01:
            yield line
            line, filled, space = [], 0.0, 0.0
        line.append((word, style))
        filled += space + width
    if line:
        yield line


def _words(runs: Sequence[Run], measure: float) -> Iterator[tuple[str, Style]]:
    for run in runs:
        for word in filter(None, _SPACES.split(run.text)):
            yield from ((piece, run.style) for piece in _cut_to(word, run.style, measure))


def _cut_to(word: str, style: Style, measure: float) -> Iterator[str]:
    """Pieces of a word, each no wider than the measure: a digest or an address may be longer than a cell."""
    if width_of(word, style) <= measure:
        yield word
        return
    piece, filled = "", 0.0
    for letter in word:
        width = width_of(letter, style)
        if piece and filled + width > measure:
            yield piece
            piece, filled = "", 0.0
        piece, filled = piece + letter, filled + width
    yield piece
