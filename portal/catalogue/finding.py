"""Finds records for a person: all that answer, counted by kind, in the order asked for, some of them shown.

`search` answers a terminal with the best few hundred pages. Here the whole result is at hand: which records,
how many of each type, unit, year and state, and the fifteen-hundredth of them by title as fast as the first.
Words are looked up in the index, everything else in the card file, rights among it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
from django.db import connection

from portal.catalogue.backends import Backend, backend_for, first_kept
from portal.catalogue.cards import Cards, Mask, Numbers, current_cards
from portal.catalogue.filters import Chosen, Count, Group, counted, within
from portal.catalogue.folding import fold
from portal.catalogue.matched import Matched, loosest, matched
from portal.catalogue.narrowing import in_utc, narrowed
from portal.catalogue.query import Query
from portal.catalogue.ranges import Span
from portal.catalogue.ranking import RankedPage, ranked
from portal.catalogue.type_names import codes_named
from portal.catalogue.wanted import Wanted
from portal.rights.card_masks import facets_of, open_to
from portal.rights.holding import Rights
from portal.rights.roles import Right

MOST_RANKED = 200
"""Pages that are put in order by how well they answer; those after them follow newest first."""


class Order(StrEnum):
    """How results are put in order; the names are those in addresses."""

    RELEVANCE = "relevance"
    RECEIVED = "received"
    DATE = "date"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Place:
    """A record of the result and the pages of it that answer."""

    record_id: str
    pages: tuple[int, ...]
    """Numbers of the catalogue's pages, the best first; empty where the query has no words."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found."""

    query: Query
    total: int
    """Records that answer and are left by the choices."""
    is_more: bool
    """Counting stopped at a bound: `total` and all counts are the least there are."""
    counts: dict[Group, list[Count]]
    shown: tuple[Place, ...]
    """Those of the page asked for, in order."""
    order: Order


@dataclass(frozen=True)
class Result:
    """A query answered over one state of the catalogue, before anything of it is shown."""

    query: Query
    cards: Cards
    scope: Mask
    """Records that the person may see and that are within the typed filters."""
    found: Mask
    """Those among them that answer."""
    chosen: Mask
    """Those among them that the choices leave."""
    masks: dict[Group, Mask]
    open: Mask
    """Those in scope that the choices leave, whether they answer or not."""
    matched: Matched | None
    """`None` where the query asks for no words: then everything in scope answers."""
    base: Wanted = field(default_factory=Wanted)

    @property
    def total(self) -> int:
        """Records left."""
        return int(np.count_nonzero(self.chosen))

    @property
    def is_more(self) -> bool:
        """Whether there are more than were counted."""
        return self.matched is not None and self.matched.is_cut_off

    def including(self, record_ids: Iterable[str]) -> Result:
        """The same with records that answer though counting stopped before it came to them."""
        found, chosen = self.found.copy(), self.chosen.copy()
        places = [self.cards.places[one] for one in record_ids]
        found[places] = chosen[places] = True
        return replace(self, found=found, chosen=chosen)

    def record_ids(self, order: Order) -> list[str]:
        """All records left, in order; by relevance counts as the newest first."""
        return [self.cards.ids[place] for place in _ordered(self, order)]

    def received_after(self, moment: np.datetime64) -> int:
        """How many of the records left were received after `moment` (UTC)."""
        return int(np.count_nonzero(self.chosen & (self.cards.received > moment)))


def answered(
    query: Query, rights: Rights, *, chosen: Chosen | None = None, right: Right = Right.SEE
) -> Result:
    """Which records answer `query`, are left by the choices, and are open to `rights`."""
    picked = chosen or Chosen()
    cards = current_cards()
    opened = open_to(rights, cards, right)
    scope = opened if _types_nothing(query) else opened & _typed(query, cards)
    masks = picked.masks(cards)
    dated = within(cards, picked.dated) if picked.dated != Span() else None
    wanted, by_index = Wanted(), None
    found = scope
    if _asks_index(query):
        base = narrowed(query, days_by_row=False)
        wanted = replace(base, any_of=(*base.any_of, *facets_of(rights, right)))
        by_index = _pages_that_answer(query, wanted, picked, cards)
        places = cards.places_of(by_index.pages)
        found = np.zeros(len(cards), np.bool_)
        found[places[places >= 0]] = True
        found &= scope
    if dated is not None:
        found = found & dated
    wanted = replace(wanted, any_of=(*wanted.any_of, *picked.words()))
    return Result(
        query=query,
        cards=cards,
        scope=scope,
        found=found,
        chosen=_left(found, masks.values()),
        masks=masks,
        open=_left(scope, masks.values() if dated is None else (*masks.values(), dated)),
        matched=by_index,
        base=wanted,
    )


def _left(mask: Mask, choices: Iterable[Mask]) -> Mask:
    for one in choices:
        mask = mask & one
    return mask


def _pages_that_answer(query: Query, wanted: Wanted, picked: Chosen, cards: Cards) -> Matched:
    """As far as counting goes. Where it stopped, those that the choices leave are counted by themselves: of
    the newest pages, which were counted, the choices may leave none.
    """
    backend = backend_for(connection)
    every = matched(backend, loosest(query, wanted), cards.position)
    if not every.is_cut_off or picked.is_empty:
        return every
    narrower = replace(wanted, any_of=(*wanted.any_of, *picked.words()))
    left = matched(backend, loosest(query, narrower), cards.position)
    return Matched(np.union1d(every.pages, left.pages)[::-1], is_cut_off=True)


