"""Marks recognised words that cannot be Vietnamese though the line around them is; no word is changed.

A mark is a doubt for whoever uses the word: a name made of it goes to a person, and so does nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from classifiers.syllables import is_improbable, is_syllable
from records import Word

IMPROBABLE = "improbable"
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_VIETNAMESE_ONLY = re.compile("[ĂăĐđƠơƯư\u1ea0-\u1ef9]")
"""Letters of no other language: the word itself says what it was meant to be."""
_VIETNAMESE = 0.6
"""Part of the other words of a line that are syllables, from which the line is Vietnamese."""
_FEWEST_OTHERS = 2
"""Other words that say what language a line is in; of fewer the page says it."""


def marked_improbable(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of one page, those that are no Vietnamese word in a Vietnamese line remarked as improbable.

    Words with a remark of their own keep it. Lines are told by `block` and `line`.
    """
    lines = [list(line) for _, line in groupby(words, key=lambda word: (word.block, word.line))]
    syllables = [[_is_vietnamese(word) for word in line] for line in lines]
    told = [one for line in syllables for one in line if one is not None]
    is_page_vietnamese = len(told) > _FEWEST_OTHERS and sum(told) >= _VIETNAMESE * len(told)
    return tuple(
        word
        for line, known in zip(lines, syllables, strict=True)
        for word in _marked(line, known, is_page_vietnamese=is_page_vietnamese)
    )


def _marked(
    line: Sequence[Word], syllables: Sequence[bool | None], *, is_page_vietnamese: bool
) -> Iterator[Word]:
    told = sum(1 for one in syllables if one is not None)
    good = sum(1 for one in syllables if one)
    for word, is_good in zip(line, syllables, strict=True):
        others = told - (is_good is not None)
        is_line = is_page_vietnamese
        if others >= _FEWEST_OTHERS:
            is_line = good - (is_good is True) >= _VIETNAMESE * others
        is_line |= is_page_vietnamese and _VIETNAMESE_ONLY.search(word.text) is not None
        is_doubted = is_line and not word.remark and not is_good and _is_improbable(word.text)
        yield replace(word, remark=IMPROBABLE) if is_doubted else word


def _is_vietnamese(word: Word) -> bool | None:
    """Whether each part of the word is a syllable; `None` for numbers, codes and single letters."""
    parts = _parts(word.text)
    return all(map(is_syllable, parts)) if parts else None


def _is_improbable(text: str) -> bool:
    return any(map(is_improbable, _parts(text)))


def _parts(text: str) -> list[str]:
    """The words of letters in `text`; none in what is a number, a code or an address."""
    if "@" in text or "://" in text or any(map(str.isdigit, text)):
        return []
    return [part for part in _WORDS.findall(text) if len(part) > 1]
