"""What the rows of a list or table say about themselves: sums, numbers in their order, cells of their kind.

A table never keeps a record from filing, but a person who looks at it is told where it does not agree with
itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from classifiers.extraction.cell_values import faulty_cells, kind_of
from classifiers.extraction.column_heads import NUMBER_COLUMNS
from classifiers.extraction.rows import TOTAL, Row, from_json
from classifiers.record_type import FieldRule, FieldType, RecordType
from records import FieldValue

SUMMED = frozenset({FieldType.AREA_M2, FieldType.MONEY, FieldType.INTEGER})
"""Kinds that a last row sums up; coordinates and marks are not."""
TOLERANCE = Decimal("0.1")
"""By which parts may miss the whole: each is rounded to one place."""
DOUBTED = 0.5
"""Confidence above which a table that contradicts itself cannot stay."""


def checked_rows(
    record_type: RecordType, fields: Mapping[str, FieldValue]
) -> tuple[dict[str, FieldValue], list[str]]:
    """The fields with what speaks against their rows as doubt, and the same as warnings in Vietnamese."""
    checked, warnings = dict(fields), []
    for rule in record_type.fields:
        found = fields.get(rule.name)
        if found is None or not rule.columns or found.confidence >= 1.0:
            continue
        reason = row_doubt(rule, from_json(found.normalised))
        if reason:
            label = rule.labels[0] if rule.labels else rule.name.replace("_", " ")
            warnings.append(f"{label}: {reason}")
            lower = min(found.confidence, DOUBTED)
            checked[rule.name] = replace(found, confidence=lower, doubt=found.doubt or reason)
    return checked, warnings


def row_doubt(rule: FieldRule, rows: list[Row]) -> str:
    """The first thing that speaks against the rows, in Vietnamese; empty for none."""
    return _unlike_total(rule, rows) or _missing_number(rows) or _faulty(rule, rows)


def _unlike_total(rule: FieldRule, rows: list[Row]) -> str:
    total = next((row for row in rows if TOTAL in row), None)
    parts = [row for row in rows if TOTAL not in row]
    for column in rule.columns:
        if total is None or column in NUMBER_COLUMNS or kind_of(column, rule) not in SUMMED:
            continue
        whole, summed = _number(total.get(column, "")), [_number(row.get(column, "0")) for row in parts]
        known = [one for one in summed if one is not None]
        if whole is not None and len(known) == len(summed) and abs(sum(known) - whole) > TOLERANCE:
            return f"Dòng cộng ghi {whole}, cộng các dòng được {sum(known)}"
    return ""


def _missing_number(rows: list[Row]) -> str:
    """Which number of the first column was passed over; a table that goes on elsewhere begins later."""
    for column in NUMBER_COLUMNS:
        numbers = [int(row[column]) for row in rows if row.get(column, "").isdecimal()]
        for above, below in pairwise(numbers):
            if below - above == 2:
                return f"Thiếu dòng số {above + 1}"
    return ""


def _faulty(rule: FieldRule, rows: list[Row]) -> str:
    faults = faulty_cells(rule, rows)
    return f"Dòng {faults[0][0] + 1}: {faults[0][2]}" if faults else ""


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
