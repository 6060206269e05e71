"""How words, pairs, beginnings and blocks are called in the index; `table` makes the same in SQL."""

from __future__ import annotations

from itertools import pairwise

from portal.catalogue.wanted import Column, Phrase

LETTERS = {Column.MARKED: "M", Column.FOLDED: "F", Column.SPELLED: "S", Column.NAMED: "N", Column.FACETS: "C"}
LONGEST_BEGINNING = 3
"""Letters of a beginning that is a lexeme of its own: of longer ones few words of Vietnamese begin so."""
LONGEST_WORD = 100
"""Letters of a word that count."""


def query_of(phrase: Phrase) -> str:
    """What every page with the phrase holds, in the language of tsquery."""
    letter = LETTERS[phrase.column]
    words = [word[:LONGEST_WORD] for word in phrase.words]
    if len(words) == 1:
        return _word(letter, words[0], is_prefix=phrase.is_prefix)
    pairs = list(pairwise(words))
    parts = [quoted(f"{letter}={first} {second}") for first, second in pairs]
    if phrase.is_prefix:
        parts[-1] += ":*"
    return " & ".join(dict.fromkeys(parts))


def is_whole(phrase: Phrase) -> bool:
    """Whether a page that answers `query_of` surely holds the phrase."""
    return len(phrase.words) <= 2


def _word(letter: str, word: str, *, is_prefix: bool) -> str:
    if not is_prefix:
        return quoted(f"{letter}:{word}")
    if len(word) <= LONGEST_BEGINNING:
        return quoted(f"{letter}<{word}")
    return quoted(f"{letter}:{word}") + ":*"


def quoted(lexeme: str) -> str:
    """A lexeme as tsquery takes it literally (PostgreSQL, 8.11.2 tsquery)."""
    doubled = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
