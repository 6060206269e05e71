"""Rows of lists and tables: what a record keeps of them beside the text that people read."""

from __future__ import annotations

import json
from collections.abc import Sequence

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
