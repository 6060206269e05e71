"""What a drawn paper is made of, in millimetres: printed words, rules, seals, signatures, patterns.

A sheet says where every word stands before anything is drawn, so the same sheet gives the picture and
the exact words with their boxes. Positions are millimetres from the top left corner; sizes of type are
points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

MM_PER_INCH = 25.4
MM_PER_POINT = MM_PER_INCH / 72
TOTAL_ROW = "total"
"""Stands for the row number in the field name of a row that sums up the others."""

Colour: TypeAlias = tuple[int, int, int]
BLACK: Colour = (20, 20, 22)
RED: Colour = (196, 30, 38)
BLUE_INK: Colour = (28, 48, 150)
PALE: Colour = (150, 150, 150)


@dataclass(frozen=True, slots=True)
class Type:
    """How letters look."""

    size: float = 13.5
    """Points."""
    bold: bool = False
    italic: bool = False
    colour: Colour = BLACK
    family: str = "serif"
    """`serif`, `sans`, `mono` or `hand`; the font behind each is found on the machine."""
    rise: float = 0.0
    """mm by which the letters stand above the word's baseline; a hand keeps no line."""


class Piece(NamedTuple):
    """A part of a word that has one look and belongs to one field, or to none."""

    text: str
    type: Type
    field: str = ""


