"""Turns the words of a query into questions to the index, from the strictest to the loosest.

For `nguyễn văn an`: together in this order, near each other, anywhere on the page; each with the marks
that were typed before any marks. A word with two spellings (hoà, hòa) is asked for as typed before either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.catalogue.folding import has_two_spellings, keys_of
from portal.catalogue.matching import phrases_of
from portal.catalogue.query import Term
from portal.catalogue.wanted import Column, Nearby, Phrase

NEAR_WORDS = 12
"""About a line and a half: a name and its date of birth, a street and its commune."""
MOST_NEARBY = 4
"""Of more words than these, nearness costs more (50 ms for common ones) than it tells."""


class Closeness(StrEnum):
    """How the words of a query stand on a page."""

    TOGETHER = "together"
    """Side by side in the order typed."""
    NEAR = "near"
    """Within a line or two."""
    APART = "apart"
    """Anywhere on the page."""


@dataclass(frozen=True, slots=True)
class Questions:
    """The forms in which the words are asked for at one closeness."""

    closeness: Closeness
    folded: tuple[Phrase | Nearby, ...]
    """In any marks: finds all that the others find."""
    exact: tuple[Phrase | Nearby, ...]
    """With the marks that were typed."""
    spelled: tuple[Phrase, ...] = ()
    """Besides `exact`: the words with two spellings, as typed."""
    named: tuple[Phrase, ...] = ()
    """Besides any of them: in the title or a field of the record."""


def questions_of(terms: Sequence[Term]) -> tuple[Questions, ...]:
    """The questions for the words of a query, the closest first; none twice."""
    together = phrases_of(terms)
    out = [
        Questions(
            Closeness.TOGETHER,
            folded=phrases(together, Column.FOLDED),
            exact=phrases(together, Column.MARKED),
            spelled=_as_spelled(terms),
            named=phrases(together, Column.NAMED),
        )
    ]
    if len(together) == len(terms):
        return tuple(out)
    folded, exact = phrases(terms, Column.FOLDED), phrases(terms, Column.MARKED)
    if len(terms) <= MOST_NEARBY and len({term.is_exact for term in terms}) == 1:
        near = ((Nearby(folded, NEAR_WORDS),), (Nearby(exact, NEAR_WORDS),))
        out.append(Questions(Closeness.NEAR, *near))
    return (*out, Questions(Closeness.APART, folded, exact))


def phrases(terms: Sequence[Term], column: Column) -> tuple[Phrase, ...]:
    """The terms as phrases of one column; terms that must have their marks stay with them."""
    return tuple(_phrase(term, column) for term in terms)


def _phrase(term: Term, column: Column) -> Phrase:
    if column is Column.FOLDED and term.is_exact:
        column = Column.MARKED
    which = 0 if column is Column.MARKED else 1
    return Phrase(column, tuple(keys_of(word)[which] for word in term.words), term.is_prefix)


def _as_spelled(terms: Sequence[Term]) -> tuple[Phrase, ...]:
    whole = [word for term in terms for word in (term.words[:-1] if term.is_prefix else term.words)]
    return tuple(Phrase(Column.SPELLED, (word,)) for word in whole if has_two_spellings(keys_of(word)[0]))
