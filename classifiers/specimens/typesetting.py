"""Sets text on sheets: words into lines, lines into columns, columns onto pages.

A `Galley` is written from top to bottom like a page in a composing stick. Text is given as `Span`s; a
span may carry the name of the field that it prints, which is how a specimen knows its own truth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from random import Random

from classifiers.specimens import fonts
from classifiers.specimens.looks import Look
from classifiers.specimens.sheet import (
    MM_PER_POINT,
    Colour,
    Item,
    Outline,
    Piece,
    PrintedWord,
    Rule,
    Sheet,
    Type,
)

A4 = (210.0, 297.0)


@dataclass(frozen=True, slots=True)
class Span:
    """Running text of one look; `None` takes the paragraph's."""

    text: str
    field: str = ""
    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None
    colour: Colour | None = None
    family: str | None = None
    rise: float | None = None

    def typed(self, base: Type) -> Type:
        wanted = {
            name: value
            for name in ("bold", "italic", "size", "colour", "family", "rise")
            if (value := getattr(self, name)) is not None
        }
        return replace(base, **wanted)


def plain(text: str) -> Span:
    return Span(text)


def bold(text: str, field: str = "") -> Span:
    return Span(text, field, bold=True)


def italic(text: str, field: str = "") -> Span:
    return Span(text, field, italic=True)


def value(field: str, text: str) -> Span:
    """Text that is a field's value."""
    return Span(text, field)


Words = list[tuple[Piece, ...]]
GAP = re.compile(r"\s+")


def split_words(spans: Iterable[Span], base: Type) -> Words:
    """Pieces grouped into words; spans that touch without a space make one word."""
    words: list[list[Piece]] = []
    is_open = False
    for span in spans:
        look = span.typed(base)
        for part in re.split(r"(\s+)", span.text):
            if not part:
                continue
            if GAP.fullmatch(part):
                is_open = False
                continue
            piece = Piece(part, look, span.field)
            if is_open:
                words[-1].append(piece)
            else:
                words.append([piece])
            is_open = True
    return [tuple(word) for word in words]


def piece_width(piece: Piece) -> float:
    """mm"""
    look = piece.type
    ems = fonts.width_in_ems(piece.text, look.family, look.bold, look.italic)
    return ems * look.size * MM_PER_POINT


def word_width(word: Iterable[Piece]) -> float:
    """mm"""
    return sum(piece_width(piece) for piece in word)


def space_width(look: Type) -> float:
    """mm"""
    return fonts.width_in_ems(" ", look.family, look.bold, look.italic) * look.size * MM_PER_POINT


def break_lines(words: Words, base: Type, width: float, first: float, hang: float = 0.0) -> list[Words]:
    """Greedy line breaking; `first` is the first line's indent, `hang` that of all others, mm."""
    space = space_width(base)
    lines: list[Words] = [[]]
    room = width - first
    for word in words:
        needed = word_width(word) + (space if lines[-1] else 0.0)
        if lines[-1] and needed > room + 0.01:
            lines.append([])
            room = width - hang
            needed = word_width(word)
        lines[-1].append(word)
        room -= needed
    return [line for line in lines if line]


