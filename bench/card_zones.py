"""Machine-readable zones of drawn identity cards, through the product's own reading of the pages."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.drawn_codes import PHOTO
from classifiers.specimens import compose, draw, wear
from classifiers.specimens.demo_set import save
from classifiers.specimens.photographing import photograph
from pipeline.reading import read_pages

CARDS = ("cccd_chip_2021", "can_cuoc_2024")
"""Record types whose back bears a zone of three lines (ICAO Doc 9303-5, TD1)."""


@dataclass(frozen=True, slots=True)
class ReadZone:
    """One card's zone as printed, and what was read on its pages."""

    seed: int
    wear: str
    printed: str
    """Three lines of thirty signs."""
    read: tuple[str, ...]
    """Every zone that was read; empty where the check digits never held."""


def card_zones(count: int, *, first_seed: int, wears: tuple[str, ...]) -> Iterator[ReadZone]:
    """`count` cards at each wear, both faces read."""
    for seed in range(first_seed, first_seed + count):
        card = compose(CARDS[seed % len(CARDS)], seed)
        pictures = [draw(sheet) for sheet in card.sheets]
        for level in wears:
            worn = [
                photograph(each, seed) if level == PHOTO else wear(each, level, seed) for each in pictures
            ]
            with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                file = Path(folder) / "card.pdf"
                save(worn, file, dpi=round(worn[0].info["dpi"][0]))
                pages = tuple(read_pages(file, range(1, len(worn) + 1)))
            read = tuple(code.text for page in pages for code in page.codes if code.kind == "mrz")
            yield ReadZone(seed, level, card.truth["mrz"], read)
