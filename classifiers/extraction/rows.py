"""Rows of lists and tables: what a record keeps of them beside the text that people read."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from classifiers.validators import dates
from classifiers.validators.person_name import display
from classifiers.vietnamese import clean

Row = dict[str, str]
"""Column of the record type to the cell's value; columns without one are left out."""
TOTAL = "is_total"
"""Key of a row that sums up the others; its value is `true`."""


def as_json(rows: Sequence[Row]) -> str:
    """The canonical form: a JSON array of an object a row, in the order of the page."""
    return json.dumps(list(rows), ensure_ascii=False)


def from_json(text: str) -> list[Row]:
    """The rows of a field's canonical form; none where it has none."""
    try:
        rows = json.loads(text)
    except ValueError:
        return []
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def cell(column: str, text: str) -> str:
    """A cell in canonical form, as far as the column's name says what it holds: a date, a number, a name."""
    printed = clean(text)
    if not re.search(r"\w", printed):
        return ""
    words = set(column.split("_"))
    if words & {"ngay", "date"} or column.endswith("birth_date"):
        return dates.parse(printed).normalised or printed
    if ("ten" in words and words & {"ho", "chu", "full"}) or column == "full_name":
        return display(printed)
    if words & {"cmnd", "cccd", "dinh", "id"} and re.fullmatch(r"[A-Z]?[\d .]{8,}", printed):
        return re.sub(r"[ .]", "", printed)
    return printed
