"""From the network's answers to signs with their places and how sure they are.

The network answers every four pixels with a sign or with "no sign" (connectionist temporal classification,
Graves et al., ICML 2006). The best answer of every step is taken and runs of one sign are made one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.line_reader.alphabet import NUMBER_OF, SIGNS, SPACE

NO_SIGN = 0


@dataclass(frozen=True, slots=True)
class SignRead:
    """One sign of a line."""

    sign: str
    step: int
    """The step at which it is surest."""
    confidence: float
    """0 to 1: the least sure of its own steps and of those between it and the sign before it."""


def allowed_numbers(characters: str) -> NDArray[np.bool_]:
    """Which outputs may be chosen: `characters`, the space and "no sign"; empty allows all."""
    allowed = np.full(len(SIGNS) + 1, not characters)
    allowed[[NO_SIGN, SPACE]] = True
    allowed[[NUMBER_OF[sign] for sign in characters if sign in NUMBER_OF]] = True
    return allowed


def limited(chances: NDArray[np.float32], allowed: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The chances with those of forbidden signs shared out among the allowed ones."""
    kept = chances * allowed
    return np.asarray(kept / np.maximum(kept.sum(axis=-1, keepdims=True), 1e-9), np.float32)


def signs_read(chances: NDArray[np.float32]) -> list[SignRead]:
    """The signs of one line; `chances` is (steps, signs + 1)."""
    best = chances.argmax(axis=-1)
    starts = np.flatnonzero(np.diff(best, prepend=-1))
    ends = np.append(starts[1:], len(best))
    runs = [(int(best[start]), int(start), int(end)) for start, end in zip(starts, ends, strict=True)]
    runs = [run for run in runs if run[0] != NO_SIGN]
    # A line has many signs of a few steps each: lists take a quarter of the time of arrays here.
    chance = {number: chances[:, number].tolist() for number in {NO_SIGN, *(run[0] for run in runs)}}
    signs = []
    for index, (number, start, end) in enumerate(runs):
        before = runs[index - 1][2] if index else 0
        after = runs[index + 1][1] if index + 1 < len(runs) else len(best)
        own = chance[number]
        step = max(range(start, end), key=own.__getitem__)
        # Between two signs a step may be either or none; what it may not be is a third sign, left out.
        left = {NO_SIGN, number, runs[max(index - 1, 0)][0]}
        right = {NO_SIGN, number, runs[min(index + 1, len(runs) - 1)][0]}
        sure = own[step] * _least([chance[sign] for sign in left], before, start)
        sure *= _least([chance[sign] for sign in right], end, after)
        signs.append(SignRead(SIGNS[number - 1], step, sure))
    return signs


def _least(chances: Sequence[Sequence[float]], start: int, end: int) -> float:
    """The least that these signs together have at the steps from `start` to before `end`, at most 1."""
    together = (sum(chance[step] for chance in chances) for step in range(start, end))
    return min(1.0, min(together, default=1.0))
