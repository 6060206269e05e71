"""Which lines are worth reading again: the most promising first, until the page's allowance is spent.

The allowance is counted in widths of line pictures, which is what reading costs, and not in seconds: the
same page is read the same way on every machine and under every load.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from pipeline.ocr import LineRead

ALLOWANCE = 0.15
"""Share of a page's processor time that second readings may take."""
PAGE_COST = 1.9
"""What a page costs with enhancing and layout, as a multiple of what reading its lines costs."""
SURE = 0.95
"""A line whose every word the first reading gives this much is left alone: 99 in 100 of them are right."""
HOPELESS = 0.05
"""Confidence of the first reading up to which ink is noise rather than print that was read badly."""


def promise(line: LineRead) -> float:
    """Letters of a line that are expected to be wrong, for what reading it again costs.

    Ink that was read as hopelessly as a seal's rim is left out: another reading of it is no better.
    """
    doubts = ((1 - word.confidence) * len(word.text) for word in line.words if word.confidence > HOPELESS)
    return sum(doubts) / width(line)


def is_doubtful(line: LineRead) -> bool:
    return not line.words or min(word.confidence for word in line.words) < SURE


def allowance(lines: Sequence[LineRead]) -> float:
    """What may be spent on a page, in line widths."""
    return ALLOWANCE * PAGE_COST * sum(width(line) for line in lines)


def width(line: LineRead) -> float:
    """Of the line's picture in heights of a line: what the first reading of it cost."""
    rows, columns = line.picture.picture.shape
    return float(columns / max(rows, 1))


def worth_reading(lines: Sequence[LineRead], chosen: Sequence[int], left: float, cost: float) -> list[int]:
    """Those of `chosen` that are read for `left`, the most promising first; numbers of lines."""
    ranked = sorted(chosen, key=lambda number: -promise(lines[number]))
    spent = accumulate(cost * width(lines[number]) for number in ranked)
    return [number for number, total in zip(ranked, spent, strict=True) if total <= left]
