"""How papers of one template differ: the layouts that learning may see, and the one that it never sees.

Offices print the same form from different programs. A template is therefore drawn in three layouts. Which
one a paper gets is decided by its seed alone, here and nowhere else: seeds below `HELD_OUT_FROM` give the
first two, seeds from there on the third and nothing but the third. Whatever was learned or tuned on seeds
below it has met neither the seeds nor the layout on which it is measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from random import Random

HELD_OUT_FROM = 700_000
"""Seeds from here on are for measuring alone."""


class Variant(StrEnum):
    """A layout of a template."""

    FIRST = "first"
    SECOND = "second"
    HELD_OUT = "held_out"


class Entries(StrEnum):
    """How labels and values stand."""

    BELOW_EACH_OTHER = "below_each_other"
    """One a line, each value right behind its label."""
    SHARED = "shared"
    """Short ones two or three to a line."""
    TABBED = "tabbed"
    """Values below each other at one tab stop, labels before it."""


@dataclass(frozen=True, slots=True)
class Look:
    """The choices of type and place in which the layouts differ."""

    family: str
    entries: Entries
    labels_bold: bool = False
    values_bold: bool = False
    colon: str = ":"
    widens: float = 1.0
    """Factor on the leading."""
    tab: float = 0.36
    """Of the column's width, where tabbed values begin."""


def layout_variant(code: str, seed: int) -> Variant:
    """The layout in which the paper of this code and seed is drawn."""
    if seed >= HELD_OUT_FROM:
        return Variant.HELD_OUT
    return Variant.FIRST if _chance(code, seed).random() < 0.55 else Variant.SECOND


def look_of(code: str, seed: int) -> Look:
    """The paper's look: that of its variant, with what varies inside a variant drawn by the seed."""
    chance = _chance(code, seed)
    variant = layout_variant(code, seed)
    chance.random()
    if variant is Variant.FIRST:
        return Look("serif", Entries.BELOW_EACH_OTHER, values_bold=chance.random() < 0.2)
    if variant is Variant.SECOND:
        return Look("serif", Entries.SHARED, labels_bold=chance.random() < 0.25, widens=0.95)
    return Look(
        chance.choice(("sans", "serif")),
        Entries.TABBED,
        values_bold=chance.random() < 0.4,
        colon=chance.choice((":", " :")),
        widens=1.06,
        tab=chance.uniform(0.34, 0.42),
    )


def _chance(code: str, seed: int) -> Random:
    # A chance of its own, so that the paper's words do not hang on its layout.
    return Random(f"layout:{code}:{seed}")  # noqa: S311 (a drawing, not a secret)
