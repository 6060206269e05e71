"""Forms as a grid: label cell beside value cell, or each value under its label, ruled or open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classifiers.specimens.entries import Entry, width_of
from classifiers.specimens.looks import Entries, Look
from classifiers.specimens.sheet import MM_PER_POINT, Rule
from classifiers.specimens.typesetting import Column, Galley, Span, break_lines, split_words

PAD = 1.3
"""mm between a cell's rule and its words."""
LINES_IN_A_PAIR = 2
"""A value that takes more lines than this in half the width has a row of its own."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Paragraphs between two upright rules; edges in shares of the grid's width."""

    left: float
    right: float
    paragraphs: tuple[list[Span], ...]


Row = list[Cell]


def set_grid(galley: Galley, entries: Sequence[Entry], look: Look) -> None:
    """Sets the entries as rows of cells across the column."""
    rows = _cells(galley, entries, look) if look.entries is Entries.CELLS else _stacks(galley, entries, look)
    is_framed = look.entries is Entries.CELLS or not look.is_open
    galley.next_block()
    for row in rows:
        set_row(galley, row, look, is_framed=is_framed)
    galley.next_block()
    galley.skip(2.0 if is_framed else 0.8)


def _cells(galley: Galley, entries: Sequence[Entry], look: Look) -> list[Row]:
    """A label's cell and its value's beside it, one pair or two a row."""
    rows: list[Row] = []
    waiting: Entry | None = None
    for entry in entries:
        if look.pairs == 2 and _fits_half(galley, entry, look):
            if waiting is None:
                waiting = entry
            else:
                rows.append([*_pair(galley, waiting, look, 0.0, 0.5), *_pair(galley, entry, look, 0.5, 1.0)])
                waiting = None
            continue
        if waiting is not None:
            rows.append(_pair(galley, waiting, look, 0.0, 1.0))
            waiting = None
        rows.append(_pair(galley, entry, look, 0.0, 1.0))
    if waiting is not None:
        rows.append(_pair(galley, waiting, look, 0.0, 1.0))
    return rows


def _pair(galley: Galley, entry: Entry, look: Look, left: float, right: float) -> Row:
    """Two cells; one for an entry that runs on as a sentence or has no label."""
    label = entry.label_spans(look)
    if entry.is_inline or not label:
        return [Cell(left, right, (entry.all_spans(galley, look),))]
    stop = left + _stop(look) * (right - left)
    return [Cell(left, stop, (label,)), Cell(stop, right, (entry.value_spans(galley, look),))]


def _stop(look: Look) -> float:
    return look.tab if look.pairs == 1 else min(0.5, look.tab + 0.06)


def _fits_half(galley: Galley, entry: Entry, look: Look) -> bool:
    if entry.is_inline or not entry.label:
        return False
    room = galley.column.width / 2 * (1 - _stop(look)) - 2 * PAD
    return width_of(galley, entry.value_spans(galley, look)) < room * LINES_IN_A_PAIR * 0.85


def _stacks(galley: Galley, entries: Sequence[Entry], look: Look) -> list[Row]:
    """Value under label; neighbours that are short share a row."""
    groups: list[list[Entry]] = []
    for entry in entries:
        group = [*groups[-1], entry] if groups else [entry]
        share = galley.column.width / look.pairs - 2 * PAD
        if (
            groups
            and len(group) <= look.pairs
            and all(_is_narrow(galley, each, look, share) for each in group)
        ):
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return [_stacked(galley, group, look) for group in groups]


def _is_narrow(galley: Galley, entry: Entry, look: Look, share: float) -> bool:
    widest = max(width_of(galley, entry.label_spans(look)), width_of(galley, entry.value_spans(galley, look)))
    return not entry.is_inline and bool(entry.label) and widest < share


def _stacked(galley: Galley, group: list[Entry], look: Look) -> Row:
    count = len(group)
    return [
        Cell(
            index / count,
            (index + 1) / count,
            (entry.all_spans(galley, look),)
            if entry.is_inline or not entry.label
            else (entry.label_spans(look), entry.value_spans(galley, look)),
        )
        for index, entry in enumerate(group)
    ]


def set_row(galley: Galley, row: Row, look: Look, *, is_framed: bool) -> None:
    """Cells level at their tops, rules around them; the row is kept on one page."""
    full = galley.column
    galley.need(max(_height(galley, cell) for cell in row) + 2 * PAD)
    top = lowest = galley.y
    for cell in row:
        galley.column = Column(full.x + cell.left * full.width + PAD, _width(full, cell))
        galley.y = top + (PAD * 0.6 if is_framed else 0.0)
        galley.next_block()
        for spans in cell.paragraphs:
            if any(span.text.strip() for span in spans):
                galley.text(*spans, breaks_page=False)
            else:
                galley.skip(galley.base.size * MM_PER_POINT * galley.leading)
        lowest = max(lowest, galley.y)
    galley.column, galley.y = full, lowest + (PAD * 0.6 if is_framed else look.gap)
    if is_framed:
        _rule(galley, row, top, look)


def _rule(galley: Galley, row: Row, top: float, look: Look) -> None:
    full, bottom = galley.column, galley.y
    for y in (top, bottom):
        galley.add(Rule(full.x, y, full.x + full.width, y, width=0.2))
    edges = {cell.left for cell in row} | {cell.right for cell in row}
    for edge in () if look.is_open else sorted(edges):
        x = full.x + edge * full.width
        galley.add(Rule(x, top, x, bottom, width=0.2))


def _width(full: Column, cell: Cell) -> float:
    return (cell.right - cell.left) * full.width - 2 * PAD


def _height(galley: Galley, cell: Cell) -> float:
    """mm that the cell's words take."""
    width = _width(galley.column, cell)
    lines = sum(
        max(1, len(break_lines(split_words(spans, galley.base), galley.base, width, 0.0)))
        for spans in cell.paragraphs
    )
    return lines * galley.base.size * MM_PER_POINT * galley.leading
