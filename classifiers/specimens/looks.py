"""What a look says: the choices of type, place and furniture in which the layouts of one template differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Entries(StrEnum):
    """How labels and values stand."""

    BELOW_EACH_OTHER = "below_each_other"
    """One a line, each value right behind its label."""
    SHARED = "shared"
    """Short ones two or three to a line."""
    TABBED = "tabbed"
    """Values below each other at one tab stop, labels before it."""
    CELLS = "cells"
    """In a ruled grid: a cell with the label, beside it a cell with the value."""
    ABOVE = "above"
    """The label on a line of its own, its value below it."""
    HELD_OUT = "held_out"
    """As the newer held-out looks have them."""


class Dots(StrEnum):
    """Where a blank is dotted."""

    UNDER = "under"
    """Under the value to the end of the line, where the paper has leaders at all."""
    AROUND = "around"
    """Typed full stops before the value and behind it, as where a form was filled in on a computer."""
    APART = "apart"
    """The same with a space between the value and the full stops."""


class Numbering(StrEnum):
    """What stands before the labels of a form."""

    NONE = "none"
    FIGURES = "figures"
    """`1.`, `2.`"""
    NESTED = "nested"
    """`1.1.`, `1.2.` by section."""
    LETTERS = "letters"
    """`a)`, `b)` by section."""
    DASHES = "dashes"
    """`- `"""


class Faces(StrEnum):
    """How the two faces of a card lie on paper."""

    BELOW = "below"
    TWO_SHEETS = "two_sheets"
    BESIDE = "beside"
    ALONE = "alone"
    """Scanned without paper around, a face a sheet."""


class Binding(StrEnum):
    """How a register or a household book was scanned."""

    COVER_AND_BLANKS = "cover_and_blanks"
    GRID = "grid"
    LEAVES = "leaves"
    SPREAD = "spread"
    """Opened spreads of blanks without the cover."""


@dataclass(frozen=True, slots=True)
class Filling:
    """How a value that a printer put into a form differs from the form's own type."""

    family: str = ""
    """Another face, such as `mono`; empty for the form's own."""
    scale: float = 1.0
    """Factor on the size."""
    rise: float = 0.0
    """mm above the form's own baseline: the form was put back into the printer."""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """Proportions of the letterhead and the closing of administrative papers; Decree 30/2020, Appendix I."""

    agency_share: float = 0.41
    """Of the column's width, for the agency's half; the nation has most of the rest."""
    outwards: float = 8.0
    """mm by which the agency's half stands out into the left margin."""
    agency_align: str = "centre"
    size: float = 0.0
    """Points of its type; 0 takes one of the usual ones."""
    number_align: str = "centre"
    day_align: str = "centre"
    day_size: float = 13.5
    gap: float = 2.5
    """mm between the heads and the number's line."""
    breaks: bool = False
    """The agency's name is broken where its kind ends, over two or three lines."""
    title_size: float = 14.0
    first_indent: float = 12.7
    """mm"""
    paragraph_gap: float = 2.1
    """mm"""
    signer_width: float = 82.0
    """mm"""
    recipients_size: float = 11.0
    number_by_hand: bool = False
    """The clerk wrote the number and the day into the printed letter with a pen."""
    body_size: float = 0.0
    """Points more or less than the usual."""


@dataclass(frozen=True, slots=True)
class Look:
    """How one paper looks."""

    family: str = "serif"
    entries: Entries = Entries.BELOW_EACH_OTHER
    labels_bold: bool = False
    values_bold: bool = False
    colon: str = ":"
    widens: float = 1.0
    """Factor on the leading."""
    tab: float = 0.36
    """Of the column's width, where tabbed values or cells with values begin."""
    pairs: int = 1
    """Labels with their values a row of a grid."""
    is_open: bool = False
    """A grid without upright rules, or values below labels without cells."""
    size: float = 0.0
    """Points by which the type differs from the template's usual one."""
    margin: float = 1.0
    """Factor on the side margins."""
    is_justified: bool = False
    hang: float = 0.0
    """mm by which the second and later lines of an entry stand in from the label."""
    gap: float = 0.7
    """mm below an entry."""
    numbering: Numbering = Numbering.NONE
    explains: float = 0.0
    """Share of the labels with an explanation in brackets, or a footnote's number, behind them."""
    other_labels: float = 0.0
    """Share of the labels for which another wording that forms print is taken."""
    dots: Dots = Dots.UNDER
    way: str = ""
    """Of a held-out look."""
    filling: Filling = field(default_factory=Filling)
    two_up: bool = False
    """Pages lie side by side on sheets of twice the width, as folded forms are scanned."""
    box_first: bool = False
    """Boxes to tick stand before their words."""
    number_align: str = "centre"
    """Of the number below a form's title."""
    people_below: bool = False
    """Certificates of two people name one below the other."""
    is_ruled: bool = False
    """Letters are written on a school book's leaf."""
    faces: Faces = Faces.BELOW
    binding: Binding = Binding.COVER_AND_BLANKS
    head: Head = field(default_factory=Head)
