"""What an extraction rule hands on: the words it took for a value, and how it came by them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from classifiers.extraction.lines import VisualLine
from records import Box, Word

UNREAD = "…"
"""Stands for digits that could not be read; never guessed."""
SURE_DIGITS = 0.8
"""Chance of being right that digits in a printed gap must reach to be taken as print.

Handwritten numbers and days of eight real documents came with 0.05 to 0.45.
"""


BY_HAND = frozenset({"handwritten", "stamp"})
"""Remarks that say who made the ink; the others doubt the reading of print."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A candidate for a field's value."""

    value: str
    """Cleaned of label and leaders; not yet validated."""
    words: tuple[Word, ...]
    """The words on the page that carry it; their boxes and confidence are its evidence."""
    page: int
    """Page of the source, from 1."""
    rule: str
    """How it was found, for example `label:Dân tộc` or `letterhead:number`."""
    label_score: float = 1.0
    """How well the label or the place fitted, 0 to 1."""
    normalised: str | None = None
    """Canonical form where the rule knows it better than the field's type does."""
    doubt: str = ""
    """Why a person should look, in Vietnamese."""
    ceiling: float = 1.0
    """Confidence above which this finding cannot rise, 0 to 1."""
    margin: float = 1.0
    """By how much its score, 0 to 1, beats that of the next candidate with another value; 1 without one."""
    mended: frozenset[int] = field(default_factory=frozenset)
    """Indices of `words` whose spelling the document itself put right or confirmed."""

    @property
    def as_read(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        return Box.around(word.box for word in self.words)


def words_of(lines: Iterable[VisualLine]) -> tuple[Word, ...]:
    """The words of several lines, line after line."""
    return tuple(word for line in lines for word in line.words)


def text_of(words: Iterable[Word]) -> str:
    return " ".join(word.text for word in words)
