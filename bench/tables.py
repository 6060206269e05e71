"""Prints tables on a terminal or into a file alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from rich.console import Console
from rich.table import Table


def show(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table whose first column is text and whose others are figures."""
    table = Table(title=title, title_justify="left")
    for index, name in enumerate(columns):
        table.add_column(name, justify="left" if index == 0 else "right")
    for row in rows:
        table.add_row(*row)
    Console(width=140).print(table)


def percent(share: float) -> str:
    return f"{share * 100:.2f} %"


def within(ordered: Sequence[float], share: float) -> float:
    """The value within which `share` of the `ordered` ones lie: the nearest rank, never one between two."""
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def percentiles(times: Iterable[float]) -> dict[str, float]:
    """Milliseconds within which half, 95 and 99 of 100 queries came back; and the slowest."""
    ordered = sorted(times)
    shares = {"p50": 0.50, "p95": 0.95, "p99": 0.99, "max": 1.0}
    return {name: round(within(ordered, share), 2) for name, share in shares.items()}
