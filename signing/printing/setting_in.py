"""Sets figures into the text that a page shows already, between two of its glyphs.

They become part of the line's own operator, in the page's order: whoever searches, copies or reads the page
aloud meets `Số: 15/QĐ-UBND` as one piece, which text laid over the page would not give. Nothing else moves:
what the figures advance is taken back, and dots that give way leave their room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, partial
from typing import Any

import pikepdf

from signing.printing.faces import FontShelf, Style, width_of
from signing.printing.text_state import Advances, TextCursor, TextState, advances_of

_Instruction = tuple[Any, Any]
"""Operands and operator, as pikepdf gives and takes them."""
_SHOWING = frozenset({"Tj", "TJ", "'", '"'})
_NEAR = 0.6
"""Points by which two programs' ideas of a glyph's origin may differ."""
_UPRIGHT = 0.01
"""How far a line may lean."""
_MOST_OPERATORS = 400_000
"""Of one page."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is to be set in, in points of the page's own space."""

    text: str
    style: Style
    left: float
    baseline: float
    squeeze: float
    """Horizontal scaling: 1, or less where the blank is narrow."""
    beside: tuple[float, float]
    """The origin of the glyph before which they are set in; or after which, where nothing follows."""
    is_after: bool
    gone: tuple[tuple[float, float], ...] = ()
    """Origins of the dots that give way."""


@dataclass(slots=True)
class _Token:
    """A glyph of an operator, or a movement between glyphs."""

    codes: bytes
    """Empty for a movement."""
    units: float
    """A movement as TJ writes it: thousandths of the size, backwards."""
    advance: float
    """In text space."""
    origin: tuple[float, float]


@dataclass(slots=True)
class _Operator:
    """One operator that shows text on a line that is wanted."""

    state: TextState
    scale: float
    """Points in one unit of text space along the line."""
    tokens: list[_Token] = field(default_factory=list)
    """The last is a movement by nothing: the end has a place, too."""
    opening: list[_Instruction] = field(default_factory=list)
    """What the operators for a next line do before they show."""
    inserted: dict[int, list[Figures]] = field(default_factory=dict)
    """By the token before which they go."""


def set_in(
    pdf: pikepdf.Pdf, page: pikepdf.Page, figures: Sequence[Figures], shelf: FontShelf
) -> list[Figures]:
    """Sets figures into the page's content; gives those for which no glyph was found to set them beside.

    Fonts are named as `shelf` names them; the caller adds them to the page's resources.
    """
    program = [(part.operands, part.operator) for part in pikepdf.parse_content_stream(page)]
    if len(program) > _MOST_OPERATORS:
        return list(figures)
    operators = _operators(program, cache(partial(_advances_on, page)), {one.baseline for one in figures})
    left_over = [one for one in figures if not _take_in(operators, one)]
    if len(left_over) < len(figures):
        written = pikepdf.unparse_content_stream(list(_changed(program, operators, shelf)))
        page.obj.Contents = pdf.make_stream(written)
    return left_over


def _take_in(operators: dict[int, _Operator], figures: Figures) -> bool:
    """Notes the figures beside their glyph and lifts their dots; false, and nothing changed, if it cannot."""
    beside = _token_at(operators, figures.beside)
    dots = [_token_at(operators, origin) for origin in figures.gone]
    if beside is None or None in dots:
        return False
    for operator, number in filter(None, dots):
        token = operator.tokens[number]
        token.codes, token.units = b"", _units(token.advance, operator.state)
    operator, number = beside
    operator.inserted.setdefault(number + figures.is_after, []).append(figures)
    return True


def _token_at(operators: dict[int, _Operator], origin: tuple[float, float]) -> tuple[_Operator, int] | None:
    for operator in operators.values():
        if operator.state.mode != 0:
            continue  # text that is not filled, an OCR layer above all, would hide the figures, too
        for number, token in enumerate(operator.tokens):
            if token.codes and all(abs(a - b) < _NEAR for a, b in zip(token.origin, origin, strict=True)):
                return operator, number
    return None


def _operators(
    program: Sequence[_Instruction], advances_of_font: Callable[[str], Advances | None], baselines: set[float]
) -> dict[int, _Operator]:
    """The operators on those baselines, by their number in the page's program."""
    cursor, found = TextCursor(), {}
    for number, (operands, name) in enumerate(program):
        operator = str(name)
        if operator not in _SHOWING:
            cursor.follow(operator, operands)
            continue
        opening = _opening(operator, operands)
        for moved, by in opening:
            cursor.follow(by, moved)
        a, b, c, _, _, y = cursor.to_page
        is_wanted = abs(b) + abs(c) < _UPRIGHT * abs(a) and any(
            abs(y - wanted) < _NEAR for wanted in baselines
        )
        if not is_wanted or a <= 0 or cursor.state.size * cursor.state.stretch <= 0:
            continue  # what follows on such a line is not wanted either, so how far it advances is idle
        tokens = list(_tokens(operands[-1], cursor, advances_of_font(cursor.state.font)))
        if tokens:
            found[number] = _Operator(cursor.state, a, tokens, opening)
    return found