def find(
    query: Query,
    rights: Rights,
    *,
    chosen: Chosen | None = None,
    order: Order | None = None,
    limit: int = 20,
    offset: int = 0,
) -> Findings:
    """The records that answer, from `offset` on, and the counts of every filter."""
    result = answered(query, rights, chosen=chosen)
    best = Order.RELEVANCE if result.matched is not None and query.terms else Order.RECEIVED
    by = best if order is None or (order is Order.RELEVANCE and best is Order.RECEIVED) else order
    if by is Order.RELEVANCE:
        result, shown = _by_relevance(result, offset, limit)
    else:
        shown = _in_order(result, by, offset, limit)
    return Findings(
        query=query,
        total=result.total,
        is_more=result.is_more,
        counts=counted(result.cards, result.found, result.masks),
        shown=tuple(shown),
        order=by,
    )


def _asks_index(query: Query) -> bool:
    return bool(query.terms or query.excluded or query.names or query.numbers or query.fields)


def _types_nothing(query: Query) -> bool:
    is_open = query.dated == query.received == Span()
    return is_open and query.needs_review is None and not query.types and not query.units


def _typed(query: Query, cards: Cards) -> Mask:
    """The records within the filters that were typed, apart from words in fields."""
    mask = within(cards, query.dated)
    received = in_utc(query.received)
    if received is not None:
        first, after = (np.datetime64(moment.replace(tzinfo=None)) for moment in received)
        mask &= (cards.received >= first) & (cards.received < after)
    if query.needs_review is not None:
        mask &= cards.in_review == query.needs_review
    if query.types:
        mask &= cards.of_types(code for text in query.types for code in codes_named(text))
    for part in query.units:
        mask &= cards.of_units(unit for unit in cards.units if unit and part in fold(unit))
    return mask


def _by_relevance(result: Result, offset: int, limit: int) -> tuple[Result, list[Place]]:
    """The places from `offset` on; and the result, with all that ranking found beyond what was counted."""
    pages: dict[str, list[int]] = {}
    enough = offset + limit + (1 if result.is_more else 0)  # one more tells whether there is a next page
    for group in _ranked(backend_for(connection), result):
        for page in group:
            pages.setdefault(page.record_id, []).append(page.page_id)
        if len(pages) >= enough:
            break
    best = [Place(record_id, tuple(numbers)) for record_id, numbers in pages.items()]
    if result.is_more:
        result = result.including(pages)
    shown = _with_other_pages(result, best[offset : offset + limit])
    if len(shown) < limit and len(best) < result.total:
        others = result.chosen.copy()
        others[[result.cards.places[one.record_id] for one in best]] = False
        rest = result.cards.newest[others[result.cards.newest]]
        start = max(0, offset - len(best))
        shown += _with_pages(result, rest[start : start + limit - len(shown)])
    return result, shown


def _ranked(backend: Backend, result: Result) -> Iterator[list[RankedPage]]:
    is_every = result.open is result.cards.there
    keeps = None if is_every else result.cards.pages_within(result.open)
    counted_already = loosest(result.query, result.base)

    def ask(wanted: Wanted) -> list[int]:
        if wanted == counted_already and result.matched is not None:
            first = first_kept(iter([result.matched.pages.tolist()]), MOST_RANKED, keeps or list)
            if len(first) == MOST_RANKED or not result.matched.is_cut_off:
                return first
        return backend.find(wanted, at_most=MOST_RANKED, keeps=keeps)

    def where(page_ids: Sequence[int]) -> dict[int, tuple[str, int, int]]:
        cards, pages = result.cards, np.array(page_ids, dtype=np.int64)
        told = zip(pages.tolist(), cards.places_of(pages).tolist(), strict=True)
        received = cards.received.view(np.int64)
        return {page: (cards.ids[place], page, int(received[place])) for page, place in told if place >= 0}

    return ranked(ask, result.query, result.base, at_most=MOST_RANKED, where=where)


def _with_other_pages(result: Result, places: Sequence[Place]) -> list[Place]:
    """The records with all pages of theirs that answer, those that were ranked first."""
    every = _with_pages(result, [result.cards.places[one.record_id] for one in places])
    return [
        Place(one.record_id, tuple(dict.fromkeys((*one.pages, *all_pages.pages))))
        for one, all_pages in zip(places, every, strict=True)
    ]


def _in_order(result: Result, order: Order, offset: int, limit: int) -> list[Place]:
    return _with_pages(result, _ordered(result, order)[offset : offset + limit])


def _ordered(result: Result, order: Order) -> Numbers:
    cards = result.cards
    match order:
        case Order.DATE:
            every = cards.by_day
        case Order.TITLE:
            every = cards.by_title
        case _:
            every = cards.newest
    return every[result.chosen[every]]


def _with_pages(result: Result, places: Sequence[int] | Numbers) -> list[Place]:
    """The records at these places with the pages of them that answer, the first page first."""
    pages: dict[int, list[int]] = {int(place): [] for place in places}
    if result.matched is not None and pages:
        owners = result.cards.places_of(result.matched.pages)
        for at in np.flatnonzero(np.isin(owners, list(pages))):
            pages[int(owners[at])].append(int(result.matched.pages[at]))
    return [Place(result.cards.ids[place], tuple(sorted(numbers))) for place, numbers in pages.items()]
