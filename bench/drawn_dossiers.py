"""Dossiers of 2 to 12 papers, scanned into one file, with the truth where each paper begins."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bench.drawn_annexes import annex_of, copied_card, long_paper
from classifiers.specimens import compose, compose_stranger, drawable_codes
from classifiers.specimens.drawing import perfect_page
from classifiers.specimens.sheet import Sheet
from records import Page

MOST_PAPERS = 12
SEEDS_EACH = 20
BLANK = Sheet(210.0, 297.0, ())


@dataclass(frozen=True, slots=True)
class Dossier:
    """The sides of a file, in order."""

    seed: int
    sheets: tuple[Sheet, ...]
    starts: tuple[int, ...]
    """Position of each paper's first side, from 0; the first is 0."""
    kinds: tuple[str, ...]
    """What each paper is: a record type's code, `card`, `stranger` or `long`."""

    def pages(self, dpi: float = 300) -> tuple[Page, ...]:
        """The sides as a faultless reader would read them."""
        return tuple(perfect_page(sheet, number, dpi) for number, sheet in enumerate(self.sheets, start=1))


def draw_dossier(seed: int) -> Dossier:
    """2 to 12 papers of all types that can be drawn; the same seed always gives the same dossier.

    One in twelve is a copied card, one in twenty a paper of no type; administrative papers have an annex one
    time in three. A third of the dossiers went through a duplex scanner and have its blank backs. Dossiers
    whose seeds are `SEEDS_EACH` apart share no paper.
    """
    chance = Random(f"dossier:{seed}")
    is_duplex = chance.random() < 0.35
    sheets: list[Sheet] = []
    starts, kinds = [], []
    codes = drawable_codes()
    for index in range(chance.randrange(2, MOST_PAPERS + 1)):
        own = seed + index
        kind = chance.choices(("type", "card", "stranger"), (0.87, 0.08, 0.05))[0]
        sides: tuple[Sheet, ...]
        if kind == "card":
            sides = copied_card(own)
        elif kind == "stranger":
            sides = compose_stranger(own).sheets
        else:
            kind = chance.choice(codes)
            paper = compose(kind, own)
            sides = paper.sheets + (annex_of(paper, own) if chance.random() < 0.33 else ())
        starts.append(len(sheets))
        kinds.append(kind)
        sheets += _with_backs(sides, chance) if is_duplex else sides
    return Dossier(seed, tuple(sheets), tuple(starts), tuple(kinds))


def draw_long(seed: int) -> Dossier:
    """One paper of many pages with its annexes."""
    sheets = long_paper(seed)
    return Dossier(seed, sheets, (0,), ("long",))


def _with_backs(sides: tuple[Sheet, ...], chance: Random) -> tuple[Sheet, ...]:
    """Printed on both sides, so that an odd last side has a blank back, or on one side only."""
    if chance.random() < 0.5:
        return sides + (BLANK,) * (len(sides) % 2)
    return tuple(side for printed in sides for side in (printed, BLANK))
