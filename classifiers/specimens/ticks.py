"""Boxes to tick with their words, as applications print them."""

from __future__ import annotations

from random import Random

from classifiers.specimens.draft import Draft
from classifiers.specimens.sheet import TickBox
from classifiers.specimens.typesetting import Span, piece_width, space_width, split_words

SIDE = 3.8
"""mm"""


def set_choice(draft: Draft, label: str, *, is_yes: bool) -> bool:
    """`Đề nghị cấp bản sao: Có ☒  Không ☐`; says whether a box is marked, as none is on some papers."""
    galley = draft.galley
    marks_no = not is_yes and _chance(draft, label).random() < 0.6
    galley.need(galley.base.size * 0.5)
    top = galley.y
    galley.text(f"{label}:", breaks_page=False)
    after = galley.y
    x = galley.column.x + _width(draft, f"{label}:") + 4
    for word, is_ticked in (("Có", is_yes), ("Không", marks_no)):
        x = _word_and_box(draft, word, x, top, is_ticked=is_ticked) + 7
    galley.y = after + 0.8
    return is_yes or marks_no


def set_tick(draft: Draft, label: str, *, is_ticked: bool) -> None:
    """One box: behind its words at the column's end, or before them."""
    galley = draft.galley
    galley.need(2 * galley.base.size * 0.5)
    column, top = galley.column, galley.y
    is_before = draft.look.box_first
    inset = SIDE + 3 if is_before else 0.0
    with galley.within(column.x + inset, column.width - SIDE - 5):
        galley.text(label if is_before else f"{label}:", after=0.8, breaks_page=False)
    x = column.x if is_before else column.x + column.width - SIDE - 2
    _box(draft, label, x, top + 0.8, is_ticked=is_ticked)


def _word_and_box(draft: Draft, word: str, x: float, top: float, *, is_ticked: bool) -> float:
    """The word, its box behind it or before it; gives where the pair ends, mm."""
    galley = draft.galley
    baseline = top + galley.base.size * 0.3528 * galley.leading * 0.78
    box_top = baseline - SIDE + 0.5
    if draft.look.box_first:
        _box(draft, word, x, box_top, is_ticked=is_ticked)
        return galley.place(word, x + SIDE + 1.5, baseline, galley.base)
    end = galley.place(word, x, baseline, galley.base)
    _box(draft, word, end + 1.5, box_top, is_ticked=is_ticked)
    return end + 1.5 + SIDE


def _box(draft: Draft, label: str, x: float, y: float, *, is_ticked: bool) -> None:
    chance = _chance(draft, label)
    pen = draft.galley.pen
    colour = pen.colour if pen is not None else chance.choice(((20, 20, 22), (28, 48, 150)))
    stroke = chance.choice(("cross", "cross", "tick", "filled"))
    draft.galley.add(TickBox(x, y, SIDE, is_ticked, stroke, colour))


def _width(draft: Draft, text: str) -> float:
    base = draft.galley.base
    words = split_words([Span(text)], base)
    return sum(piece_width(piece) for word in words for piece in word) + space_width(base) * (len(words) - 1)


def _chance(draft: Draft, label: str) -> Random:
    return Random(f"tick:{draft.code}:{draft.seed}:{label}")  # noqa: S311 (a drawing, not a secret)
