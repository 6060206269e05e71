"""Tables on a galley: ruled or not, with heads of one or two tiers, over as many pages as they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from classifiers.specimens.draft import Draft
from classifiers.specimens.sheet import MM_PER_POINT, TOTAL_ROW, Rule, Type
from classifiers.specimens.typesetting import Column, Galley, Span, bold, break_lines, split_words, value
from classifiers.specimens.variants import HELD_OUT_FROM

INSET = 1.0
"""mm between a rule and the words of a cell."""
AIR = 0.7
"""mm above and below the words of a row."""
LEADING = 1.12


class Ruling(StrEnum):
    """Which lines a table has."""

    GRID = "grid"
    ACROSS = "across"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Group:
    """A head that stands over several columns."""

    title: str
    first: int
    """Index of its first column."""
    last: int
    """Index of its last column."""


@dataclass(frozen=True, slots=True)
class Table:
    """Titles, rows of the same length, and each column's share of the width."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    names: tuple[str, ...] = ()
    """The record type's name of each column; empty for one that the type does not have."""
    groups: tuple[Group, ...] = ()
    total: tuple[str, ...] = ()
    """A last row that sums up the others."""


@dataclass(frozen=True, slots=True)
class TableLook:
    """What differs from print to print of the same table."""

    ruling: Ruling = Ruling.GRID
    is_centred_down: bool = False
    """Cells stand in the middle of their row, not at its top."""
    repeats_head: bool = False
    """On every page that it goes on to."""
    numbers_columns: bool = False
    """A row `(1) (2) (3)` below the head."""
    centres: frozenset[int] = frozenset({0})
    """Columns whose cells are centred."""


def draw_look(draft: Draft, field: str, columns: int) -> TableLook:
    """How this paper sets its table; a table without upright rules is common only where little is in it."""
    # A chance of its own, so that the paper's words do not hang on its rules.
    chance = Random(f"table:{draft.code}:{draft.seed}:{field}")  # noqa: S311 (a drawing, not a secret)
    rulings = [Ruling.GRID, Ruling.GRID, Ruling.GRID, Ruling.ACROSS if columns < 8 else Ruling.GRID]
    if draft.seed >= HELD_OUT_FROM and columns < 8:
        rulings = [Ruling.GRID, Ruling.NONE]
    return TableLook(
        chance.choice(rulings),
        is_centred_down=chance.random() < 0.4,
        repeats_head=chance.random() < 0.6,
        numbers_columns=chance.random() < 0.2,
        centres=frozenset(
            {0, *(index for index in range(1, columns) if chance.random() < 0.25)},
        ),
    )


def set_table(
    galley: Galley,
    table: Table,
    *,
    field: str = "",
    size: float = 11.0,
    tall: float = 6.0,
    look: TableLook | None = None,
) -> None:
    """Sets the table across the column; row n carries the field `field#n`, rows are `tall` mm at least.

    Cells of a table that names its columns carry `field#n.column`.
    """
    _Setting(galley, table, field, replace(galley.base, size=size), tall, look or TableLook()).set()


