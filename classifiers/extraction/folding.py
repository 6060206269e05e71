"""Printed phrases found in recognised words, in spite of wrong marks and split or joined tokens.

Recognition errs most in Vietnamese marks ("Só", "Nơi sính") and in spaces ("Giớitính:"). So a phrase is
sought in the letters alone: lower case, no marks, đ as d, no spaces or signs. Every folded letter knows the
word and the place that it came from, so that a value which is glued to its label can be cut off it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from rapidfuzz import fuzz

from records import Box, Word


@lru_cache(maxsize=65536)
def fold_letter(letter: str) -> str:
    """One letter or digit without its marks, lower case; empty for a sign or a space."""
    bare = unicodedata.normalize("NFD", letter.lower())[:1]
    bare = {"đ": "d", "ð": "d"}.get(bare, bare)
    return bare if bare.isalnum() else ""


@lru_cache(maxsize=32768)
def _letters(text: str) -> tuple[str, tuple[int, ...]]:
    """The folded letters of a word and the place of each in it."""
    folded = [(letter, place) for place, sign in enumerate(text) if (letter := fold_letter(sign))]
    return "".join(letter for letter, _ in folded), tuple(place for _, place in folded)


@lru_cache(maxsize=32768)
def fold(text: str) -> str:
    """Letters and digits only, lower case, no marks: `Số: 07/QĐ` becomes `so07qd`."""
    return "".join(fold_letter(letter) for letter in text)


def fold_words(text: str) -> str:
    """As `fold`, with single spaces kept between words."""
    return " ".join(folded for folded in map(fold, text.split()) if folded)


def likeness(text: str, phrase: str) -> float:
    """How alike two texts are once folded, 0 to 1."""
    return fuzz.ratio(fold(text), fold(phrase)) / 100.0


@dataclass(frozen=True, slots=True)
class Match:
    """Where a phrase was found among words: `first` to `last` inclusive, and how well."""

    first: int
    """Index of the word in which the phrase begins."""
    first_letter: int
    """Index in that word's text of the phrase's first letter."""
    last: int
    """Index of the word in which the phrase ends."""
    end_letter: int
    """Index in the last word's text just after the phrase's last letter."""
    score: float
    """Likeness 0 to 1."""


class FoldedWords:
    """The folded letters of a row of words, each letter with its word and place."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = tuple(words)
        self.text = "".join(_letters(word.text)[0] for word in self.words)

    @cached_property
    def _origin(self) -> list[tuple[int, int]]:
        """Word and place in it of each folded letter; needed only where something was found."""
        return [(index, place) for index, word in enumerate(self.words) for place in _letters(word.text)[1]]

    def find(self, phrase: str, *, at_least: float, start: int = 0) -> Match | None:
        """The best place at or after folded letter `start` where `phrase` stands, or `None`.

        `at_least` is the likeness 0 to 1 below which nothing counts as found.
        """
        wanted = fold(phrase)
        rest = self.text[start:]
        if not wanted or len(rest) < 0.6 * len(wanted):
            return None
        exact = rest.find(wanted)
        if exact >= 0:
            return self._match(start + exact, start + exact + len(wanted), 1.0)
        # Of two texts the alignment seeks the shorter in the longer: half a label would be all of it.
        is_half = len(rest) < len(wanted) and fuzz.ratio(wanted, rest) < 100 * at_least
        if at_least >= 1.0 or is_half:
            return None
        aligned = fuzz.partial_ratio_alignment(wanted, rest, score_cutoff=100 * at_least)
        if aligned is None or aligned.dest_end - aligned.dest_start < max(1.0, 0.6 * len(wanted)):
            return None
        first, end = self._whole_words(start + aligned.dest_start, start + aligned.dest_end)
        first, end = self._trimmed(wanted, first, end)
        score = max(aligned.score, fuzz.ratio(wanted, self.text[first:end])) / 100.0
        return self._match(first, end, score)

    def _whole_words(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of folded letters widened by the one or two letters that it leaves of its outer words.

        An alignment of misread letters often begins or ends beside the word: "(Q)uốc tịch / Natonaly". What
        is glued on behind a sign or with a capital is left: it is a value.
        """
        while start > 0 and self._origin[start][1] in {1, 2} and self._is_next(start - 1):
            start -= 1
        widened = end
        while widened < len(self.text) and self._is_next(widened - 1):
            word, place = self._origin[widened]
            if self.words[word].text[place].isupper() and not self.words[word].text.isupper():
                return start, end
            widened += 1
        return start, widened if widened - end <= 2 else end

    def _trimmed(self, wanted: str, start: int, end: int) -> tuple[int, int]:
        """A stretch without the outer words that make it less like `wanted`.

        An alignment is as long as what is sought: of "2. Ngà, tháng" it takes the item's number for the
        letter that was lost.
        """
        best = fuzz.ratio(wanted, self.text[start:end])
        while (later := self._word_end(start, end)) < end:
            score = fuzz.ratio(wanted, self.text[later:end])
            if score <= best:
                break
            best, start = score, later
        while (earlier := self._word_start(end - 1, start)) > start:
            score = fuzz.ratio(wanted, self.text[start:earlier])
            if score <= best:
                break
            best, end = score, earlier
        return start, end

    def _word_end(self, offset: int, limit: int) -> int:
        """The first folded letter behind the word of the one at `offset`, at most `limit`."""
        word = self._origin[offset][0]
        return next((at for at in range(offset, limit) if self._origin[at][0] != word), limit)

    def _word_start(self, offset: int, limit: int) -> int:
        """The first folded letter of the word of the one at `offset`, at least `limit`."""
        word = self._origin[offset][0]
        return next((at + 1 for at in range(offset, limit - 1, -1) if self._origin[at][0] != word), limit)

    def _is_next(self, offset: int) -> bool:
        """Whether the folded letter behind this one is the next sign of the same word."""
        word, place = self._origin[offset]
        return self._origin[offset + 1] == (word, place + 1)

    def offset_of(self, word: int) -> int:
        """Index of the first folded letter at or after word number `word`."""
        for offset, (index, _) in enumerate(self._origin):
            if index >= word:
                return offset
        return len(self.text)

    def offset_after(self, match: Match) -> int:
        """Index of the first folded letter behind a match."""
        place = (match.last, match.end_letter)
        return next((at for at, origin in enumerate(self._origin) if origin >= place), len(self.text))

    def _match(self, start: int, end: int, score: float) -> Match:
        first, first_letter = self._origin[start]
        last, last_letter = self._origin[end - 1]
        return Match(first, first_letter, last, last_letter + 1, score)


def cut(word: Word, start: int, end: int | None = None) -> Word:
    """Letters `start` to `end` of a word as a word of their own, its box shortened in proportion."""
    stop = len(word.text) if end is None else end
    if start <= 0 and stop >= len(word.text):
        return word
    pitch = word.box.width / max(1, len(word.text))
    box = Box(word.box.x0 + start * pitch, word.box.y0, word.box.x0 + stop * pitch, word.box.y1)
    return replace(word, text=word.text[start:stop], box=box)


def after(words: Sequence[Word], match: Match) -> tuple[Word, ...]:
    """The words behind a match, beginning with what is glued to its last word."""
    rest = cut(words[match.last], match.end_letter)
    head = (rest,) if rest.text.strip(" :;.-–_") else ()
    return head + tuple(words[match.last + 1 :])


def before(words: Sequence[Word], match: Match) -> tuple[Word, ...]:
    """The words in front of a match, ending with what is glued to its first word."""
    front = cut(words[match.first], 0, match.first_letter)
    tail = (front,) if front.text.strip(" :;.-–_") else ()
    return tuple(words[: match.first]) + tail


def ended_at_colon(words: Sequence[Word], match: Match, phrase: str, *, at_least: float) -> Match | None:
    """The match up to a colon inside it, or `None` when that is no longer much like the phrase.

    "Họ, chữ đệm, tên: NGUYỄN" is much like "Họ, chữ đệm, tên người", but runs from a label into a value.
    """
    if ":" in phrase:
        return match
    for index in range(match.first, match.last + 1):
        start = match.first_letter if index == match.first else 0
        end = match.end_letter if index == match.last else len(words[index].text)
        at = words[index].text.find(":", start, end)
        if at >= 0:
            kept = [word.text for word in words[match.first : index]] + [words[index].text[:at]]
            kept[0] = kept[0][match.first_letter :]
            score = min(match.score, likeness(" ".join(kept), phrase))
            return replace(match, last=index, end_letter=at, score=score) if score >= at_least else None
    return match