@dataclass(frozen=True, slots=True)
class PrintedWord:
    """One word as a reader sees it: pieces set side by side with no space between."""

    pieces: tuple[Piece, ...]
    x: float
    """Left end of the baseline, mm."""
    baseline: float
    """Height of the baseline below the sheet's top, mm."""
    line: int
    block: int
    is_mark: bool = False
    """True for the small mark that says the paper is invented; it is no part of the paper's text."""
    pitch: float = 0.0
    """mm from one piece's left end to the next's, as figures stand in boxes; 0 sets them solid."""

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def is_handwritten(self) -> bool:
        """True for a word that was filled in by hand."""
        return any(piece.type.family == "hand" for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight printed line."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float = 0.25
    """mm"""
    colour: Colour = BLACK
    pitch: float = 0.0
    """Distance of the dots of a dotted leader, mm; 0 for an unbroken line."""

    @property
    def is_dotted(self) -> bool:
        return self.pitch > 0


@dataclass(frozen=True, slots=True)
class Seal:
    """A round red seal with the agency's name along its rim and a plain star; never the real emblem."""

    x: float
    """Centre, mm."""
    y: float
    text: str
    diameter: float = 36.0
    """mm; 36 is the diameter of a commune's seal."""
    tilt: float = 0.0
    """Degrees."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A stroke that looks handwritten and says nothing."""

    x: float
    y: float
    width: float
    height: float
    seed: int
    colour: Colour = BLUE_INK


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pale ground and frame, as pre-printed certificates have; not a security pattern."""

    colour: Colour
    waves: int = 40
    frame: Colour | None = None
    frame_inset: float = 9.0
    """mm from the sheet's edge."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A pale patterned area with round corners: one side of a card lying on a sheet."""

    x: float
    y: float
    width: float
    height: float
    colour: Colour
    waves: int = 14
    corner: float = 3.2
    """Radius, mm; that of a card ID-1 (ISO/IEC 7810)."""


@dataclass(frozen=True, slots=True)
class RuledLeaf:
    """The pale lines of a leaf out of a school book, and its red margin."""

    top: float
    pitch: float
    """mm from line to line."""
    colour: Colour = (176, 200, 226)


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """A QR code or a barcode that decodes to `text`, or the place of a machine-readable zone."""

    kind: str
    """`qr`, `code128` or `mrz`, as pages name them; the letters of a zone are words of the sheet."""
    text: str
    x: float
    y: float
    width: float
    height: float
    field: str = ""


@dataclass(frozen=True, slots=True)
class TickBox:
    """A little square that somebody ticks, or leaves empty."""

    x: float
    y: float
    """Top left corner, mm."""
    side: float
    is_ticked: bool
    stroke: str = "cross"
    """`cross`, `tick` or `filled`."""
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Portrait:
    """The place of a photograph: a plain figure before a plain wall, of nobody."""

    x: float
    y: float
    width: float
    height: float
    seed: int


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Rings that look like the print of a finger and are of nobody."""

    x: float
    y: float
    width: float
    height: float
    seed: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A closed or open line of points: a parcel's sketch, a box, the border of a stamp."""

    points: tuple[tuple[float, float], ...]
    width: float = 0.3
    colour: Colour = BLACK
    is_closed: bool = True


Row: TypeAlias = dict[str, str]
"""Column of the record type to its cell as printed; `is_total` marks a row that sums up the others."""

Item: TypeAlias = (
    PrintedWord
    | Rule
    | Seal
    | Signature
    | Pattern
    | Ground
    | RuledLeaf
    | PrintedCode
    | TickBox
    | Portrait
    | Fingerprint
    | Outline
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One side of paper."""

    width: float
    """mm"""
    height: float
    """mm"""
    items: tuple[Item, ...]
    paper: Colour = (255, 255, 255)

    @property
    def words(self) -> tuple[PrintedWord, ...]:
        return tuple(item for item in self.items if isinstance(item, PrintedWord))


@dataclass(frozen=True, slots=True)
class Specimen:
    """An invented paper: its sheets and what is printed in each of its fields."""

    code: str
    """Record type; `not_a_record` for a paper of no type."""
    seed: int
    sheets: tuple[Sheet, ...]
    truth: Mapping[str, str] = field(default_factory=dict)
    """Field name to its value as printed; lines of a list are parted by a line feed."""
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    """Field name of a list or table to its rows: column to the cell as printed, empty cells left out."""

    @property
    def handwritten(self) -> frozenset[str]:
        """Fields of the truth of which at least one word was filled in by hand."""
        names = {
            piece.field.partition("#")[0]
            for sheet in self.sheets
            for word in sheet.words
            if word.is_handwritten
            for piece in word.pieces
        }
        return frozenset(names & self.truth.keys())

    @property
    def text(self) -> str:
        """The paper's words, a line a line, sheets parted by a form feed."""
        return "\f".join(sheet_text(sheet) for sheet in self.sheets)


def sheet_text(sheet: Sheet) -> str:
    """Words of one sheet, a line a line, without the mark of invention."""
    lines: dict[tuple[int, int], list[str]] = {}
    for word in sheet.words:
        if not word.is_mark:
            lines.setdefault((word.block, word.line), []).append(word.text)
    return "\n".join(" ".join(words) for words in lines.values())


def truth_of(sheets: tuple[Sheet, ...]) -> dict[str, str]:
    """What each field says, joined from the pieces that carry its name, in the order of setting.

    A piece of the second line of a list carries `name#2`, and so on; those lines are parted by a line feed.
    A piece of a table's cell carries `name#2.column`.
    """
    found = _printed_by(sheets, lambda name: name.partition(".")[0])
    for sheet in sheets:
        for item in sheet.items:
            if isinstance(item, PrintedCode) and item.field and item.kind != "mrz":
                found[item.field] = [item.text]
    truth: dict[str, list[str]] = {}
    for name, words in found.items():
        truth.setdefault(name.partition("#")[0], []).append(" ".join(words))
    return {name: "\n".join(lines) for name, lines in truth.items()}


def rows_of(sheets: tuple[Sheet, ...]) -> dict[str, tuple[Row, ...]]:
    """The rows of each list and table whose pieces carry `name#row.column`; `name#total.…` is a sum."""
    found: dict[str, dict[str, Row]] = {}
    for name, words in _printed_by(sheets, lambda name: name).items():
        place, _, column = name.partition(".")
        field_name, _, number = place.partition("#")
        if column:
            row = found.setdefault(field_name, {}).setdefault(number, {})
            row[column] = " ".join(words)
            if number == TOTAL_ROW:
                row["is_total"] = "true"
    return {name: tuple(rows.values()) for name, rows in found.items()}


def _printed_by(sheets: tuple[Sheet, ...], key: Callable[[str], str]) -> dict[str, list[str]]:
    """The words of all pieces by what `key` makes of their field's name; pieces that touch make one word."""
    found: dict[str, list[str]] = {}
    for sheet in sheets:
        for word in sheet.words:
            last = ""
            for piece in word.pieces:
                name = key(piece.field)
                if name and name == last:
                    found[name][-1] += piece.text
                elif name:
                    found.setdefault(name, []).append(piece.text)
                last = name
    return found
