"""Searches the catalogue: exact before folded, together before scattered, newest first among equals.

The index is asked ever looser questions until enough pages are found. Each question is answered newest
first and stops at a limit, so a word on every page costs no more than a rare one, and the order does not
depend on statistics: the same archive gives the same order in every database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from portal.catalogue.backends import Backend, backend_for
from portal.catalogue.folding import readable
from portal.catalogue.matching import Part, snippet
from portal.catalogue.query import Query, parse
from portal.catalogue.questions import Question, questions_of
from portal.catalogue.type_names import known_field_names
from portal.catalogue.wanted import PageFound
from portal.models import CataloguePage, CatalogueRecord

MOST_PAGES = 1000
"""Page hits that one search looks at; whoever has more is better helped by one more word or filter."""
HITS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """A record with a page that answers the query best."""

    record_id: str
    title: str
    record_type: str
    """Code; empty for "không rõ"."""
    document_number: str
    document_date: date | None
    received_at: datetime
    unit: str
    needs_review: bool
    page: int
    """Page of the source, from 1."""
    other_pages: tuple[int, ...]
    """Further pages of the record that answer, in order."""
    snippet: tuple[Part, ...]
    score: float
    """1 for the closest kind of match, less for each looser kind; not comparable between queries."""
    is_exact: bool
    """True when the page has the words with the marks that were typed."""


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found."""

    query: Query
    hits: tuple[Hit, ...]
    total: int
    """Records found."""
    is_more: bool
    """True when `total` is the least there are: the search stopped at `MOST_PAGES` page hits."""
    page_total: int
    """Pages found."""

    @property
    def total_is_at_least(self) -> int | None:
        """The count where it is only a lower bound, else `None`."""
        return self.total if self.is_more else None


@dataclass(frozen=True, slots=True)
class _Ranked:
    page: PageFound
    rank: int
    is_exact: bool


def search(wanted: str | Query, *, limit: int = HITS_A_PAGE, offset: int = 0) -> Results:
    """Finds records by what a person typed, or by a query read before.

    Raises `QueryInvalid` when the text cannot be understood.
    """
    query = parse(wanted, known_fields=known_field_names()) if isinstance(wanted, str) else wanted
    if query.is_empty:
        return Results(query, (), 0, is_more=False, page_total=0)
    questions = questions_of(query)
    found = _ask(backend_for(connection), questions, at_most=MOST_PAGES)
    by_record: dict[str, list[_Ranked]] = {}
    for one in found:
        by_record.setdefault(one.page.record_id, []).append(one)
    shown = list(by_record.values())[offset : offset + limit]
    return Results(
        query=query,
        hits=_hits(shown, query, kinds=len(questions)),
        total=len(by_record),
        is_more=len(found) >= MOST_PAGES,
        page_total=len(found),
    )


def _ask(backend: Backend, questions: Sequence[Question], *, at_most: int) -> list[_Ranked]:
    """Pages in order: question by question, within one the newest record first, then page by page."""
    out: list[_Ranked] = []
    seen: set[int] = set()
    for rank, question in enumerate(questions):
        if len(out) >= at_most:
            break
        pages = [page for page in backend.find(question.wanted, at_most=at_most) if page.page_id not in seen]
        # Three sorts, each stable: pages in order, records by name, and over all of it the newest first.
        pages.sort(key=lambda page: (page.record_id, page.number))
        pages.sort(key=lambda page: page.received_at, reverse=True)
        seen.update(page.page_id for page in pages)
        out += [_Ranked(page, rank, question.is_exact) for page in pages]
    return out[:at_most]


def _hits(shown: Sequence[Sequence[_Ranked]], query: Query, *, kinds: int) -> tuple[Hit, ...]:
    records = CatalogueRecord.objects.defer("record").in_bulk([group[0].page.record_id for group in shown])
    texts = _texts(group[0].page.page_id for group in shown)
    out = []
    for group in shown:
        best, record = group[0], records.get(group[0].page.record_id)
        if record is None:  # taken out by another process between the two questions
            continue
        out.append(
            Hit(
                record_id=record.record_id,
                title=record.title,
                record_type=record.record_type,
                document_number=record.document_number,
                document_date=record.document_date,
                received_at=record.received_at,
                unit=record.unit,
                needs_review=record.needs_review,
                page=best.page.number,
                other_pages=tuple(sorted(one.page.number for one in group[1:])),
                snippet=snippet(texts.get(best.page.page_id, ""), query),
                score=1 - best.rank / kinds,
                is_exact=best.is_exact,
            )
        )
    return tuple(out)


def _texts(page_ids: Iterable[int]) -> dict[int, str]:
    rows = CataloguePage.objects.filter(pk__in=list(page_ids)).values_list("pk", "text", "added")
    return {pk: readable("\n".join(filter(None, (text, added)))) for pk, text, added in rows}
