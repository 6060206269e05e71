"""Asks the index until enough pages are found, and puts them in order.

Every question is answered newest first and stops at a limit, so a word on every page costs no more than a
rare one. The order needs no statistics of the whole archive: close before scattered, typed marks before
others, records so named before those that mention it, then the newest. The same archive therefore gives
the same order in every database and after every rebuild.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.db import connection

from portal.catalogue.backends import Backend
from portal.catalogue.folding import keys_of
from portal.catalogue.narrowing import narrowed
from portal.catalogue.query import Query
from portal.catalogue.questions import Closeness, Questions, questions_of
from portal.catalogue.wanted import Condition, Wanted

Ask = Callable[[Wanted], list[int]]
"""A question to the index; page numbers, the last added first."""

Received = str | int | datetime
"""A time of receipt, in a form of which the later is the greater."""

Where = Callable[[Sequence[int]], Mapping[int, tuple[str, int, Received]]]
"""Tells of pages, but for those that are gone: their record, their number in it, and when it was received."""

ENOUGH_TOGETHER = 20
"""With a full page of hits that stand together, nearness need not be asked for."""


@dataclass(frozen=True, slots=True)
class RankedPage:
    """A page that answers the query, with the record that it belongs to."""

    page_id: int
    record_id: str
    number: int
    """As `Where` tells it: from 1 within the record, or any number that puts its pages in order."""
    rank: int
    """From 0; pages of one rank answer equally well."""
    closeness: Closeness
    is_exact: bool


@dataclass(frozen=True, slots=True)
class _Group:
    page_ids: Sequence[int]
    closeness: Closeness
    is_exact: bool


def ranked_pages(
    backend: Backend, query: Query, *, at_most: int, only: tuple[Condition, ...] = ()
) -> list[RankedPage]:
    """Up to `at_most` pages that answer `query`, the best first; `only` holds of each page's record."""
    base = narrowed(query)
    base = replace(base, of_records=(*base.of_records, *only))
    ask = partial(backend.find, at_most=at_most)
    return [page for group in ranked(ask, query, base, at_most=at_most, where=_where) for page in group]


def ranked(ask: Ask, query: Query, base: Wanted, *, at_most: int, where: Where) -> Iterator[list[RankedPage]]:
    """Up to `at_most` pages that hold `base` and the words of `query`, the best first, rank by rank.

    Whoever has enough stops asking, and looser questions are not asked: what came before stays the same.
    """
    seen: set[int] = set()
    rank = 0
    for group in _groups(ask, query, base, at_most):
        fresh = [page_id for page_id in group.page_ids if page_id not in seen][: at_most - len(seen)]
        if fresh:
            seen.update(fresh)
            yield _in_order(replace(group, page_ids=fresh), query, rank, where)
            rank += 1
        if len(seen) >= at_most:
            break


def _groups(ask: Ask, query: Query, base: Wanted, at_most: int) -> Iterator[_Group]:
    if not query.terms:
        yield _Group(ask(base), Closeness.TOGETHER, is_exact=False)
        return
    together = 0
    for questions in questions_of(query.terms):
        if questions.closeness is Closeness.NEAR and together >= ENOUGH_TOGETHER:
            continue
        for group in _asked(ask, base, questions, at_most):
            yield group
            together = max(together, len(group.page_ids))


def _asked(ask: Ask, base: Wanted, questions: Questions, at_most: int) -> Iterator[_Group]:
    """Pages of one closeness: spelled as typed, with the marks typed, in any marks."""
    folded = ask(base.also(*questions.folded))
    is_cut_off = len(folded) >= at_most
    if not folded or (is_cut_off and questions.closeness is Closeness.NEAR):
        # Nearness that so many pages have selects nothing: they come with the scattered ones, newest first.
        return
    stricter = base if is_cut_off else replace(base, known=tuple(folded))
    for page_ids in _with_marks(ask, stricter, questions, by_name=is_cut_off):
        yield _Group(page_ids, questions.closeness, is_exact=True)
    if questions.folded != questions.exact:
        yield _Group(folded, questions.closeness, is_exact=False)


def _with_marks(ask: Ask, base: Wanted, questions: Questions, *, by_name: bool) -> Iterator[list[int]]:
    exact = base.also(*questions.exact)
    found = ask(exact)
    if not found:
        return
    if questions.spelled:
        yield from _with_name(ask, exact.also(*questions.spelled), questions, by_name=by_name)
        yield ask(exact.also(*questions.spelled))
    yield from _with_name(ask, exact, questions, by_name=by_name)
    yield found


def _with_name(ask: Ask, wanted: Wanted, questions: Questions, *, by_name: bool) -> Iterator[list[int]]:
    # Where there are more pages than are looked at, those of that name are asked for: they may be old.
    if by_name and questions.named:
        yield ask(wanted.also(*questions.named))


def _in_order(group: _Group, query: Query, rank: int, where: Where) -> list[RankedPage]:
    """Records so named first, then the newest, and each record's pages from the first."""
    places = where(group.page_ids)
    found = [(*places[page_id], page_id) for page_id in group.page_ids if page_id in places]
    # Sorts are stable, so the last one counts most.
    found.sort(key=lambda place: (place[0], place[1]))
    found.sort(key=lambda place: place[2], reverse=True)  # type: ignore[arg-type, return-value]  # all of one kind
    if group.closeness is Closeness.TOGETHER and query.terms:
        titles = _titles({place[0] for place in found})
        name = f" {' '.join(_folded_words(query))} "
        found.sort(key=lambda place: name not in f" {titles.get(place[0], '')} ")
    return [
        RankedPage(page_id, record_id, number, rank, group.closeness, group.is_exact)
        for record_id, number, _, page_id in found
    ]


def _folded_words(query: Query) -> list[str]:
    return [keys_of(word)[1] for word in query.words]


def _where(page_ids: Sequence[int]) -> dict[int, tuple[str, int, Received]]:
    """As the database tells it; the time of receipt as that orders it."""
    # Not through the models: making a thousand times into Python's own took a third of a search.
    sql = (
        "SELECT p.id, p.record_id, p.number, r.received_at"  # noqa: S608  # only placeholders
        " FROM portal_cataloguepage p JOIN portal_cataloguerecord r ON r.record_id = p.record_id"
        f" WHERE p.id IN ({_marks(page_ids)})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, sorted(page_ids))
        return {row[0]: row[1:] for row in cursor.fetchall()}


def _titles(record_ids: Collection[str]) -> dict[str, str]:
    """Folded titles; in the database's row they lie behind the whole record, so only what counts is read."""
    sql = (
        "SELECT record_id, title_folded FROM portal_cataloguerecord"  # noqa: S608  # only placeholders
        f" WHERE record_id IN ({_marks(record_ids)})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, sorted(record_ids))
        return dict(cursor.fetchall())


def _marks(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values)) or "NULL"
