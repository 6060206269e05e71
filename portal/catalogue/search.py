"""Searches the catalogue: what a person typed goes in, records with their best page come out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from portal.catalogue.backends import backend_for
from portal.catalogue.folding import readable
from portal.catalogue.matching import Part, snippet
from portal.catalogue.query import Query
from portal.catalogue.questions import Closeness
from portal.catalogue.ranking import RankedPage, ranked_pages
from portal.catalogue.typed import understood
from portal.models import CataloguePage, CatalogueRecord
from portal.rights.conditions import condition_of
from portal.rights.holding import Rights

MOST_PAGES = 500
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
    closeness: Closeness
    """How the words stand on that page."""
    score: float
    """1 for the best kind of match, less for each looser kind; not comparable between queries."""
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


def search(wanted: str | Query, *, rights: Rights, limit: int = HITS_A_PAGE, offset: int = 0) -> Results:
    """Finds records by what a person typed, or by a query read before, among those that `rights` open.

    Raises `QueryInvalid` when the text cannot be understood.
    """
    query = understood(wanted) if isinstance(wanted, str) else wanted
    if query.is_empty:
        return Results(query, (), 0, is_more=False, page_total=0)
    found = ranked_pages(backend_for(connection), query, at_most=MOST_PAGES, only=condition_of(rights))
    by_record: dict[str, list[RankedPage]] = {}
    for page in found:
        by_record.setdefault(page.record_id, []).append(page)
    shown = list(by_record.values())[offset : offset + limit]
    return Results(
        query=query,
        hits=_hits(shown, query),
        total=len(by_record),
        is_more=len(found) >= MOST_PAGES,
        page_total=len(found),
    )


def _hits(shown: Sequence[Sequence[RankedPage]], query: Query) -> tuple[Hit, ...]:
    records = CatalogueRecord.objects.defer("record").in_bulk([group[0].record_id for group in shown])
    texts = _texts(group[0].page_id for group in shown)
    out = []
    for group in shown:
        best, record = group[0], records.get(group[0].record_id)
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
                page=best.number,
                other_pages=tuple(sorted(one.number for one in group[1:])),
                snippet=snippet(texts.get(best.page_id, ""), query),
                closeness=best.closeness,
                score=1 / (1 + best.rank),
                is_exact=best.is_exact,
            )
        )
    return tuple(out)


def _texts(page_ids: Iterable[int]) -> dict[int, str]:
    rows = CataloguePage.objects.filter(pk__in=list(page_ids)).values_list("pk", "text", "added")
    return {pk: readable("\n".join(filter(None, (text, added)))) for pk, text, added in rows}
