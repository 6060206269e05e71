"""Papers whose type a person set right, kept as weighed tokens: a paper that is like them is of their type.

The printed evidence cannot know an odd wording that only this office uses, and the linear model may move
a type by little. A near look-alike of several corrected papers may be moved by much, and nothing else is: how
alike is near is measured, in training, against drawn papers of all other types, so nothing is forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Row = tuple[NDArray[np.intp], NDArray[np.float32]]
"""Columns and values of one paper, of length 1."""

MOST_POINTS, AGAINST_OTHERS = 9.0, -3.0
"""A strange title costs 3 points and "none of these" has 4 or 5 before anything is read."""
LEAST_LIKE = 0.3
"""Cosine below which two papers share only the words of any office."""
_FULL_LIKE = 0.25
"""Share of the way from the floor to 1 at which likeness speaks with all its points."""
_ENOUGH = 3
"""So many like papers speak in full; one may be a slip of the person who corrected it."""


@dataclass(frozen=True)
class Memory:
    """Corrected papers; none in the model that is shipped."""

    kinds: NDArray[np.int32]
    """Of each paper, the place of its type among the model's classes."""
    columns: NDArray[np.int32]
    values: NDArray[np.float32]
    starts: NDArray[np.int32]
    """Where each paper's columns begin; one more than there are papers."""
    floors: NDArray[np.float32]
    """Of each paper, the likeness below which it says nothing: above any drawn paper of another type."""

    @classmethod
    def empty(cls) -> Memory:
        """Remembers nothing."""
        none = np.zeros(0, np.int32)
        return cls(none, none, np.zeros(0, np.float32), np.zeros(1, np.int32), np.zeros(0, np.float32))

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> Memory:
        """From the arrays of a model file. Raises `ValueError` when they do not fit one another."""
        memory = cls(
            kinds=arrays["memory_kinds"].astype(np.int32),
            columns=arrays["memory_columns"].astype(np.int32),
            values=arrays["memory_values"].astype(np.float32),
            starts=arrays["memory_starts"].astype(np.int32),
            floors=arrays["memory_floors"].astype(np.float32),
        )
        papers, held = len(memory.kinds), len(memory.columns)
        if (len(memory.floors), len(memory.starts), len(memory.values)) != (papers, papers + 1, held):
            raise ValueError("its corrected papers do not fit their types")
        return memory

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What `of` reads."""
        return {
            "memory_kinds": self.kinds,
            "memory_columns": self.columns,
            "memory_values": self.values,
            "memory_starts": self.starts,
            "memory_floors": self.floors,
        }

    def __len__(self) -> int:
        return len(self.kinds)

    def closeness(self, row: Row, features: int) -> Mapping[int, float]:
        """Of each class with like papers, 0 to 1: how near they are and how many; the others are left out."""
        if not len(self):
            return {}
        dense = np.zeros(features, np.float32)
        dense[row[0]] = row[1]
        likeness = np.add.reduceat(dense[self.columns] * self.values, self.starts[:-1])
        near = np.clip((likeness - self.floors) / (_FULL_LIKE * (1 - self.floors) + 1e-6), 0, 1)
        out: dict[int, float] = {}
        for kind in np.unique(self.kinds[near > 0]):
            best = np.sort(near[self.kinds == kind])[::-1][:_ENOUGH]
            out[int(kind)] = float(best.sum() / _ENOUGH)
        return out
