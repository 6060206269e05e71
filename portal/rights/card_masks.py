"""Rights over the card file: which records a person may find, and words of the index that come near to it."""

from __future__ import annotations

import numpy as np

from portal.catalogue.cards import Cards, Mask
from portal.catalogue.page_words import type_facet, unit_facet
from portal.catalogue.wanted import Column, Phrase
from portal.rights.holding import EVERY_LEVEL, Rights
from portal.rights.roles import Right

MOST_FACETS = 400
"""Units or types that are put into a question; a province's own office covers all and asks for none."""


def open_to(rights: Rights, cards: Cards, right: Right = Right.SEE) -> Mask:
    """Which records the right holds for: what `Rights.records` selects, as a column."""
    if rights.covers_all(right):
        return cards.there
    mask = np.zeros(len(cards), np.bool_)
    for held in rights.with_right(right):
        opened = cards.there.copy()
        if held.level < EVERY_LEVEL:
            opened &= cards.level <= held.level
        if held.units is not None:
            opened &= cards.of_units(held.units)
        if held.types:
            opened &= cards.of_types(held.types)
        mask |= opened
    return mask


def facets_of(rights: Rights, right: Right = Right.SEE) -> tuple[tuple[Phrase, ...], ...]:
    """Groups of words of the index of which an open record has one each; other records may have them too.

    They make a question about a common word as quick for one commune as the commune is small; `open_to`
    then says exactly. Several grants are taken together: every unit of any, every type of any.
    """
    grants = rights.with_right(right)
    groups = []
    if grants and all(one.units is not None for one in grants):
        units = {name for one in grants for name in one.units or ()}
        groups.append([unit_facet(name) for name in sorted(units) if name])
    if grants and all(one.types for one in grants):
        groups.append([type_facet(code) for code in sorted({code for one in grants for code in one.types})])
    return tuple(
        tuple(Phrase(Column.FACETS, (word,)) for word in dict.fromkeys(words))
        for words in groups
        if 0 < len(words) <= MOST_FACETS
    )
