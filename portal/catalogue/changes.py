"""Tells every process which records of the catalogue have changed since it last looked.

A row a record and change, written in the transaction of the change. Whoever keeps something of all records in
memory (`cards`) reads only what came after the last row that it knows, and everything where that row is gone.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from portal.models import CatalogueChange

KEPT = 20_000
"""Rows; a process that missed more reads the whole catalogue again, which takes it a second."""
_TIDIED_EVERY = 1_000
_STAMP_BYTES = 8


@dataclass(frozen=True, slots=True)
class Position:
    """How far somebody has read."""

    number: int = 0
    stamp: str = ""


def note_changes(record_ids: Sequence[str]) -> None:
    """Writes down that these records have changed; to be called inside the transaction of the change."""
    if not record_ids:
        return
    stamp = secrets.token_hex(_STAMP_BYTES)
    CatalogueChange.objects.bulk_create(
        [CatalogueChange(record_id=record_id, stamp=stamp) for record_id in record_ids], batch_size=500
    )
    newest = newest_position().number
    if newest // _TIDIED_EVERY != (newest - len(record_ids)) // _TIDIED_EVERY:
        CatalogueChange.objects.filter(pk__lte=newest - KEPT).delete()


def newest_position() -> Position:
    """Where the last change stands; the beginning where none is kept."""
    row = CatalogueChange.objects.order_by("-pk").values_list("pk", "stamp").first()
    return Position(*row) if row else Position()


def changed_since(position: Position, *, at_most: int) -> list[str] | None:
    """Records that changed after `position`; `None` when it is unknown or more than `at_most` did."""
    if not CatalogueChange.objects.filter(pk=position.number, stamp=position.stamp).exists():
        return None
    rows = CatalogueChange.objects.filter(pk__gt=position.number).values_list("record_id", flat=True)
    found = list(rows.order_by("pk")[: at_most + 1])
    return None if len(found) > at_most else list(dict.fromkeys(found))
