"""Where a content stream has got to: the text state and matrices of ISO 32000-1, 8.4 and 9.3-9.4."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pikepdf

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DEEPEST = 256
"""Saved states; deeper nesting is a damaged or hostile page."""


def times(one: Matrix, other: Matrix) -> Matrix:
    """First `one`, then `other`."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


@dataclass(frozen=True, slots=True)
class TextState:
    """What text operators set; saved and restored with the graphics state."""

    matrix: Matrix = IDENTITY
    """From user space to the page's own space."""
    font: str = ""
    """Its name in resources."""
    size: float = 0.0
    letter_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    """Horizontal scaling; 1 for 100 %."""
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0
    """Rendering mode; 0 fills, 3 shows nothing."""


class TextCursor:
    """Follows the operators of one page and knows where the next glyph will stand."""

    def __init__(self) -> None:
        self.state = TextState()
        self._saved: list[TextState] = []
        self._line: Matrix = IDENTITY
        self._text: Matrix = IDENTITY

    def follow(self, operator: str, operands: Sequence[Any]) -> None:
        """Takes in an operator that shows no text; unknown ones change nothing."""
        action = _ACTIONS.get(operator)
        if action is not None:
            action(self, operands)

    def advance(self, distance: float) -> None:
        """Moves along the line by `distance` in text space."""
        self._text = times((1, 0, 0, 1, distance, 0), self._text)

    @property
    def to_page(self) -> Matrix:
        """From text space, at the next glyph's origin, to the page's own space."""
        return times(times((1, 0, 0, 1, 0, self.state.rise), self._text), self.state.matrix)

    def next_line(self) -> None:
        """T*."""
        self._move(0, -self.state.leading)

    def _move(self, x: float, y: float) -> None:
        self._line = times((1, 0, 0, 1, x, y), self._line)
        self._text = self._line

    def _set_matrix(self, operands: Sequence[Any]) -> None:
        a, b, c, d, e, f = (float(number) for number in operands)
        self._line = self._text = (a, b, c, d, e, f)

    def _begin(self, _: Sequence[Any]) -> None:
        self._line = self._text = IDENTITY

    def _save(self, _: Sequence[Any]) -> None:
        if len(self._saved) < _DEEPEST:
            self._saved.append(self.state)

    def _restore(self, _: Sequence[Any]) -> None:
        if self._saved:
            self.state = self._saved.pop()

    def _turn(self, operands: Sequence[Any]) -> None:
        a, b, c, d, e, f = (float(number) for number in operands)
        self.state = replace(self.state, matrix=times((a, b, c, d, e, f), self.state.matrix))

    def _set_font(self, operands: Sequence[Any]) -> None:
        self.state = replace(self.state, font=str(operands[0]), size=float(operands[1]))

    def _move_by(self, operands: Sequence[Any]) -> None:
        self._move(float(operands[0]), float(operands[1]))

    def _move_and_lead(self, operands: Sequence[Any]) -> None:
        self.state = replace(self.state, leading=-float(operands[1]))
        self._move_by(operands)


def _sets(field: str, scale: float = 1.0) -> Callable[[TextCursor, Sequence[Any]], None]:
    def action(cursor: TextCursor, operands: Sequence[Any]) -> None:
        changed: dict[str, Any] = {field: float(operands[0]) * scale}
        cursor.state = replace(cursor.state, **changed)

    return action


def _sets_mode(cursor: TextCursor, operands: Sequence[Any]) -> None:
    cursor.state = replace(cursor.state, mode=int(operands[0]))


_ACTIONS: dict[str, Callable[[TextCursor, Sequence[Any]], None]] = {
    "q": TextCursor._save,
    "Q": TextCursor._restore,
    "cm": TextCursor._turn,
    "BT": TextCursor._begin,
    "Tf": TextCursor._set_font,
    "Td": TextCursor._move_by,
    "TD": TextCursor._move_and_lead,
    "Tm": TextCursor._set_matrix,
    "T*": lambda cursor, _: cursor.next_line(),
    "Tc": _sets("letter_space"),
    "Tw": _sets("word_space"),
    "Tz": _sets("stretch", 0.01),
    "TL": _sets("leading"),
    "Ts": _sets("rise"),
    "Tr": _sets_mode,
}


class Advances:
    """How far the codes of one font advance, in ems; `None` for fonts that are not followed here."""

    def __init__(self, font: pikepdf.Object) -> None:
        self.code_length = 2 if font.get("/Subtype") == "/Type0" else 1
        self._widths = _composite(font) if self.code_length == 2 else _simple(font)
        self._default = _default(font)

    def of(self, code: int) -> float:
        """Of one code."""
        return self._widths.get(code, self._default) / 1000


def advances_of(font: pikepdf.Object) -> Advances | None:
    """The font's advances; `None` where codes or widths follow other rules (Type 3, vertical, CMaps)."""
    if font.get("/Subtype") == "/Type3":
        return None
    if font.get("/Subtype") == "/Type0" and font.get("/Encoding") != "/Identity-H":
        return None
    return Advances(font)


def _simple(font: pikepdf.Object) -> dict[int, float]:
    first = int(font.get("/FirstChar", 0))
    return {first + place: float(width) for place, width in enumerate(font.get("/Widths", []))}


def _composite(font: pikepdf.Object) -> dict[int, float]:
    """The W array (ISO 32000-1, 9.7.4.3): `c [w1 w2 ...]` or `first last w`."""
    entries, widths, at = list(font.DescendantFonts[0].get("/W", [])), dict[int, float](), 0
    while at + 1 < len(entries):
        first = int(entries[at])
        if isinstance(entries[at + 1], pikepdf.Array):
            widths |= {first + place: float(width) for place, width in enumerate(entries[at + 1])}
            at += 2
        else:
            last = min(int(entries[at + 1]), 0xFFFF)
            widths |= dict.fromkeys(range(first, last + 1), float(entries[at + 2]))
            at += 3
    return widths


def _default(font: pikepdf.Object) -> float:
    if font.get("/Subtype") == "/Type0":
        return float(font.DescendantFonts[0].get("/DW", 1000))
    descriptor = font.get("/FontDescriptor")
    return float(descriptor.get("/MissingWidth", 0)) if descriptor is not None else 0.0
