"""What is shown of a record that was found: its best page, the passage with the words marked, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.catalogue.finding import Place
from portal.catalogue.folding import Words, fold, keys_of, placed, readable
from portal.catalogue.matching import Part, find_in, phrases_of, snippet
from portal.catalogue.query import Query, Term
from portal.catalogue.type_names import FIELD_NAMES_VI, field_labels
from portal.models import CataloguePage, CatalogueRecord, FieldEntry

MOST_FIELDS_TOLD = 2
_LONGEST_LABEL = 60


class Why(StrEnum):
    """A way in which a record answers a query."""

    PHRASE_EXACT = "phrase_exact"
    """The words stand side by side, with the marks that were typed."""
    PHRASE = "phrase"
    """Side by side, in other marks."""
    WORDS = "words"
    """All on the page, apart."""
    TITLE = "title"
    NUMBER = "number"
    FIELD = "field"
    """In a field, whose label is told."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, with the label of the field where it is one."""

    why: Why
    label: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A record of the result as a page shows it."""

    record: CatalogueRecord
    page: int
    """Page of the source that answers best, from 1."""
    other_pages: tuple[int, ...]
    snippet: tuple[Part, ...]
    reasons: tuple[Reason, ...]


def shown(places: Sequence[Place], query: Query) -> list[Shown]:
    """The records at `places` with their best pages; one that was taken out meanwhile is left out."""
    ids = [place.record_id for place in places]
    records = CatalogueRecord.objects.defer("record", "rescans").in_bulk(ids)
    pages = _pages(number for place in places for number in place.pages)
    texts = _texts(place.pages[0] for place in places if place.pages) if query.terms else {}
    entries = _entries(ids) if query.terms else {}
    out = []
    for place in places:
        record = records.get(place.record_id)
        if record is None:
            continue
        numbers = [pages[one] for one in place.pages if one in pages]
        text = texts.get(place.pages[0], "") if place.pages else ""
        parted = placed(text) if text else None
        out.append(
            Shown(
                record=record,
                page=numbers[0] if numbers else 1,
                other_pages=tuple(sorted(numbers[1:])),
                snippet=snippet(text, query, parted) if parted else (),
                reasons=tuple(
                    _reasons(record, parted and parted[0], query, entries.get(record.record_id, ()))
                ),
            )
        )
    return out


def _pages(ids: Iterable[int]) -> dict[int, int]:
    return dict(CataloguePage.objects.filter(pk__in=list(ids)).values_list("pk", "number"))


def _texts(ids: Iterable[int]) -> dict[int, str]:
    rows = CataloguePage.objects.filter(pk__in=list(ids)).values_list("pk", "text", "added")
    return {pk: readable("\n".join(filter(None, (text, added)))) for pk, text, added in rows}


def _entries(record_ids: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    rows = FieldEntry.objects.filter(record_id__in=record_ids).order_by("name")
    for record_id, name, folded in rows.values_list("record_id", "name", "folded"):
        found.setdefault(record_id, []).append((name, folded))
    return found


def _reasons(
    record: CatalogueRecord, page: Words | None, query: Query, entries: Iterable[tuple[str, str]]
) -> Iterator[Reason]:
    if not query.terms:
        return
    if page is not None:
        yield Reason(_how_it_stands(page, query))
    phrases = [_folded(term) for term in phrases_of(query.terms) if not term.is_prefix]
    if phrases and all(_holds(record.title_folded, phrase) for phrase in phrases):
        yield Reason(Why.TITLE)
    if any(_holds(fold(record.document_number), phrase) for phrase in phrases):
        yield Reason(Why.NUMBER)
        return
    names = [name for name, value in entries if any(_holds(value, phrase) for phrase in phrases)]
    labels = field_labels(record.record_type)
    told = dict.fromkeys(labels.get(name) or FIELD_NAMES_VI.get(name, "") for name in names)
    for label in [one for one in told if one][:MOST_FIELDS_TOLD]:
        yield Reason(Why.FIELD, label[:_LONGEST_LABEL])


def _how_it_stands(words: Words, query: Query) -> Why:
    together = find_in(words, Query(terms=phrases_of(query.terms)))
    groups = len(phrases_of(query.terms))
    if not together.spans or not _is_whole(words.folded, query):
        return Why.WORDS
    has_marks = any(keys_of(word)[0] != keys_of(word)[1] for word in query.words)
    if groups and together.is_exact and (has_marks or all(term.is_exact for term in query.terms)):
        return Why.PHRASE_EXACT
    return Why.PHRASE


def _is_whole(folded: Sequence[str], query: Query) -> bool:
    """Whether the words stand side by side somewhere on the page."""
    whole = f" {' '.join(folded)} "
    return all(
        f" {_folded(term)}{'' if term.is_prefix else ' '}" in whole for term in phrases_of(query.terms)
    )


def _folded(term: Term) -> str:
    return " ".join(keys_of(word)[1] for word in term.words)


def _holds(folded: str, phrase: str) -> bool:
    return f" {phrase} " in f" {folded} "
