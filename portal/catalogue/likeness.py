"""Papers worded like one: their titles share most of their words.

Titles are what tells papers of an office apart ("Về việc thu hồi đất để thực hiện dự án đường vành đai"), so
three neighbouring words of the title are looked for in others' titles and fields; of the newest few hundred
that hold some, those are told that share the most. No statistics of the archive, a few milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.db import connection

from portal.catalogue.backends import backend_for
from portal.catalogue.cards import current_cards
from portal.catalogue.wanted import Column, Phrase, Wanted
from portal.models import CatalogueRecord
from portal.rights.card_masks import facets_of, open_to
from portal.rights.holding import Rights

RUN_WORDS = 3
MOST_RUNS = 24
MOST_PAGES = 400
MOST_TOLD = 20
LEAST_SHARED = 0.4
"""Of the runs of three words of both titles together, those in both (Jaccard): about half of the words."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A paper whose title is like another's."""

    row: CatalogueRecord
    share: float
    """0 to 1."""
    is_of_type: bool
    """It is of the same type too."""

    @property
    def percent(self) -> int:
        return round(100 * self.share)


def worded_alike(row: CatalogueRecord, rights: Rights) -> list[Alike]:
    """Records that the person may see whose titles are like that of `row`, the most alike first."""
    runs = _runs(row.title_folded)
    if not runs:
        return []
    cards = current_cards()
    mask = open_to(rights, cards)
    place = cards.places.get(row.record_id)
    if place is not None and place < len(mask):
        mask = mask.copy()
        mask[place] = False
    any_run = tuple(Phrase(Column.NAMED, run) for run in sorted(runs)[:MOST_RUNS])
    wanted = Wanted(any_of=(any_run, *facets_of(rights)))
    pages = np.array(
        backend_for(connection).find(wanted, at_most=MOST_PAGES, keeps=cards.pages_within(mask)),
        dtype=np.int64,
    )
    ids = {cards.ids[one] for one in cards.places_of(pages)}
    rows = CatalogueRecord.objects.filter(pk__in=ids).defer("record", "reasons", "rescans")
    found = [Alike(one, _share(runs, one.title_folded), one.record_type == row.record_type) for one in rows]
    found = [one for one in found if one.share >= LEAST_SHARED]
    found.sort(key=lambda one: (-round(one.share, 2), not one.is_of_type, one.row.record_id))
    return found[:MOST_TOLD]


def _runs(folded: str) -> set[tuple[str, ...]]:
    words = folded.split()[:60]
    return {tuple(words[at : at + RUN_WORDS]) for at in range(len(words) - RUN_WORDS + 1)}


def _share(runs: set[tuple[str, ...]], folded: str) -> float:
    others = _runs(folded)
    return len(runs & others) / len(runs | others) if others else 0.0
