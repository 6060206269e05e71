"""Looks that are drawn for measuring alone. Nobody who works on reading or extraction opens this file."""

from __future__ import annotations

from random import Random

from classifiers.specimens.looks import Binding, Entries, Faces, Head, Look


def first(chance: Random) -> Look:
    """Values at a tab stop in another face."""
    return Look(
        chance.choice(("sans", "serif")),
        Entries.TABBED,
        values_bold=chance.random() < 0.4,
        colon=chance.choice((":", " :")),
        widens=1.06,
        tab=chance.uniform(0.34, 0.42),
        number_align="right",
        is_ruled=True,
        faces=chance.choice((Faces.ALONE, Faces.BESIDE)),
        binding=Binding.LEAVES,
        head=Head(agency_share=0.45, outwards=4.0, number_align="left", day_align="right"),
    )


def fresh(chance: Random) -> Look:
    """Stands for the newer ones until they are drawn."""
    return first(chance)
