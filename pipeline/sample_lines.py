"""Reads a few lines of a page to see whether the text that the file brings along is what the page shows.

Vietnamese text proves itself: wrong letters break the syllable. Text in another language does not, and a font
without a right map to Unicode may give words of letters in order of their first use, which look like any
foreign text. So of such a page a few lines are read and compared, a tenth of the cost of reading it all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from itertools import groupby

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from records import Box, Word

Strip = NDArray[np.uint8]
"""`(H, W)` grey, one line of text with white around it."""
LINES = 3
ENOUGH_LIKENESS = 0.5
"""Likeness of letters, marks aside: 0.62 and more where the text is right, 0.26 and less where it is not."""
_MARGIN = 12
_LONGEST_LINE = 60
"""Letters of a sample; of a longer line its first words are read."""
_FEWEST_LETTERS = 4


def agrees(words: Sequence[Word], pixels: Strip, read: Callable[[Strip], str]) -> bool:
    """Whether the longest lines of `words`, read by `read` from the page's picture, say the same.

    `pixels` is `(H, W)` grey or `(H, W, 3)` RGB, uint8; the words' boxes are in its pixels. True where
    nothing can be read at all, since then nothing speaks against the words.
    """
    likeness = [
        fuzz.ratio(_letters(seen), _letters(" ".join(word.text for word in line))) / 100
        for line in _samples(words)
        if (seen := read(_strip(line, pixels)))
    ]
    return not likeness or sum(likeness) / len(likeness) >= ENOUGH_LIKENESS


def _samples(words: Sequence[Word]) -> list[list[Word]]:
    lines = [list(line) for _, line in groupby(words, key=lambda word: (word.block, word.line))]
    cut = [_first_words(line) for line in lines]
    told = [line for line in cut if sum(len(word.text) for word in line) >= _FEWEST_LETTERS]
    return sorted(told, key=lambda line: -sum(len(word.text) for word in line))[:LINES]


def _first_words(line: Sequence[Word]) -> list[Word]:
    out: list[Word] = []
    for word in line:
        if sum(len(one.text) for one in out) > _LONGEST_LINE:
            break
        out.append(word)
    return out


def _strip(line: Sequence[Word], pixels: Strip) -> Strip:
    height, width = pixels.shape[:2]
    box = Box(
        min(word.box.x0 for word in line),
        min(word.box.y0 for word in line),
        max(word.box.x1 for word in line),
        max(word.box.y1 for word in line),
    ).clipped(width, height)
    patch = pixels[int(box.y0) : int(box.y1) + 2, int(box.x0) : int(box.x1) + 2]
    grey = patch if patch.ndim == 2 else cv2.cvtColor(patch, cv2.COLOR_RGB2GRAY)
    framed = cv2.copyMakeBorder(grey, _MARGIN, _MARGIN, _MARGIN, _MARGIN, cv2.BORDER_CONSTANT, value=[255])
    return np.asarray(framed, np.uint8)


def _letters(text: str) -> str:
    """Small letters and digits alone, without marks."""
    parts = unicodedata.normalize("NFD", text).lower().replace("đ", "d")
    return "".join(letter for letter in parts if letter.isalnum())
