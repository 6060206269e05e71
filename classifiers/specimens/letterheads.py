"""Words of letterheads: names of agencies broken over lines, and figures that a clerk wrote in by hand."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from classifiers.specimens.draft import Draft
from classifiers.specimens.entries import width_of
from classifiers.specimens.sheet import BLUE_INK, Type
from classifiers.specimens.typesetting import Galley, Span, bold

KINDS_OF_AGENCY = (
    "ỦY BAN NHÂN DÂN",
    "HỘI ĐỒNG NHÂN DÂN",
    "VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI",
    "VĂN PHÒNG",
    "BAN QUẢN LÝ",
)
SMALLEST = 0.8
"""Share of its size down to which a line is set smaller to fit; see `Galley.text`."""


def agency_lines(galley: Galley, lines: tuple[str, ...], look: Type, *, breaks: bool) -> list[str]:
    """The agency's lines as they are set in the present column: a line too long is broken where offices do.

    With `breaks`, a name on one line is broken where its kind ends, as narrow heads have it.
    """
    found: list[str] = []
    for line in lines:
        sized = [replace(bold(line), size=look.size * SMALLEST)]
        is_long = width_of(galley, sized) > galley.column.width
        found += _parts(line) if is_long or (breaks and len(lines) == 1) else [line]
    return found


def _parts(line: str) -> list[str]:
    kind = next((kind for kind in KINDS_OF_AGENCY if line.startswith(f"{kind} ")), "")
    if kind:
        return [kind, line[len(kind) + 1 :]]
    if " VÀ " in line:
        before, _, behind = line.partition(" VÀ ")
        return [before, f"VÀ {behind}"]
    words = line.split()
    half = (len(words) + 1) // 2
    return [" ".join(words[:half]), " ".join(words[half:])] if len(words) > 4 else [line]


def number_spans(draft: Draft, spans: list[Span]) -> list[Span]:
    """The number, its figures in the clerk's hand where the look says so."""
    figures = spans[0].text.partition("/")[0]
    if not draft.look.head.number_by_hand or not figures.isdigit():
        return spans
    return [*by_hand(draft, spans[0], figures), *spans[1:]]


def by_hand(draft: Draft, span: Span, figures: str) -> list[Span]:
    """The span with these figures in it as the clerk wrote them in with a pen."""
    before, found, behind = span.text.partition(figures)
    chance = Random(f"clerk:{draft.code}:{draft.seed}")  # noqa: S311 (a drawing, not a secret)
    ink = chance.choice((BLUE_INK, BLUE_INK, (30, 30, 40)))
    written = replace(span, text=found, family="hand", colour=ink, bold=False)
    return [part for part in (replace(span, text=before), written, replace(span, text=behind)) if part.text]
