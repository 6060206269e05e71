"""The looks that learning may see: how offices, printers and publishers lay out the same form.

Each is a range, so that two papers of one look differ in type, places and wording as those of two offices do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from classifiers.specimens.looks import Binding, Dots, Entries, Faces, Filling, Head, Look, Numbering

COLONS = (":", ":", ":", " :")
NUMBERINGS = (
    Numbering.NONE,
    Numbering.NONE,
    Numbering.FIGURES,
    Numbering.NESTED,
    Numbering.LETTERS,
    Numbering.DASHES,
)


def draw_head(chance: Random) -> Head:
    """A letterhead as some office's own template has it: Decree 30/2020 gives sizes, not widths."""
    return Head(
        agency_share=chance.uniform(0.36, 0.46),
        outwards=chance.uniform(0, 12),
        size=chance.choice((12.0, 12.0, 12.5, 13.0)),
        number_align=chance.choice(("centre", "centre", "centre", "left")),
        day_align=chance.choice(("centre", "centre", "right")),
        day_size=chance.choice((13.0, 13.0, 13.5, 14.0)),
        gap=chance.uniform(0.8, 6.0),
        breaks=chance.random() < 0.4,
        title_size=chance.choice((13.0, 14.0, 14.0, 15.0, 16.0)),
        first_indent=chance.choice((10.0, 10.0, 12.7, 12.7, 15.0, 0.0)),
        paragraph_gap=chance.choice((0.6, 1.2, 2.1, 2.1, 3.0)),
        signer_width=chance.uniform(70, 92),
        recipients_size=chance.choice((10.0, 11.0, 11.0, 12.0)),
        number_by_hand=chance.random() < 0.3,
        body_size=chance.choice((-1.0, -0.5, 0.0, 0.0, 0.5)),
    )


def _anything(chance: Random) -> Look:
    """What offices choose freely whatever the form: boxes, cards, books, the letterhead."""
    return Look(
        box_first=chance.random() < 0.5,
        number_align=chance.choice(("centre", "right", "left")),
        people_below=chance.random() < 0.4,
        is_ruled=chance.random() < 0.5,
        faces=chance.choice((Faces.BELOW, Faces.BELOW, Faces.TWO_SHEETS, Faces.BESIDE)),
        binding=chance.choice((Binding.COVER_AND_BLANKS, Binding.GRID, Binding.SPREAD)),
        other_labels=0.4,
        two_up=chance.random() < 0.15,
        head=draw_head(chance),
    )


def first(chance: Random) -> Look:
    """Labels and values one below the other."""
    return Look(values_bold=chance.random() < 0.2)


def second(chance: Random) -> Look:
    """Short values beside each other."""
    return Look(
        entries=Entries.SHARED,
        labels_bold=chance.random() < 0.25,
        widens=0.95,
        box_first=True,
        number_align="right",
        people_below=True,
        is_ruled=True,
        faces=Faces.TWO_SHEETS,
        binding=Binding.GRID,
    )


def tabbed(chance: Random) -> Look:
    """Values at a tab stop, as forms made in a word processor have them."""
    return replace(
        _anything(chance),
        family=chance.choice(("serif", "serif", "sans")),
        entries=Entries.TABBED,
        tab=chance.uniform(0.26, 0.5),
        labels_bold=chance.random() < 0.2,
        values_bold=chance.random() < 0.3,
        colon=chance.choice((*COLONS, "")),
        widens=chance.uniform(0.92, 1.1),
        size=chance.choice((-1.0, 0.0, 0.0, 0.5)),
        gap=chance.uniform(0.2, 1.6),
        explains=chance.choice((0.0, 0.0, 0.2)),
        numbering=chance.choice(NUMBERINGS),
    )


def cells(chance: Random) -> Look:
    """A ruled grid, as tables in a word processor and printed slips have it."""
    return replace(
        _anything(chance),
        family=chance.choice(("serif", "serif", "sans")),
        entries=Entries.CELLS,
        pairs=chance.choice((1, 1, 2)),
        tab=chance.uniform(0.28, 0.46),
        labels_bold=chance.random() < 0.35,
        values_bold=chance.random() < 0.2,
        colon=chance.choice((":", "", "")),
        widens=chance.uniform(0.82, 1.0),
        size=chance.choice((-1.5, -1.0, -0.5, 0.0)),
        is_open=chance.random() < 0.2,
        explains=chance.choice((0.0, 0.15)),
        numbering=chance.choice((Numbering.NONE, Numbering.NONE, Numbering.FIGURES)),
    )


def above(chance: Random) -> Look:
    """Each value under its label, with or without a frame about both."""
    return replace(
        _anything(chance),
        family=chance.choice(("sans", "serif")),
        entries=Entries.ABOVE,
        pairs=chance.choice((1, 2, 3)),
        labels_bold=chance.random() < 0.3,
        values_bold=chance.random() < 0.4,
        colon=chance.choice((":", "", "")),
        widens=chance.uniform(0.8, 0.95),
        size=chance.choice((-2.0, -1.5, -1.0)),
        is_open=chance.random() < 0.5,
        explains=chance.choice((0.0, 0.15)),
    )


def small(chance: Random) -> Look:
    """Narrow margins, small print, long labels with explanations that wrap."""
    return replace(
        _anything(chance),
        family=chance.choice(("serif", "sans")),
        entries=chance.choice((Entries.BELOW_EACH_OTHER, Entries.SHARED)),
        colon=chance.choice(COLONS),
        widens=chance.uniform(0.8, 0.95),
        size=chance.choice((-3.0, -2.5, -2.0)),
        margin=chance.uniform(0.45, 0.75),
        gap=chance.uniform(0.1, 0.6),
        is_justified=chance.random() < 0.4,
        explains=0.5,
        numbering=chance.choice(NUMBERINGS),
    )


def large(chance: Random) -> Look:
    """Large print, justified; values go on at the left margin under their label, or hang in from it."""
    return replace(
        _anything(chance),
        values_bold=chance.random() < 0.3,
        colon=chance.choice(COLONS),
        widens=chance.uniform(1.0, 1.15),
        size=chance.choice((1.0, 1.0, 1.5)),
        margin=chance.uniform(0.9, 1.3),
        is_justified=True,
        hang=chance.choice((0.0, 0.0, 5.0, 10.0)),
        gap=chance.uniform(0.5, 2.0),
        explains=chance.choice((0.0, 0.25)),
        numbering=chance.choice(NUMBERINGS),
    )


def refilled(chance: Random) -> Look:
    """A form that was put back into a printer or typewriter: another face, another size, off the line."""
    return replace(
        _anything(chance),
        entries=chance.choice((Entries.BELOW_EACH_OTHER, Entries.BELOW_EACH_OTHER, Entries.SHARED)),
        colon=chance.choice(COLONS),
        dots=chance.choice((Dots.AROUND, Dots.APART, Dots.UNDER)),
        explains=chance.choice((0.0, 0.2)),
        filling=Filling(
            family=chance.choice(("", "mono", "sans")),
            scale=chance.choice((0.95, 1.0, 1.08, 1.15)),
            # One or two points up or down.
            rise=chance.choice((-0.7, -0.35, 0.0, 0.35, 0.7)),
            bold=chance.random() < 0.2,
        ),
        numbering=chance.choice(NUMBERINGS),
    )


LOOKS: dict[str, Callable[[Random], Look]] = {
    "first": first,
    "second": second,
    "tabbed": tabbed,
    "cells": cells,
    "above": above,
    "small": small,
    "large": large,
    "refilled": refilled,
}
"""By the name of the variant."""