@dataclass(slots=True)
class _Setting:
    """A table on its way onto the pages."""

    galley: Galley
    table: Table
    field: str
    type: Type
    tall: float
    look: TableLook
    top: float = 0.0
    """Where the table begins on this page, mm."""

    def set(self) -> None:
        galley, full = self.galley, self.galley.column
        galley.need(14 + self._head_height())
        galley.next_block()
        self.top = galley.y
        self._head()
        rows = list(enumerate(self.table.rows, start=1))
        for number, row in rows:
            self._row(self._spans(str(number), row))
        if self.table.total:
            self._row(self._spans(TOTAL_ROW, self.table.total), is_bold=True)
        self._close()
        galley.column = full
        galley.next_block()

    @property
    def edges(self) -> list[float]:
        column = self.galley.column
        edges = [column.x]
        for share in self.table.shares:
            edges.append(edges[-1] + share * column.width)
        return edges

    def _spans(self, number: str, row: Sequence[str]) -> list[Span]:
        names = self.table.names or ("",) * len(row)
        spans = []
        for name, cell in zip(names, row, strict=True):
            place = f"{self.field}#{number}" if self.field else ""
            spans.append(value(f"{place}.{name}" if place and name else place, cell))
        return spans

    def _head(self) -> None:
        """The titles, each in the middle of its cell; grouped ones below the title of their group."""
        galley, edges, top = self.galley, self.edges, self.galley.y
        upper = self._upper_height()
        height = self._head_height()
        grouped = {
            index: group for group in self.table.groups for index in range(group.first, group.last + 1)
        }
        self._rule(top)
        for group in self.table.groups:
            left, right = edges[group.first], edges[group.last + 1]
            self._centred(group.title, left, right, top, upper)
            if self.look.ruling is Ruling.GRID:
                galley.add(Rule(left, top + upper, right, top + upper, width=0.2))
        for index, title in enumerate(self.table.titles):
            start = top + upper if index in grouped else top
            self._centred(title, edges[index], edges[index + 1], start, top + height - start)
        galley.y = top + height
        self._rule(galley.y)
        if self.look.numbers_columns:
            self._row([bold(f"({index})") for index in range(1, len(self.table.titles) + 1)], is_centred=True)

    def _centred(self, title: str, left: float, right: float, top: float, height: float) -> None:
        free = height - self._height(bold(title), left, right)
        self._cell(bold(title), left, right, top + max(0.0, free) / 2, align="centre")

    def _upper_height(self) -> float:
        edges = self.edges
        return max(
            (
                self._height(bold(group.title), edges[group.first], edges[group.last + 1])
                for group in self.table.groups
            ),
            default=0.0,
        )

    def _head_height(self) -> float:
        edges, upper = self.edges, self._upper_height()
        grouped = {index for group in self.table.groups for index in range(group.first, group.last + 1)}
        return max(
            self._height(bold(title), edges[index], edges[index + 1]) + (upper if index in grouped else 0.0)
            for index, title in enumerate(self.table.titles)
        )

    def _row(self, spans: Sequence[Span], *, is_bold: bool = False, is_centred: bool = False) -> None:
        galley, edges = self.galley, self.edges
        spans = [replace(span, bold=True) for span in spans] if is_bold else list(spans)
        heights = [
            self._height(span, left, right)
            for span, left, right in zip(spans, edges, edges[1:], strict=False)
        ]
        height = max(self.tall, *heights)
        self._turn(height)
        top, edges = galley.y, self.edges
        for index, span in enumerate(spans):
            free = (height - heights[index]) / 2 if self.look.is_centred_down else 0.0
            align = "centre" if is_centred or index in self.look.centres else "left"
            self._cell(span, edges[index], edges[index + 1], top + free, align=align)
        galley.y = top + height
        self._rule(galley.y)

    def _turn(self, height: float) -> None:
        """Goes on overleaf where a row does not fit any more."""
        galley = self.galley
        if galley.y + height <= galley.size[1] - galley.bottom or galley.y == self.top:
            return
        self._close()
        galley.new_page()
        self.top = galley.y
        if self.look.repeats_head:
            numbers, self.look = self.look.numbers_columns, replace(self.look, numbers_columns=False)
            self._head()
            self.look = replace(self.look, numbers_columns=numbers)
        else:
            self._rule(galley.y)

    def _close(self) -> None:
        """The upright rules of what was set on this page; one under a group begins below it."""
        if self.look.ruling is not Ruling.GRID:
            return
        galley = self.galley
        inside = {index for group in self.table.groups for index in range(group.first + 1, group.last + 1)}
        for index, edge in enumerate(self.edges):
            has_head = index in inside and (len(galley.pages) == 1 or self.look.repeats_head)
            start = self.top + (self._upper_height() if has_head else 0.0)
            galley.add(Rule(edge, start, edge, galley.y, width=0.2))

    def _rule(self, y: float) -> None:
        if self.look.ruling is not Ruling.NONE:
            edges = self.edges
            self.galley.add(Rule(edges[0], y, edges[-1], y, width=0.2))

    def _height(self, span: Span, left: float, right: float) -> float:
        """mm that a cell takes, air included."""
        shown = self.galley.pen.written(span) if self.galley.pen is not None else span
        lines = break_lines(split_words([shown], self.type), self.type, right - left - 2 * INSET, 0.0)
        return 2 * AIR + len(lines) * self.type.size * MM_PER_POINT * LEADING

    def _cell(self, span: Span, left: float, right: float, top: float, *, align: str) -> None:
        galley, full = self.galley, self.galley.column
        galley.column, galley.y = Column(left + INSET, right - left - 2 * INSET), top + AIR
        galley.next_block()
        galley.text(span, look=self.type, leading=LEADING, align=align, breaks_page=False)
        galley.column = full
