"""What an office chooses between: how many papers file themselves, and how often what they say is right.

Every paper is understood at several thresholds; and what confidence said is held against what was right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from bench.tables import percent, show

THRESHOLDS = (0.8, 0.85, 0.9, 0.93, 0.95, 0.97)
BINS = (0.0, 0.5, 0.8, 0.89, 0.9, 0.95, 0.98, 0.99, 1.01)
"""From 0.89 to 0.9 stand values that are held back whatever their chance: their kind is asked for more."""


@dataclass(frozen=True, slots=True)
class At:
    """One paper at one threshold."""

    files_itself: bool
    printed: int
    sure: int
    sure_and_wrong: int


def trade_off(papers: Sequence[Mapping[float, At]]) -> dict[str, dict[str, float]]:
    """By threshold: share of papers that file themselves, and of their fields what is accepted and right."""
    table = {}
    for threshold in THRESHOLDS:
        every = [paper[threshold] for paper in papers if threshold in paper]
        filed = [one for one in every if one.files_itself]
        sure = sum(one.sure for one in filed)
        wrong = sum(one.sure_and_wrong for one in filed)
        table[str(threshold)] = {
            "papers": len(every),
            "file_themselves": _share(len(filed), len(every)),
            "of_their_fields_accepted": _share(sure, sum(one.printed for one in filed)),
            "accepted": sure,
            "accepted_right": _share(sure - wrong, sure),
        }
    return table


def reliability(said: Sequence[tuple[float, bool]]) -> list[dict[str, float]]:
    """Of values with a confidence between two bounds: how many, what was said on average, what was right."""
    table = []
    for low, high in pairwise(BINS):
        inside = [(sure, right) for sure, right in said if low <= sure < high]
        if inside:
            table.append(
                {
                    "from": low,
                    "values": len(inside),
                    "said": _share(sum(sure for sure, _ in inside), len(inside)),
                    "right": _share(sum(right for _, right in inside), len(inside)),
                }
            )
    return table


def print_trade_off(level: str, found: Mapping[str, Any]) -> None:
    """Both tables of a level."""
    show(
        f"Trade-off on held-out papers, {level}",
        ("threshold", "file themselves", "of their fields accepted", "accepted", "of these right"),
        [
            (
                threshold,
                percent(row["file_themselves"]),
                percent(row["of_their_fields_accepted"]),
                str(row["accepted"]),
                f"{row['accepted_right']:.2%}",
            )
            for threshold, row in found["trade_off"].items()
        ],
    )
    show(
        f"Confidence against what was right, {level}",
        ("from", "values", "said", "right"),
        [
            (f"{row['from']:.2f}", str(row["values"]), f"{row['said']:.1%}", f"{row['right']:.1%}")
            for row in found["reliability"]
        ],
    )


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0
