"""One chart of the wall with what stands around it: its key, the same numbers as a table, a note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from portal.wall.buckets import Bucket
from portal.wall.charts.bars import plain
from portal.wall.charts.drawing import Series

MOST_ROWS = 8
"""Names that a chart shows; its table has them all."""


@dataclass(frozen=True, slots=True)
class Value:
    """One cell of a panel's table."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart with what stands around it."""

    title: str
    chart: SafeString | None
    """`None` where there is nothing to draw."""
    size: str
    """Class for its place on the board: `wide`, `third`, `half`."""
    key: Sequence[tuple[str, str]] = ()
    """Look and name of each series."""
    head: Sequence[str] = ()
    rows: Sequence[Sequence[Value]] = ()
    """The same numbers as a table."""
    note: str = ""
    note_link: str = ""
    """The list behind what the note counts."""
    nothing: str = ""
    """What to say where there is nothing to draw."""


def values_of(series: Sequence[Series], place: int) -> list[Value]:
    """The cells of one place, each with the list behind it where something was counted."""
    return [Value(plain(one.values[place]), one.link(place) if one.values[place] else "") for one in series]


def key_of(series: Sequence[Series]) -> list[tuple[str, str]]:
    """Look and name of each series."""
    return [(one.look, one.name) for one in series]


def first_day(bucket: Bucket) -> str:
    """How a table names a bucket."""
    return f"{bucket.first:%d/%m/%Y}"