@dataclass(slots=True)
class Column:
    """Where text goes: left edge and width, mm."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Leaders:
    """Dots under a value that was put into a blank; all in mm."""

    width: float
    """Of a dot."""
    pitch: float
    below: float
    """From the baseline down to the dots."""


# Typed full stops, as forms made on a computer have them, and the fine dots of printing offices.
LEADERS: dict[str, Leaders | None] = {
    "none": None,
    "full stops": Leaders(width=0.42, pitch=1.15, below=0.35),
    "fine": Leaders(width=0.22, pitch=0.95, below=0.75),
}


@dataclass(frozen=True, slots=True)
class Pen:
    """A hand that fills in the blanks: its ink, and how little it keeps to the line."""

    colour: Colour
    chance: Random
    writes_all: bool = False
    """Labels and running text too, as in a letter written by hand."""

    def written(self, span: Span) -> Span:
        """The span as this hand writes it; what is printed stays."""
        if not (span.field or self.writes_all):
            return span
        return replace(span, family="hand", colour=self.colour, bold=False)

    def jitter(self, piece: Piece) -> tuple[Piece, ...]:
        """The piece letter by letter, each a little off the line and the size."""
        chance = self.chance
        return tuple(
            Piece(
                letter,
                replace(
                    piece.type,
                    size=piece.type.size * chance.uniform(0.95, 1.05),
                    rise=chance.uniform(-0.22, 0.22),
                ),
                piece.field,
            )
            for letter in piece.text
        )


class Galley:
    """Sheets being set. `y` is the top of the next line in mm; it moves down as text is set."""

    def __init__(
        self,
        *,
        base: Type,
        size: tuple[float, float] = A4,
        margins: tuple[float, float, float, float] = (20.0, 18.0, 20.0, 30.0),
        leading: float = 1.22,
        ground: Item | None = None,
        paper: Colour = (255, 255, 255),
        numbers_pages: bool = True,
    ) -> None:
        """Margins are top, right, bottom, left in mm; `leading` is line height over type size."""
        self.base = base
        self.size = size
        self.top, self.right, self.bottom, self.left = margins
        self.leading = leading
        self.ground = ground
        self.paper = paper
        self.numbers_pages = numbers_pages
        self.column = Column(self.left, size[0] - self.left - self.right)
        self.pages: list[list[Item]] = []
        self.line_number = 0
        self.block = 0
        self.y = 0.0
        self.leaders: Leaders | None = None
        self.pen: Pen | None = None
        self.look: Look | None = None
        self.new_page()

    def new_page(self) -> None:
        self.pages.append([self.ground] if self.ground is not None else [])
        self.line_number = self.block = 0
        self.y = self.top
        if len(self.pages) > 1 and self.numbers_pages:
            number, look = str(len(self.pages)), replace(self.base, size=13.0)
            x = (self.size[0] - word_width([Piece(number, look)])) / 2
            self._place((Piece(number, look),), x, 14.0)
            self.next_block()
            self.line_number += 1

    def next_block(self) -> None:
        """Words set from here belong to another block of the page."""
        self.block += 1

    def add(self, item: Item) -> None:
        self.pages[-1].append(item)

    def skip(self, millimetres: float) -> None:
        self.y += millimetres

    def need(self, millimetres: float) -> None:
        """Starts a new page when fewer millimetres than this are left."""
        if self.y + millimetres > self.size[1] - self.bottom:
            self.new_page()

    @contextmanager
    def within(self, x: float, width: float, *, y: float | None = None) -> Iterator[None]:
        """Sets text in a column of its own, a block of its own; `y` moves to where the column begins."""
        before = self.column
        self.column = Column(x, width)
        if y is not None:
            self.y = y
        self.next_block()
        try:
            yield
        finally:
            self.column = before
            self.next_block()

    def text(
        self,
        *spans: Span | str,
        align: str = "left",
        first: float = 0.0,
        hang: float = 0.0,
        after: float = 0.0,
        look: Type | None = None,
        leading: float | None = None,
        leader: bool = False,
        breaks_page: bool = True,
        fits: bool = False,
    ) -> None:
        """Sets one paragraph: `align` left, right, centre or justify; `first`, `hang`, `after` in mm.

        With `leader`, the galley's leaders run under each line from the first field's value to the column's
        end. With `fits`, a line that is a little too long is set smaller rather than broken.
        """
        base = look or self.base
        listed = [Span(span) if isinstance(span, str) else span for span in spans]
        if self.pen is not None:
            listed = [self.pen.written(span) for span in listed]
        if fits:
            base = self._fitting(listed, base)
        lines = break_lines(split_words(listed, base), base, self.column.width, first, hang)
        height = base.size * MM_PER_POINT * (leading or self.leading)
        for index, line in enumerate(lines):
            if breaks_page:
                self.need(height)
            indent = first if index == 0 else hang
            is_last = index == len(lines) - 1
            self._set_line(line, base, align, indent=indent, height=height, is_last=is_last, leader=leader)
            self.y += height
        self.y += after

    def _fitting(self, spans: list[Span], base: Type) -> Type:
        """The look at the size at which the text fits the column, but not below 80 % of its own size."""
        words = split_words(spans, base)
        natural = sum(word_width(word) for word in words) + space_width(base) * (len(words) - 1)
        share = self.column.width / natural * 0.995 if natural else 1.0
        return replace(base, size=base.size * share) if 0.8 <= share < 1 else base

    def _set_line(
        self,
        line: Words,
        base: Type,
        align: str,
        *,
        indent: float,
        height: float,
        is_last: bool,
        leader: bool,
    ) -> None:
        space = space_width(base)
        natural = sum(word_width(word) for word in line) + space * (len(line) - 1)
        room = self.column.width - indent
        x = self.column.x + indent
        if align == "centre":
            x += (room - natural) / 2
        elif align == "right":
            x += room - natural
        elif align == "justify" and not is_last and len(line) > 1:
            space += max(0.0, min((room - natural) / (len(line) - 1), space * 3))
        # 0.78 of the line's height sets the baseline where Times puts it at single spacing.
        baseline = self.y + height * 0.78
        dots_from: float | None = None
        for word in line:
            if leader and dots_from is None and any(piece.field for piece in word):
                dots_from = x
            self._place(word, x, baseline)
            x += word_width(word) + space
        if leader and self.leaders is not None:
            self._dots(dots_from if dots_from is not None else x, baseline, self.leaders)
        self.line_number += 1

    def _dots(self, start: float, baseline: float, leaders: Leaders) -> None:
        """Leaders from `start` to the column's end."""
        end, y = self.column.x + self.column.width, baseline + leaders.below
        if end - start > 2:
            self.add(Rule(start, y, end, y, width=leaders.width, pitch=leaders.pitch))

    def _place(self, word: tuple[Piece, ...], x: float, baseline: float, *, is_mark: bool = False) -> None:
        pen = self.pen
        if pen is not None and any(piece.type.family == "hand" for piece in word):
            word = tuple(
                part
                for piece in word
                for part in (pen.jitter(piece) if piece.type.family == "hand" else (piece,))
            )
            baseline -= pen.chance.uniform(0.0, 0.5)
        self.add(PrintedWord(word, x, baseline, self.line_number, self.block, is_mark))

    def place(
        self, text: str, x: float, baseline: float, look: Type, *, is_mark: bool = False, field: str = ""
    ) -> float:
        """Puts words at an exact place, mm, on one line of their own; gives the x where they end."""
        space = space_width(look)
        for word in split_words([Span(text, field)], look):
            self._place(word, x, baseline, is_mark=is_mark)
            x += word_width(word) + space
        self.line_number += 1
        return x - space

    def boxed(self, figures: str, *, field: str, cell: float = 5.2) -> None:
        """Sets figures in a row of boxes from the column's left edge, one to a box; `cell` in mm."""
        look = replace(self.base, size=min(self.base.size, 13.0))
        if self.pen is not None:
            look = replace(look, family="hand", colour=self.pen.colour)
        top, x = self.y + 0.4, self.column.x
        for index in range(len(figures)):
            left = x + index * cell
            corners = ((left, top), (left + cell, top), (left + cell, top + cell), (left, top + cell))
            self.add(Outline(corners, width=0.2))
        pieces = tuple(Piece(figure, look, field) for figure in figures)
        inset = (cell - piece_width(pieces[0])) / 2 if pieces else 0.0
        word = PrintedWord(pieces, x + inset, top + cell * 0.76, self.line_number, self.block, pitch=cell)
        self.add(word)
        self.line_number += 1
        self.y = top + cell + 0.8

    def rule_under(self, width: float, *, gap: float = 1.0, weight: float = 0.3) -> None:
        """A short centred rule under what was set last; `width` is a share of the column's width."""
        length = self.column.width * width
        x = self.column.x + (self.column.width - length) / 2
        self.add(Rule(x, self.y + gap, x + length, self.y + gap, width=weight))
        self.y += gap

    def sheets(self) -> tuple[Sheet, ...]:
        return tuple(Sheet(self.size[0], self.size[1], tuple(items), self.paper) for items in self.pages)
