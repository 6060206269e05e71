"""Whether a piece of a line begins with a printed label of the type, and whether it is nothing else.

Told before the lines are put in order, from letters alone: in a form that is a grid the order hangs on it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from classifiers.extraction.finding import text_of
from classifiers.extraction.folding import fold
from records import Word

SHORTEST = 2
"""Folded letters that a label needs to be told from any word."""
SURELY_SHORT = 6
"""Labels below this many folded letters must be exact."""
ALIKE = 84.0
"""Likeness of a piece's beginning to a label, 0 to 100; every sixth letter may be misread."""
LONG_WORD = 9
"""Folded letters of a word that is told to be the beginning of a label all by itself: `Ngày/tháng/năm`."""
MOST_BEFORE_COLON = 12
"""Words before the colon of a label that the type does not know."""
MARKED = re.compile(
    r"^\(?(?:[IVX]{1,4}|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)/\]]$|^\[\d{1,2}(?:\.\d{1,2})?\]$|^[-–+*•]$"
)
"""An item mark: `1.`, `a)`, `[04]`, `-`. A bare figure is none here: it may be a value."""
BRACKET = re.compile(r"\([^()]*\)?")


@dataclass(frozen=True, slots=True)
class Opening:
    """A piece that begins with a label, or with the first words of one."""

    text: str
    """The piece's letters, folded, without item mark and brackets."""
    is_whole: bool
    """Whether a whole label stands there; otherwise it may go on below."""
    is_alone: bool
    """Whether nothing but the label stands there."""
    is_closed: bool
    """Whether a colon ends it: then it does not go on."""
    in_bracket: bool = False
    """Whether an explanation in brackets is broken at its end."""
    words: int = 0
    """Words of the piece that it takes, item mark and brackets among them."""


class Openings:
    """The labels of a type, folded once."""

    def __init__(self, labels: Collection[str]) -> None:
        folded = {fold(BRACKET.sub(" ", label)) for label in labels} | {fold(label) for label in labels}
        told = (label for label in folded if len(label) >= SHORTEST)
        self._labels = sorted(told, key=lambda label: (-len(label), label))
        self._seen: dict[str, Opening | None] = {}

    def opening(self, words: Sequence[Word]) -> Opening | None:
        """The label with which these words begin, or `None`."""
        text = text_of(words)
        if text not in self._seen:
            self._seen[text] = self._sought(text, words)
        return self._seen[text]

    def _sought(self, text: str, words: Sequence[Word]) -> Opening | None:
        before, colon, behind = _bare(text).partition(":")
        is_closed = bool(colon) and not fold(behind)
        unmarked = _unmarked(text)
        is_open = unmarked.count("(") > unmarked.count(")")
        letters = fold(before)
        if not letters:
            return None
        for label in self._labels:
            if len(label) <= len(letters) + 1 and _alike(letters[: len(label)], label):
                rest = letters[len(label) :]
                is_alone = not fold(behind) and (len(rest) <= 1 or is_closed)
                if len(rest) > 1 and not is_alone and self.begins(letters):
                    break
                if rest and len(label) < SURELY_SHORT:
                    continue  # "Số 7 ngõ 36", "Tôi cam đoan"
                return Opening(
                    letters,
                    is_whole=True,
                    is_alone=is_alone,
                    is_closed=is_closed,
                    in_bracket=is_open,
                    words=_taken(words, label),
                )
        is_told = len(words) > 1 or len(letters) >= LONG_WORD
        if is_told and not colon and not text.isupper() and self.begins(letters):
            return Opening(letters, is_whole=False, is_alone=True, is_closed=False, words=len(words))
        return None

    def begins(self, letters: str) -> bool:
        """Whether folded letters are the beginning of a label, or a whole one."""
        return len(letters) >= SHORTEST and any(
            len(label) >= len(letters) - 1 and _alike(letters, label[: len(letters)])
            for label in self._labels
        )

    def goes_on(self, opening: Opening, words: Sequence[Word]) -> bool:
        """Whether a label begun above goes on with these words."""
        text = text_of(words)
        if opening.in_bracket or text.startswith("("):
            is_other = self.opening(words) is not None or opens_unknown(words)
            goes_on = ")" in text or not is_other
            return goes_on if opening.in_bracket else not opening.is_closed
        more = fold(_bare(text).partition(":")[0])
        if not more or opening.is_closed:
            return False
        at = len(opening.text)
        return any(
            len(label) >= at + len(more) - 1
            and _alike(opening.text, label[:at])
            and _alike(more, label[at : at + len(more)])
            for label in self._labels
        )

    def joined(self, opening: Opening, words: Sequence[Word]) -> Opening:
        """The label begun above with the words that go on with it."""
        text = text_of(words)
        more, colon, _ = _bare(text).partition(":")
        is_open = text.count("(") > text.count(")")
        if opening.in_bracket:
            more, is_open = text.partition(")")[2], ")" not in text
        return Opening(
            opening.text + fold(more), opening.is_whole, opening.is_alone, bool(colon), in_bracket=is_open
        )

    def unknown(self, words: Sequence[Word]) -> Opening:
        """An opening that ends at a colon and is no label of the type."""
        letters, _, behind = text_of(words).partition(":")
        return Opening(fold(letters), is_whole=True, is_alone=not fold(behind), is_closed=True)


def _taken(words: Sequence[Word], label: str) -> int:
    """How many words a label takes: up to its colon, else as many as have its letters."""
    letters = 0
    for index, word in enumerate(words):
        if ":" in word.text:
            return index + 1
        letters += len(fold(word.text)) if index or not is_mark(word) else 0
        if letters >= len(label) and (index + 1 == len(words) or words[index + 1].text[:1] not in "(:"):
            return index + 1
    return len(words)


def is_mark(word: Word) -> bool:
    """Whether a word is the mark of an item."""
    return MARKED.match(word.text) is not None


def opens_unknown(words: Sequence[Word]) -> bool:
    """Whether a colon stands behind the first words, as behind a label that the type does not know."""
    return any(word.text.endswith(":") or word.text == ":" for word in words[:MOST_BEFORE_COLON])


def _bare(text: str) -> str:
    """Without the item mark in front and without explanations in brackets."""
    return BRACKET.sub(" ", _unmarked(text))


def _unmarked(text: str) -> str:
    first, _, rest = text.partition(" ")
    return rest if MARKED.match(first) else text


def _alike(letters: str, label: str) -> bool:
    """Whether folded letters are these of a label, give or take a misread one."""
    if letters == label:
        return True
    return len(label) >= SURELY_SHORT and fuzz.ratio(letters, label, score_cutoff=ALIKE) > 0
