"""Labels with their values, as the paper's layout has them: one a line, several a line, or at a tab stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from classifiers.specimens.typesetting import Column, Galley, Span, piece_width, space_width, split_words
from classifiers.specimens.variants import Entries, Look

MOST_BESIDE = 3
GAP = 4.0
"""mm between entries that share a line."""


@dataclass(slots=True)
class Entry:
    """A label, its value, and what follows the value on the same line."""

    label: str
    spans: list[Span]
    is_inline: bool = False
    """The value goes on from the label as in a sentence: it never stands at a tab stop."""

    is_short: bool = False
    """It may share its line with others of its kind."""

    def go_on(self, *spans: Span) -> None:
        """Adds words and further values behind the value."""
        self.spans += spans
        self.is_inline = True

    def all_spans(self, look: Look) -> list[Span]:
        label = [Span(f"{self.label} ", bold=look.labels_bold or None)] if self.label else []
        strong = look.values_bold or None
        return [*label, *(replace(span, bold=strong if span.field else span.bold) for span in self.spans)]


def entry_parts(label: str, field: str, text: str) -> tuple[str, list[Span]]:
    """Label and value as an `Entry` takes them."""
    return label, [Span(text, field)]


def set_entries(galley: Galley, entries: Sequence[Entry], look: Look, *, leader: bool) -> None:
    """Sets the entries in their order."""
    if look.entries is Entries.SHARED:
        for row in _rows(galley, entries, look):
            _side_by_side(galley, row, look, leader=leader)
        return
    for entry in entries:
        if look.entries is Entries.TABBED and not entry.is_inline and _fits_tab(galley, entry, look):
            _at_tab(galley, entry, look, leader=leader)
        else:
            galley.text(*entry.all_spans(look), leader=leader, after=0.7)


def _width(galley: Galley, spans: Sequence[Span]) -> float:
    words = split_words(spans, galley.base)
    return sum(piece_width(piece) for word in words for piece in word) + space_width(galley.base) * len(words)


def _rows(galley: Galley, entries: Sequence[Entry], look: Look) -> list[list[Entry]]:
    """Neighbours together as long as each has room in its share of the line."""
    rows: list[list[Entry]] = []
    for entry in entries:
        row = [*rows[-1], entry] if rows else [entry]
        share = galley.column.width / len(row) - GAP
        fits = all(other.is_short and _width(galley, other.all_spans(look)) < share for other in row)
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
        galley.text(*entry.all_spans(look), leader=leader, breaks_page=is_alone)
        lowest = galley.y if is_alone else max(lowest, galley.y)
        galley.block = block if not is_alone else galley.block
    galley.column, galley.y = column, lowest + 0.7


def _fits_tab(galley: Galley, entry: Entry, look: Look) -> bool:
    return bool(entry.label) and _width(galley, [Span(entry.label)]) < look.tab * galley.column.width - 2


def _at_tab(galley: Galley, entry: Entry, look: Look, *, leader: bool) -> None:
    """The label at the column's edge, the value at the tab stop, further lines of it below itself."""
    column, stop = galley.column, look.tab * galley.column.width
    galley.need(galley.base.size * 0.6)
    top, block = galley.y, galley.block
    galley.text(Span(entry.label, bold=look.labels_bold or None), breaks_page=False)
    below_label = galley.y
    galley.column, galley.y, galley.block = Column(column.x + stop, column.width - stop), top, block
    if any(span.text.strip() for span in entry.spans):
        galley.text(*entry.all_spans(look)[1:], leader=leader, breaks_page=False)
    galley.column, galley.y = column, max(galley.y, below_label) + 0.7
