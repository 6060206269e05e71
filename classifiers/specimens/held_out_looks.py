"""Looks that are drawn for measuring alone. Nobody who works on reading or extraction opens this file."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from classifiers.specimens.looks import Binding, Entries, Faces, Filling, Head, Look
from classifiers.specimens.tuning_looks import draw_head


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
    """One of three: a numbered table of three columns, the print of a web form, or entries that run on."""
    way = chance.choice(("numbered_table", "web_form", "run_on"))
    base = Look(
        entries=Entries.HELD_OUT,
        way=way,
        other_labels=0.5,
        box_first=chance.random() < 0.5,
        number_align=chance.choice(("left", "right")),
        people_below=chance.random() < 0.5,
        is_ruled=chance.random() < 0.5,
        faces=chance.choice((Faces.ALONE, Faces.BESIDE, Faces.BELOW)),
        binding=chance.choice((Binding.LEAVES, Binding.SPREAD)),
        filling=Filling(scale=chance.choice((1.0, 1.05)), rise=chance.choice((0.0, 0.2, -0.5))),
        head=replace(draw_head(chance), agency_align="left", number_align="left", day_align="left"),
    )
    if way == "numbered_table":
        return replace(
            base,
            family=chance.choice(("serif", "sans")),
            tab=chance.uniform(0.36, 0.5),
            colon="",
            widens=chance.uniform(0.85, 1.0),
            size=chance.choice((-1.5, -1.0)),
        )
    if way == "web_form":
        return replace(
            base,
            family="sans",
            tab=chance.uniform(0.26, 0.36),
            colon=chance.choice(("", ":")),
            widens=chance.uniform(0.85, 0.95),
            size=chance.choice((-2.5, -2.0)),
            explains=0.15,
        )
    return replace(
        base,
        colon=chance.choice((":", " :")),
        widens=chance.uniform(0.9, 1.05),
        size=chance.choice((-1.0, 0.0)),
        is_justified=chance.random() < 0.5,
    )
