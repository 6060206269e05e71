"""Rights as a condition for the search index, which speaks SQL rather than Django's queries."""

from __future__ import annotations

from portal.catalogue.wanted import Condition, SqlValue
from portal.rights.holding import EVERY_LEVEL, Held, Rights
from portal.rights.roles import Right


def condition_of(rights: Rights, right: Right = Right.SEE) -> tuple[Condition, ...]:
    """What must hold of a record `r`; nothing where the right holds for every record."""
    if rights.covers_all(right):
        return ()
    parts = [_of_grant(one) for one in rights.with_right(right)]
    if not parts:
        return (Condition("1 = 0"),)
    sql = " OR ".join(f"({part.sql})" for part in parts)
    return (Condition(sql, tuple(value for part in parts for value in part.parameters)),)


def _of_grant(held: Held) -> Condition:
    pieces: list[str] = []
    values: list[SqlValue] = []
    for column, allowed in (("unit", held.units), ("record_type", held.types or None)):
        if allowed is not None:
            pieces.append(f"r.{column} IN ({', '.join(['%s'] * len(allowed))})" if allowed else "1 = 0")
            values += sorted(allowed)
    if held.level < EVERY_LEVEL:
        pieces.append("r.sensitivity <= %s")
        values.append(held.level)
    return Condition(" AND ".join(pieces) or "1 = 1", tuple(values))
