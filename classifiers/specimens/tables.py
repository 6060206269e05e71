"""Ruled tables on a galley."""

from __future__ import annotations

from dataclasses import dataclass, replace

from classifiers.specimens.sheet import Rule
from classifiers.specimens.typesetting import Column, Galley, bold, value


@dataclass(frozen=True, slots=True)
class Table:
    """Titles, rows of the same length, and each column's share of the width."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]


def set_table(galley: Galley, table: Table, *, field: str = "", size: float = 11.0) -> None:
    """Sets the table across the present column; cells of row n carry the field `field#n`."""
    look = replace(galley.base, size=size)
    full = galley.column
    galley.need(14)
    galley.next_block()
    edges = [full.x]
    for share in table.shares:
        edges.append(edges[-1] + share * full.width)
    start = galley.y
    for index, row in enumerate((table.titles, *table.rows)):
        top, lowest = galley.y, galley.y + 6
        galley.add(Rule(edges[0], top, edges[-1], top, width=0.2))
        for cell, left, right in zip(row, edges, edges[1:], strict=False):
            galley.column, galley.y = Column(left + 1, right - left - 2), top + 0.7
            galley.next_block()
            span = value(f"{field}#{index}" if field else "", cell) if index else bold(cell)
            galley.text(span, look=look, leading=1.12, align="left" if index else "centre", breaks_page=False)
            lowest = max(lowest, galley.y + 0.8)
        galley.y = lowest
    galley.add(Rule(edges[0], galley.y, edges[-1], galley.y, width=0.2))
    for edge in edges:
        galley.add(Rule(edge, start, edge, galley.y, width=0.2))
    galley.column = full
    galley.next_block()