def _opening(operator: str, operands: Sequence[Any]) -> list[_Instruction]:
    """ISO 32000-1, table 109: ' is T* Tj, and " sets both spaces first."""
    next_line: list[_Instruction] = [((), "T*")]
    if operator == '"':
        return [((operands[0],), "Tw"), ((operands[1],), "Tc"), *next_line]
    return next_line if operator == "'" else []


def _tokens(shown: Any, cursor: TextCursor, advances: Advances | None) -> Iterator[_Token]:
    """The glyphs and movements of one operator; moves the cursor past them. None for an unknown font."""
    state = cursor.state
    if advances is None:
        return
    for piece in shown if isinstance(shown, pikepdf.Array) else (shown,):
        if not isinstance(piece, pikepdf.String):
            movement = -float(piece) / 1000 * state.size * state.stretch
            yield _Token(b"", float(piece), movement, cursor.to_page[4:])
            cursor.advance(movement)
            continue
        codes = bytes(piece)
        for at in range(0, len(codes), advances.code_length):
            code = codes[at : at + advances.code_length]
            # Word spacing counts for the single-byte code 32 alone (ISO 32000-1, 9.3.3).
            spaced = state.letter_space + (state.word_space if code == b" " else 0.0)
            advance = (advances.of(int.from_bytes(code, "big")) * state.size + spaced) * state.stretch
            yield _Token(code, 0.0, advance, cursor.to_page[4:])
            cursor.advance(advance)
    yield _Token(b"", 0.0, 0.0, cursor.to_page[4:])


def _changed(
    program: Sequence[_Instruction], operators: dict[int, _Operator], shelf: FontShelf
) -> Iterator[_Instruction]:
    """The page's program with what was noted."""
    for number, instruction in enumerate(program):
        operator = operators.get(number)
        yield from (instruction,) if operator is None else _shown_anew(operator, shelf)


def _shown_anew(operator: _Operator, shelf: FontShelf) -> Iterator[_Instruction]:
    yield from operator.opening
    pieces: list[Any] = []
    for number, token in enumerate(operator.tokens):
        for figures in operator.inserted.get(number, ()):
            yield from _array(pieces)
            pieces = []
            yield from _figures(figures, operator, token.origin[0], shelf)
        if token.codes and pieces and isinstance(pieces[-1], bytes):
            pieces[-1] += token.codes
        else:
            pieces.append(token.codes or token.units)
    yield from _array(pieces)


def _array(pieces: Sequence[bytes | float]) -> Iterator[_Instruction]:
    written = [
        pikepdf.String(piece) if isinstance(piece, bytes) else _decimal(piece)
        for piece in pieces
        if isinstance(piece, bytes) or piece
    ]
    if written:
        yield (pikepdf.Array(written),), "TJ"


def _figures(figures: Figures, operator: _Operator, x: float, shelf: FontShelf) -> Iterator[_Instruction]:
    """Moves to the blank, shows the figures, and moves back to `x` with the state as it was."""
    state, style = operator.state, figures.style
    there = (figures.left - x) / operator.scale
    back = -(there + width_of(figures.text, style) * figures.squeeze / operator.scale)
    yield from _array([_units(there, state)])
    yield (pikepdf.Name(shelf.name(style.face)), _decimal(style.size / operator.scale)), "Tf"
    yield (_decimal(100 * figures.squeeze),), "Tz"
    yield (0,), "Tc"
    yield (0,), "Tw"
    yield (pikepdf.String(bytes.fromhex(shelf.encode(figures.text, style.face))),), "Tj"
    yield (pikepdf.Name(state.font), _decimal(state.size)), "Tf"
    yield (_decimal(100 * state.stretch),), "Tz"
    yield (_decimal(state.letter_space),), "Tc"
    yield (_decimal(state.word_space),), "Tw"
    yield from _array([_units(back, state)])


def _units(distance: float, state: TextState) -> float:
    """A movement in text space as TJ writes it."""
    return -distance * 1000 / (state.size * state.stretch)


def _decimal(number: float) -> Decimal:
    return Decimal(f"{number:.4f}")


def _advances_on(page: pikepdf.Page, name: str) -> Advances | None:
    """Of the font of that name on the page; `None` where it has none, or one that is not followed."""
    font = page.resources.get("/Font", pikepdf.Dictionary()).get(name)
    return None if font is None else advances_of(font)
