"""An address that no list bears out, with only those words put right that cannot be another name.

Most misreadings lose a mark: "iỉnh Đông Nai" names one province all the same, and "huiện" one kind of unit.
The names of communes and districts stay as printed: two of one province are often a mark apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.places.matching import Match
from classifiers.places.pieces import Piece
from classifiers.places.units import folded_of
from classifiers.vietnamese import fold

ONE_LETTER = 2
"""Cost of a match with one letter misread."""
DETAIL_WORDS = {"thon": "thôn", "xom": "xóm", "khom": "khóm", "buon": "buôn", "ap": "ấp"}
"""Words before a hamlet's name that no name begins with; làng is not one of them (Lạng), nor bản (Bàn)."""


def spelled(text: str, pieces: Sequence[Piece], province: Match | None) -> str:
    """The text with the words for its units in full, and with the province's name as the list has it."""
    for piece in reversed(pieces):
        name = piece.text[piece.name_start :].strip()
        if piece is pieces[-1] and province is not None and _names(name, province):
            name = province.unit.name
        has_kind = piece.kind and piece.name_start
        own = f"{piece.kind.lower()} {name}" if has_kind else piece.text[: piece.name_start] + _hamlet(name)
        text = text[: piece.start] + own + text[piece.start + len(piece.text) :]
    return text


def _names(name: str, province: Match) -> bool:
    return province.name == name and (province.cost <= ONE_LETTER or folded_of(name) == province.unit.folded)


def _hamlet(text: str) -> str:
    first, space, rest = text.partition(" ")
    known = DETAIL_WORDS.get(fold(first).strip()) if rest else None
    if known is None:
        return text
    return f"{known.capitalize() if first[:1].isupper() else known}{space}{rest}"
