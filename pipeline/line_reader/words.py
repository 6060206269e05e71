"""Puts the signs of a line together into words and finds where each word's ink begins and ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.line_reader.decoding import SignRead, signs_read
from pipeline.line_reader.model import STRIDE

INK = 166
"""Grey value below which a pixel counts as ink where words are parted."""


@dataclass(frozen=True, slots=True)
class ReadWord:
    """One word of a line."""

    text: str
    confidence: float
    """0 to 1; of words at 0.9 nine in ten are right."""
    left: float
    """Where its ink begins and ends in the picture, pixels."""
    right: float


def words_read(chances: NDArray[np.float32], picture: NDArray[np.uint8]) -> list[ReadWord]:
    """The words of one fitted picture (36, width); `chances` is (steps, signs + 1), at least one a stride."""
    groups = list(_groups(signs_read(chances[: picture.shape[1] // STRIDE + 1])))
    inked = np.asarray((picture < INK).any(axis=0))
    partings = (_parting(inked, before, after) for (before, _), (after, _) in pairwise(groups))
    edges = [0, *partings, len(inked)]
    words = []
    for (group, spaces), (start, end) in zip(groups, pairwise(edges), strict=False):
        columns = np.flatnonzero(inked[start:end])
        first, last = (columns[0], columns[-1] + 1) if len(columns) else (0, end - start)
        sure = spaces * float(np.prod([sign.confidence for sign in group]))
        text = "".join(sign.sign for sign in group)
        words.append(ReadWord(text, sure, float(start + first), float(start + last)))
    return words


def _groups(signs: Sequence[SignRead]) -> Iterator[tuple[list[SignRead], float]]:
    """Runs of signs without a space among them, and how sure the spaces around each are."""
    group: list[SignRead] = []
    sure = 1.0
    for sign in signs:
        if sign.sign != " ":
            group.append(sign)
            continue
        if group:
            yield group, sure * sign.confidence
        group, sure = [], sign.confidence
    if group:
        yield group, sure


def _parting(inked: NDArray[np.bool_], before: Sequence[SignRead], after: Sequence[SignRead]) -> int:
    """The column in the middle of the widest gap between two words."""
    start, end = before[-1].step * STRIDE, after[0].step * STRIDE + STRIDE
    # Padded by ink at both ends, so that every gap has an end.
    edges = np.flatnonzero(np.diff(np.concatenate(([True], inked[start:end], [True])).astype(np.int8)))
    if len(edges) < 2:
        return min((start + end) // 2, len(inked))
    lefts, rights = edges[::2], edges[1::2]
    widest = int(np.argmax(rights - lefts))
    return start + int(lefts[widest] + rights[widest]) // 2
