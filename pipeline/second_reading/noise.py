"""Tells what a recogniser made of a seal's rim, a QR code or a stain from short lines of print.

Such ink is cut out as lines of a letter or two, and something is always read there. Pages had up to ten of
them; they were most of what was wrong on clean pages, and they parted columns that belong together.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.handwriting import asks_for_figure
from pipeline.ocr import LineRead
from records import Word

MOST_LETTERS = 3
"""Signs of a line that may be noise."""
LIKELIER_WRONG = 0.5
"""Chance of being right below which a word is likelier wrong."""


def without_noise(lines: Sequence[LineRead], said: Sequence[Sequence[Word]]) -> list[Word]:
    """The words of all lines but those of a few signs that are likelier wrong than right.

    `said` holds the words of each line after the vote. What stands in a row with a label that asks for a
    figure stays, as do figures anywhere: a person must see them.
    """
    kept_rows = {
        line.picture.line
        for line, words in zip(lines, said, strict=True)
        if any(_may_be_filled_in(word.text) for word in words)
    }
    return [
        word
        for line, words in zip(lines, said, strict=True)
        if line.picture.line in kept_rows or not _is_noise(words)
        for word in words
    ]


def _may_be_filled_in(label: str) -> bool:
    """Whether a number or a value stands after it: there a pen may have written what nobody could read."""
    return label.endswith(":") or asks_for_figure(label)


def _is_noise(words: Sequence[Word]) -> bool:
    text = "".join(word.text for word in words)
    is_doubtful = all(word.confidence < LIKELIER_WRONG for word in words)
    return len(text) <= MOST_LETTERS and is_doubtful and not any(map(str.isdigit, text))
