"""Sets labels with their values as the paper's look has them: behind, beside, at a tab stop, in a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from classifiers.specimens.entries import Entry, width_of
from classifiers.specimens.grids import set_grid
from classifiers.specimens.held_out_setting import set_held_out
from classifiers.specimens.looks import Dots, Entries, Look
from classifiers.specimens.typesetting import (
    Column,
    Galley,
    Span,
    break_lines,
    piece_width,
    space_width,
    split_words,
    word_width,
)

MOST_BESIDE = 3
GAP = 4.0
"""mm between entries that share a line."""


def set_entries(galley: Galley, entries: Sequence[Entry], look: Look, *, leader: bool) -> None:
    """Sets the entries in their order."""
    if look.entries in {Entries.CELLS, Entries.ABOVE} and entries:
        set_grid(galley, entries, look)
        return
    if look.entries is Entries.HELD_OUT:
        set_held_out(galley, entries, look, leader=leader)
        return
    if look.entries is Entries.SHARED:
        for row in _rows(galley, entries, look):
            _side_by_side(galley, row, look, leader=leader)
        return
    for entry in entries:
        if look.entries is Entries.TABBED and not entry.is_inline and _fits_tab(galley, entry, look):
            _at_tab(galley, entry, look, leader=leader)
        else:
            set_line(galley, entry, look, leader=leader)


def set_line(
    galley: Galley, entry: Entry, look: Look, *, leader: bool, after: float | None = None, breaks: bool = True
) -> None:
    """The label and behind it the value, over as many lines as they need."""
    if not look.colon and entry.label[:1].isupper() and not entry.is_inline:
        # A colon is left out only where the value stands apart from its label.
        entry = replace(entry, label=f"{entry.label.rstrip(' :')}:")
    spans = entry.all_spans(galley, look)
    if leader and look.dots is not Dots.UNDER and galley.pen is None:
        spans, leader = _dotted(galley, spans, look), False
    galley.text(
        *spans,
        leader=leader,
        align="justify" if look.is_justified else "left",
        hang=look.hang,
        after=look.gap if after is None else after,
        breaks_page=breaks,
    )


def _dotted(galley: Galley, spans: list[Span], look: Look) -> list[Span]:
    """The spans with typed full stops before the first value and from the last one to the line's end."""
    at = next((index for index, span in enumerate(spans) if span.field), len(spans))
    space = " " if look.dots is Dots.APART else ""
    around = [
        *spans[:at],
        Span(f".....{space}" if any(span.field and span.text for span in spans) else ""),
        *spans[at:],
    ]
    words = split_words(around, galley.base)
    lines = break_lines(words, galley.base, galley.column.width, 0.0, look.hang)
    if not lines:
        return around
    used = sum(word_width(word) for word in lines[-1]) + space_width(galley.base) * (len(lines[-1]) - 1)
    room = galley.column.width - used - (look.hang if len(lines) > 1 else 0.0)
    dot = piece_width(split_words([Span(".")], galley.base)[0][0])
    count = int((room - 2.5) / dot)
    return [*around, Span(space + "." * count)] if count > 3 else around


def _rows(galley: Galley, entries: Sequence[Entry], look: Look) -> list[list[Entry]]:
    """Neighbours together as long as each has room in its share of the line."""
    rows: list[list[Entry]] = []
    for entry in entries:
        row = [*rows[-1], entry] if rows else [entry]
        share = galley.column.width / len(row) - GAP
        fits = all(
            other.is_short and width_of(galley, other.all_spans(galley, look)) < share for other in row
        )
        if rows and fits and len(row) <= MOST_BESIDE:
            rows[-1].append(entry)
        else:
            rows.append([entry])
    return rows


def _side_by_side(galley: Galley, row: Sequence[Entry], look: Look, *, leader: bool) -> None:
    column, share = galley.column, galley.column.width / len(row)
    galley.need(galley.base.size * 0.6)
    top, lowest, block = galley.y, galley.y, galley.block
    for index, entry in enumerate(row):
        width = share - (GAP if index < len(row) - 1 else 0.0)
        galley.column, galley.y = Column(column.x + index * share, width), top
        is_alone = len(row) == 1
        set_line(galley, entry, look, leader=leader, after=0.0, breaks=is_alone)
        lowest = galley.y if is_alone else max(lowest, galley.y)
        galley.block = block if not is_alone else galley.block
    galley.column, galley.y = column, lowest + look.gap


def _fits_tab(galley: Galley, entry: Entry, look: Look) -> bool:
    return (
        bool(entry.label) and width_of(galley, entry.label_spans(look)) < look.tab * galley.column.width - 2
    )


def _at_tab(galley: Galley, entry: Entry, look: Look, *, leader: bool) -> None:
    """The label at the column's edge, the value at the tab stop, further lines of it below itself."""
    column, stop = galley.column, look.tab * galley.column.width
    galley.need(galley.base.size * 0.6)
    top, block = galley.y, galley.block
    galley.text(*entry.label_spans(look), breaks_page=False)
    below_label = galley.y
    galley.column, galley.y, galley.block = Column(column.x + stop, column.width - stop), top, block
    if any(span.text.strip() for span in entry.spans):
        galley.text(*entry.value_spans(galley, look), leader=leader, breaks_page=False)
    galley.column, galley.y = column, max(galley.y, below_label) + look.gap
