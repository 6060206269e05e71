"""Lists and tables of a record as staff see and type them: rows of cells under the names of their columns.

A record keeps such a field as text for people and as JSON; nobody reads or types the JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from classifiers.extraction.cell_values import cell, faulty_cells, shown
from classifiers.extraction.rows import TOTAL, Row, as_json, from_json
from classifiers.record_type import FieldRule, FieldType
from portal.catalogue.column_names import column_name
from records import FieldValue

MOST_ROWS = 400
LONGEST_CELL = 2_000
PARTER = " | "
LEAST_SIZE, MOST_SIZE = 4, 36
"""Letters of a cell that are seen at once."""


@dataclass(frozen=True, slots=True)
class CellBox:
    """A cell as it is typed."""

    text: str
    head: str
    """Name of its column."""
    size: int
    """Letters that are seen at once."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row, its cells in the order of the columns."""

    number: int
    """From 1."""
    cells: Sequence[str]
    is_total: bool = False
    """It sums up the others."""


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A list or table under the names of its columns."""

    heads: Sequence[str]
    rows: Sequence[ShownRow]

    @property
    def lines(self) -> list[tuple[ShownRow, list[CellBox]]]:
        """The rows, each with its cells as boxes to type in."""
        return [
            (row, [_box(text, head) for text, head in zip(row.cells, self.heads, strict=True)])
            for row in self.rows
        ]


def _box(text: str, head: str) -> CellBox:
    return CellBox(text, head, min(max(len(text) + 1, LEAST_SIZE), MOST_SIZE))


def is_of_rows(rule: FieldRule | None) -> bool:
    """Whether the field has columns."""
    return rule is not None and bool(rule.columns)


def table_of(rule: FieldRule, text: str, *, blank: int = 0) -> ShownTable:
    """The rows of a canonical form, with `blank` empty ones behind them."""
    heads = [column_name(name) for name in rule.columns]
    rows = [
        ShownRow(index, [shown(name, row.get(name, ""), rule) for name in rule.columns], TOTAL in row)
        for index, row in enumerate(from_json(text), start=1)
    ]
    rows += [ShownRow(len(rows) + index, [""] * len(heads)) for index in range(1, blank + 1)]
    return ShownTable(heads, rows)


def filled_columns(table: ShownTable) -> ShownTable:
    """The table without the columns in which nothing stands: a register has more than a screen is wide."""
    kept = [index for index in range(len(table.heads)) if any(row.cells[index] for row in table.rows)]
    rows = [ShownRow(row.number, [row.cells[index] for index in kept], row.is_total) for row in table.rows]
    return ShownTable([table.heads[index] for index in kept], rows)


def typed_rows(rule: FieldRule, rows: Iterable[tuple[Sequence[str], bool]]) -> str:
    """The canonical form of rows as somebody typed them, each with whether it is a sum; empty for none.

    Empty rows are left out, and so are cells beyond the columns.
    """
    kept: list[Row] = []
    for cells, is_total in list(rows)[:MOST_ROWS]:
        named = zip(rule.columns, cells, strict=False)
        row = {name: said for name, text in named if (said := cell(name, text[:LONGEST_CELL], rule))}
        if row:
            kept.append({**row, TOTAL: "true"} if is_total else row)
    return as_json(kept) if kept else ""


def held_form(rule: FieldRule, found: FieldValue) -> str:
    """The canonical form that the review form would send back if nobody typed anything."""
    table = table_of(rule, found.normalised)
    return typed_rows(rule, ((row.cells, row.is_total) for row in table.rows))


def rows_from_text(rule: FieldRule, text: str) -> str:
    """The canonical form of what was typed: JSON, or a row a line with its cells parted by bars."""
    rows = from_json(text)
    if rows or text.startswith("["):
        listed = [([row.get(name, "") for name in rule.columns], TOTAL in row) for row in rows]
        return typed_rows(rule, listed)
    lines = [line.split("|") for line in text.split("\n")]
    if any(len(cells) != len(rule.columns) for cells in lines):
        return ""
    return typed_rows(rule, ((cells, False) for cells in lines))


def text_of_rows(rule: FieldRule, text: str) -> str:
    """What people read of a canonical form: a row a line."""
    if rule.type is FieldType.LIST:
        return "\n".join(_sentence(rule, row) for row in from_json(text))
    table = table_of(rule, text)
    return "\n".join(PARTER.join(cell for cell in row.cells if cell) for row in table.rows)


def _sentence(rule: FieldRule, row: Row) -> str:
    """A person in running text as papers name one: other records' checks read it so."""
    said = {name: shown(name, text, rule) for name, text in row.items()}
    called = said.get("full_name") or said.get("name") or ""
    parts = [" ".join(filter(None, (said.get("honorific"), called)))]
    if day := said.get("birth_date"):
        parts.append(f"sinh ngày {day}")
    elif year := said.get("birth_year"):
        parts.append(f"sinh năm {year}")
    if number := said.get("id_number"):
        issued = f" do {said['id_issuer']}" if said.get("id_issuer") else ""
        issued += f" cấp ngày {said['id_issue_date']}" if said.get("id_issue_date") else ""
        parts.append(f"{said.get('id_kind', 'CCCD')} số {number}{issued}")
    if home := said.get("residence") or said.get("address"):
        parts.append(f"thường trú tại {home}")
    if relation := said.get("relation"):
        parts.append(f"quan hệ: {relation}")
    return ", ".join(filter(None, parts))


def words_of_rows(text: str) -> str:
    """The words of a canonical form, for the search: its braces and column names are nobody's words."""
    rows = from_json(text)
    return " ".join(said for row in rows for name, said in row.items() if name != TOTAL) if rows else text


def row_problem(rule: FieldRule, text: str) -> str:
    """What speaks against the first cell that has not the form of its column; empty for none."""
    for index, column, reason in faulty_cells(rule, from_json(text)):
        return f"Dòng {index + 1}, {column_name(column)}: {reason}"
    return ""
