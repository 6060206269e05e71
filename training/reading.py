"""Turns the network's scores into text in the plainest way, to follow a training by."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pipeline.line_reader.alphabet import SIGNS
from training.network import STRIDE


def texts_of(scores: NDArray[np.float32], widths: NDArray[np.int64]) -> Iterator[str]:
    """The best sign of every step, runs made one, spaces cleaned."""
    best = scores.argmax(-1)
    for row, width in zip(best, widths, strict=True):
        steps = row[: -(-int(width) // STRIDE)]
        kept = steps[(steps != 0) & (np.diff(steps, prepend=-1) != 0)]
        yield " ".join("".join(SIGNS[number - 1] for number in kept).split())
