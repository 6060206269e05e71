"""How wrong a reading is: character and word error, with the order of lines counted and ignored.

Order counted: Levenshtein distance between the whole texts, as printed and as read, over the letters (or
words) as printed. Columns that a reader takes in another order count as wrong.

Order ignored: words that are read exactly are taken away from both sides; the rest are paired so that the
total distance is least (the Hungarian method), and what finds no partner counts with all its letters. The
character error is that sum over the letters as printed, the word error the larger of the words missed and
the words too many, over the words as printed. A word that was split or joined costs its smaller part twice.

Before either, text is made NFC, runs of three or more dots (leaders) are dropped, and dashes and quotation
marks are taken as one kind: no reader is blamed for what no person would call an error.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist
from scipy.optimize import linear_sum_assignment

LEADERS = re.compile(r"(?:[.·•…_]\s?){3,}|…")
ALIKE = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "‐": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "²": "2"}
)


@dataclass(frozen=True, slots=True)
class Errors:
    """Distances and sizes of one or more pages; the rates are of their sums."""

    letters: int = 0
    """As printed, spaces not counted."""
    words: int = 0
    letters_wrong: int = 0
    """Order ignored."""
    words_wrong: int = 0
    bare_letters_wrong: int = 0
    """Order ignored, marks of Vietnamese letters taken off both sides."""
    ordered_letters_wrong: int = 0
    ordered_words_wrong: int = 0

    def __add__(self, other: Errors) -> Errors:
        return Errors(*(getattr(self, name) + getattr(other, name) for name in Errors.__slots__))

    def rates(self) -> dict[str, float]:
        """Shares, 0 to 1 and more."""
        letters, words = max(1, self.letters), max(1, self.words)
        return {
            "character_error": self.letters_wrong / letters,
            "word_error": self.words_wrong / words,
            "character_error_without_marks": self.bare_letters_wrong / letters,
            "character_error_order_counted": self.ordered_letters_wrong / letters,
            "word_error_order_counted": self.ordered_words_wrong / words,
        }


def normalised(text: str) -> str:
    """Text as it is compared: NFC, no leaders, one kind of dash and quotation mark, single spaces."""
    text = LEADERS.sub(" ", unicodedata.normalize("NFC", text).translate(ALIKE))
    return " ".join(text.split())


def without_marks(text: str) -> str:
    """The text with every Vietnamese letter as its Latin one; đ becomes d."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(part for part in parts if not unicodedata.combining(part)).translate(
        str.maketrans("đĐ", "dD")
    )


def compare(printed: str, read: str) -> Errors:
    """What is wrong in `read`, given what is printed."""
    printed, read = normalised(printed), normalised(read)
    right, found = printed.split(), read.split()
    letters_wrong, words_wrong = _order_ignored(right, found)
    bare, _ = _order_ignored(without_marks(printed).split(), without_marks(read).split())
    return Errors(
        letters=sum(map(len, right)),
        words=len(right),
        letters_wrong=letters_wrong,
        words_wrong=words_wrong,
        bare_letters_wrong=bare,
        ordered_letters_wrong=Levenshtein.distance(printed, read),
        ordered_words_wrong=Levenshtein.distance(right, found),
    )


def _order_ignored(right: Sequence[str], found: Sequence[str]) -> tuple[int, int]:
    """Letters and words wrong when words may stand anywhere."""
    left, over = Counter(right) - Counter(found), Counter(found) - Counter(right)
    missed, extra = list(left.elements()), list(over.elements())
    words_wrong = max(len(missed), len(extra))
    if not missed or not extra:
        return sum(map(len, missed)) + sum(map(len, extra)), words_wrong
    size = max(len(missed), len(extra))
    missed += [""] * (size - len(missed))
    extra += [""] * (size - len(extra))
    distances = cdist(missed, extra, scorer=Levenshtein.distance, dtype=np.int32)
    rows, columns = linear_sum_assignment(distances)
    return int(distances[rows, columns].sum()), words_wrong
