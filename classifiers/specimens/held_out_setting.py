"""Sets entries as the newer held-out looks have them. Nobody who works on reading or extraction opens it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from classifiers.specimens.entries import Entry, width_of
from classifiers.specimens.grids import PAD, Cell, set_row
from classifiers.specimens.looks import Look
from classifiers.specimens.sheet import Outline
from classifiers.specimens.typesetting import Column, Galley, Span, bold

NUMBER_SHARE = 0.08
"""Of the table's width, for the number's column."""


def set_held_out(galley: Galley, entries: Sequence[Entry], look: Look, *, leader: bool) -> None:
    """Sets the entries in the look's way."""
    if look.way == "numbered_table":
        _table(galley, entries, look)
    elif look.way == "web_form":
        for row in _rows(galley, entries, look):
            _web_row(galley, row, look)
        galley.skip(1.5)
    elif look.way == "centred":
        for entry in entries:
            _centred(galley, entry, look, leader=leader)
    else:
        _run_on(galley, entries, look, leader=leader)


def _table(galley: Galley, entries: Sequence[Entry], look: Look) -> None:
    """`TT`, what is asked, what was answered; one row an entry."""
    plain = replace(look, is_open=False)
    galley.next_block()
    if len(entries) > 2:
        heads = zip(("TT", "Nội dung", "Thông tin"), _edges(look), strict=True)
        set_row(galley, [Cell(*edge, ([bold(text)],)) for text, edge in heads], plain, is_framed=True)
    for number, entry in enumerate(entries, start=1):
        label = entry.label_spans(look)
        first, second, third = _edges(look)
        row = [Cell(*first, ([Span(str(number))],))]
        if entry.is_inline or not label:
            row.append(Cell(second[0], 1.0, (entry.all_spans(galley, look),)))
        else:
            row += [Cell(*second, (label,)), Cell(*third, (entry.value_spans(galley, look),))]
        set_row(galley, row, plain, is_framed=True)
    galley.next_block()
    galley.skip(2)


def _edges(look: Look) -> tuple[tuple[float, float], ...]:
    return (0.0, NUMBER_SHARE), (NUMBER_SHARE, NUMBER_SHARE + look.tab), (NUMBER_SHARE + look.tab, 1.0)


def _rows(galley: Galley, entries: Sequence[Entry], look: Look) -> list[list[Entry]]:
    """Two a row where both are short."""
    rows: list[list[Entry]] = []
    for entry in entries:
        is_short = _is_short(galley, entry, look)
        if rows and len(rows[-1]) == 1 and is_short and _is_short(galley, rows[-1][0], look):
            rows[-1].append(entry)
        else:
            rows.append([entry])
    return rows


def _is_short(galley: Galley, entry: Entry, look: Look) -> bool:
    if entry.is_inline or not entry.label:
        return False
    half = galley.column.width / 2
    return (
        width_of(galley, entry.label_spans(look)) < half * 0.46
        and width_of(galley, entry.value_spans(galley, look)) < half * 0.44
    )


def _web_row(galley: Galley, row: list[Entry], look: Look) -> None:
    """Labels up against the boxes with their values."""
    full, count = galley.column, len(row)
    galley.need(galley.base.size * 1.6)
    top = lowest = galley.y
    for index, entry in enumerate(row):
        left, width = full.x + index * full.width / count, full.width / count - 2
        label = entry.label_spans(look)
        stop = 0.0 if entry.is_inline or not label else (look.tab if count == 1 else 0.48) * width
        if stop:
            with galley.within(left, stop - 2, y=top + PAD):
                galley.text(*label, align="right", breaks_page=False)
                lowest = max(lowest, galley.y + PAD)
        spans = entry.value_spans(galley, look) if stop else entry.all_spans(galley, look)
        with galley.within(left + stop + PAD, width - stop - 2 * PAD, y=top + PAD):
            galley.text(*spans, breaks_page=False)
            if not any(span.text.strip() for span in spans):
                galley.skip(galley.base.size * 0.3528 * galley.leading)
            bottom = galley.y + PAD * 0.6
        if stop:
            right = left + width
            corners = ((left + stop, top + PAD * 0.4), (right, top + PAD * 0.4), (right, bottom))
            galley.add(Outline((*corners, (left + stop, bottom)), width=0.15, colour=(150, 150, 158)))
        lowest = max(lowest, bottom)
    galley.column, galley.y = full, lowest + 0.8


def _centred(galley: Galley, entry: Entry, look: Look, *, leader: bool) -> None:
    """The value in the middle of its dotted line, as typists set it."""
    label, spans = entry.label_spans(look), entry.value_spans(galley, look)
    full, taken = galley.column, width_of(galley, label)
    room = full.width - taken - 2
    if not label or entry.is_inline or width_of(galley, spans) > room:
        galley.text(*entry.all_spans(galley, look), leader=leader, after=look.gap)
        return
    galley.need(galley.base.size * 0.6)
    top, block = galley.y, galley.block
    galley.text(*label, breaks_page=False)
    after = galley.y
    galley.column, galley.y, galley.block = Column(full.x + taken + 2, room), top, block
    if any(span.text.strip() for span in spans):
        galley.text(*spans, align="centre", leader=leader, breaks_page=False)
    galley.column, galley.y = full, max(after, galley.y) + look.gap


def _run_on(galley: Galley, entries: Sequence[Entry], look: Look, *, leader: bool) -> None:
    """Entries behind each other in one paragraph, parted by gaps, wrapping wherever the line ends."""
    waiting: list[Span] = []
    for index, entry in enumerate(entries):
        waiting += [*entry.all_spans(galley, look)]
        is_last = index == len(entries) - 1
        if is_last or entry.is_inline or index % 3 == 2:
            galley.text(
                *waiting,
                align="justify" if look.is_justified else "left",
                leader=leader and galley.pen is not None,
                after=look.gap,
            )
            waiting = []
        else:
            waiting.append(Span("; "))
