"""Lays several readings of one line over each other: each spot holds what every reading made of the same ink.

Readings divide words differently ("Số:" and "Số", ":"), so words are brought together by where they stand
and not by their number: words of two readings that lie over each other are one spot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

OVERLAP = 0.5
"""Share of the narrower word that the other must cover for the two to be of one spot."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One word of one reading."""

    text: str
    confidence: float
    """As its reader says, 0 to 1."""
    left: float
    """Pixels of the page, across."""
    right: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a line with what each reading found there; a reading that found nothing has no words."""

    readings: Mapping[str, tuple[Heard, ...]]
    """By the name of the way of reading."""

    @property
    def left(self) -> float:
        return min(word.left for words in self.readings.values() for word in words)

    def text(self, way: str) -> str:
        return " ".join(word.text for word in self.readings[way])

    def confidence(self, way: str) -> float:
        """That of the least sure word, 0 when the way found nothing."""
        return min((word.confidence for word in self.readings[way]), default=0.0)


def spots_of(readings: Mapping[str, Sequence[Heard]]) -> list[Spot]:
    """The spots of a line from left to right; every reading is named in each of them."""
    words = sorted(
        ((word, way) for way, heard in readings.items() for word in heard), key=lambda entry: entry[0].left
    )
    groups: list[list[tuple[Heard, str]]] = []
    for word, way in words:
        touched = [group for group in groups[-4:] if any(_is_over(word, way, *other) for other in group)]
        merged = [entry for group in touched for entry in group]
        groups = [group for group in groups if not any(group is other for other in touched)]
        groups.append([*merged, (word, way)])
    return sorted((_spot(group, readings) for group in groups), key=lambda spot: spot.left)


def _is_over(word: Heard, way: str, other: Heard, other_way: str) -> bool:
    if way == other_way:
        return False
    shared = min(word.right, other.right) - max(word.left, other.left)
    return shared > OVERLAP * min(word.right - word.left, other.right - other.left)


def _spot(group: Sequence[tuple[Heard, str]], readings: Mapping[str, Sequence[Heard]]) -> Spot:
    ordered = sorted(group, key=lambda entry: entry[0].left)
    return Spot({way: tuple(word for word, its in ordered if its == way) for way in readings})
