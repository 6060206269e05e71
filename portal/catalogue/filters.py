"""The filters beside the box: what somebody has chosen, and how many records each choice would leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from portal.catalogue.cards import Cards, Mask, Numbers
from portal.catalogue.page_words import date_facets, state_facet, type_facet, unit_facet
from portal.catalogue.ranges import Span
from portal.catalogue.wanted import Column, Phrase


class Group(StrEnum):
    """What records are told apart by; the names are those in addresses."""

    TYPE = "type"
    STATE = "state"
    YEAR = "year"
    UNIT = "unit"
    LEVEL = "level"


IN_REVIEW, FILED = "review", "filed"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choices made; one of each group is enough, and each group counts."""

    types: frozenset[str] = frozenset()
    """Codes; empty text for "không rõ"."""
    units: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    """Of the document's date; 0 for records without one."""
    states: frozenset[str] = frozenset()
    levels: frozenset[int] = frozenset()
    dated: Span = field(default_factory=Span)
    """Between two dates, beside the years."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is chosen."""
        return self == Chosen()

    def masks(self, cards: Cards) -> dict[Group, Mask]:
        """For each group in which something is chosen, the records that it leaves."""
        masks: dict[Group, Mask] = {}
        if self.types:
            masks[Group.TYPE] = cards.of_types(self.types)
        if self.units:
            masks[Group.UNIT] = cards.of_units(self.units)
        if self.years:
            masks[Group.YEAR] = np.isin(cards.year, sorted(self.years))
        if self.states:
            masks[Group.STATE] = np.isin(cards.in_review, [one == IN_REVIEW for one in self.states])
        if self.levels:
            masks[Group.LEVEL] = np.isin(cards.level, sorted(self.levels))
        return masks

    def words(self) -> Iterator[tuple[Phrase, ...]]:
        """Groups of words of the index of which a record that is left has one each."""
        if self.types:
            yield _facets(type_facet(code) for code in sorted(self.types))
        if self.units and all(self.units):
            yield _facets(unit_facet(name) for name in sorted(self.units))
        if len(self.states) == 1:
            yield _facets(state_facet(one == IN_REVIEW) for one in self.states)
        if self.years and all(self.years):
            yield _facets(f"d{year:04d}" for year in sorted(self.years))
        if self.dated != Span():
            yield date_facets("d", self.dated.first, self.dated.last)


def _facets(words: Iterator[str]) -> tuple[Phrase, ...]:
    return tuple(Phrase(Column.FACETS, (word,)) for word in words)


def within(cards: Cards, span: Span) -> Mask:
    """Which records have a date within `span`; all where it is open at both ends."""
    mask = np.ones(len(cards), np.bool_)
    if span.first is not None:
        mask &= cards.day >= np.datetime64(span.first)  # NaT compares as false
    if span.last is not None:
        mask &= cards.day <= np.datetime64(span.last)
    return mask


@dataclass(frozen=True, slots=True)
class Count:
    """One choice of a group."""

    value: str
    """As addresses hold it: a code, a name, a year, a state, a level."""
    records: int


_COUNTERS: dict[Group, Callable[[Cards, Numbers], list[Count]]] = {
    Group.TYPE: lambda cards, places: _by_name(cards.type_codes, cards.type[places]),
    Group.UNIT: lambda cards, places: _by_name(cards.units, cards.unit[places]),
    Group.YEAR: lambda cards, places: _by_number(cards.year[places]),
    Group.LEVEL: lambda cards, places: _by_number(cards.level[places]),
    Group.STATE: lambda cards, places: _by_state(cards.in_review[places]),
}


def counted(cards: Cards, found: Mask, masks: dict[Group, Mask]) -> dict[Group, list[Count]]:
    """For each group the records among `found` that each choice would leave, the most first.

    The other groups' choices count, the group's own does not: the numbers say what one more click would show.
    """
    places = np.flatnonzero(found)
    out = {}
    for group, count in _COUNTERS.items():
        left = np.ones(len(places), np.bool_)
        for other, mask in masks.items():
            if other is not group:
                left &= mask[places]
        out[group] = count(cards, places[left])
    return out


def count_of(cards: Cards, found: Mask, group: Group) -> list[Count]:
    """The records among `found` by one group, the most first."""
    return _COUNTERS[group](cards, np.flatnonzero(found))


def _by_name(names: tuple[str, ...], numbers: Numbers) -> list[Count]:
    counts = np.bincount(numbers, minlength=len(names))
    found = [Count(names[number], int(counts[number])) for number in np.flatnonzero(counts)]
    return sorted(found, key=lambda one: (-one.records, one.value))


def _by_number(numbers: Numbers) -> list[Count]:
    values, counts = np.unique(numbers, return_counts=True)
    return [Count(str(value), int(count)) for value, count in zip(values[::-1], counts[::-1], strict=True)]


def _by_state(in_review: Mask) -> list[Count]:
    waiting = int(np.count_nonzero(in_review))
    both = (Count(FILED, len(in_review) - waiting), Count(IN_REVIEW, waiting))
    return [one for one in both if one.records]
