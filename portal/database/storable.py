"""What every database can keep: PostgreSQL's text and JSON have no U+0000, which SQLite would take."""

from __future__ import annotations

from typing import Any

NUL = "\0"


def without_nul(value: Any) -> Any:
    """A value of JSON with U+0000 left out of its texts and keys; itself where it holds none."""
    if isinstance(value, str):
        return value.replace(NUL, "") if NUL in value else value
    if isinstance(value, dict):
        return {without_nul(name): without_nul(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [without_nul(one) for one in value]
    return value
