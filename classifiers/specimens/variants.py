"""How papers of one template differ: the looks that learning may see, and those that it never sees.

Offices, printers and publishers lay the same form out in many ways. A template is therefore drawn in many
looks, each with a range of its own rather than fixed. Which one a paper gets is decided by its seed alone,
here and nowhere else: seeds below `HELD_OUT_FROM` give the looks for tuning, seeds from there on the first
held-out one, seeds from `FRESH_FROM` on the newer held-out ones. Whatever was learned or tuned on seeds below
has met neither the seeds nor the layouts on which it is measured.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from random import Random

from classifiers.specimens import held_out_looks, tuning_looks
from classifiers.specimens.looks import Look

HELD_OUT_FROM = 700_000
"""Seeds from here on are for measuring alone."""
FRESH_FROM = 800_000
"""Seeds from here on have held-out looks that were drawn when the first one had been measured often."""


class Variant(StrEnum):
    """A look of a template, by the file that draws it."""

    FIRST = "first"
    SECOND = "second"
    TABBED = "tabbed"
    CELLS = "cells"
    ABOVE = "above"
    SMALL = "small"
    LARGE = "large"
    REFILLED = "refilled"
    HELD_OUT = "held_out"
    FRESH = "fresh"


TUNING: dict[Variant, int] = {
    Variant.FIRST: 16,
    Variant.SECOND: 14,
    Variant.TABBED: 15,
    Variant.CELLS: 13,
    Variant.ABOVE: 9,
    Variant.SMALL: 12,
    Variant.LARGE: 10,
    Variant.REFILLED: 11,
}
"""Looks that learning may see, in hundredths of the papers."""


def layout_variant(code: str, seed: int) -> Variant:
    """The look in which the paper of this code and seed is drawn."""
    if seed >= FRESH_FROM:
        return Variant.FRESH
    if seed >= HELD_OUT_FROM:
        return Variant.HELD_OUT
    chance = _chance(code, seed)
    return chance.choices(tuple(TUNING), weights=tuple(TUNING.values()))[0]


@lru_cache(maxsize=64)
def look_of(code: str, seed: int) -> Look:
    """The paper's look: that of its variant, with what varies inside a variant drawn by the seed."""
    variant, chance = layout_variant(code, seed), _chance(code, seed)
    chance.random()
    if variant is Variant.HELD_OUT:
        return held_out_looks.first(chance)
    if variant is Variant.FRESH:
        return held_out_looks.fresh(chance)
    return tuning_looks.LOOKS[variant.value](chance)


def _chance(code: str, seed: int) -> Random:
    # A chance of its own, so that the paper's words do not hang on its layout.
    return Random(f"layout:{code}:{seed}")  # noqa: S311 (a drawing, not a secret)
