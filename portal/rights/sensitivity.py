"""How closely a record is kept: level 1 to 4 (QCVN 12:2026/BCA)."""

from __future__ import annotations

from collections.abc import Mapping

from classifiers.catalogue import load_record_types
from portal.configuration import current

LEVELS = range(1, 5)
UNKNOWN_TYPE = 2
"""A paper of which nobody knows yet what it is."""


def level_of_type(code: str) -> int:
    """The level of a type: the office's own, else that of its file; `UNKNOWN_TYPE` for an unknown code."""
    wished = current().type_levels.get(code)
    if wished is not None:
        return wished
    known = load_record_types().get(code)
    return known.level if known else UNKNOWN_TYPE


def sensitivity_of(record_type: str, intake: Mapping[str, object]) -> int:
    """The level that a person set for the record (`sensitivity` of `intake.json`), else that of its type."""
    told = intake.get("sensitivity")
    level = told.get("level") if isinstance(told, dict) else told
    return level if isinstance(level, int) and level in LEVELS else level_of_type(record_type)
