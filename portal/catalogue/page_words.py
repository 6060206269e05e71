"""What the index holds of a page, worked out from the catalogue's rows alone.

From the rows and not from the record, so that the same words can be taken out again when the record is
corrected: a contentless index must be told what it forgets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from portal.catalogue.folding import fold, has_two_spellings, keys_of, words_of
from portal.catalogue.wanted import Column, PageWords, Phrase
from portal.models import CataloguePage, CatalogueRecord, FieldEntry

BREAK = "0q0"
"""Stands between texts that must not be read on into each other; no paper prints it."""
OLDEST_YEAR, NEWEST_YEAR = 1850, 2150
"""Years that get a word of their own; a date outside is found by its record's row only."""
_LONGEST_NAMED = 60
"""Words of one value that its record answers to; a longer text is found on its page."""


def page_words(
    record: CatalogueRecord, pages: Iterable[CataloguePage], entries: Iterable[FieldEntry]
) -> Iterator[PageWords]:
    """The words of each of `pages`, which belong to `record` and its field `entries`."""
    named = _named(record, entries)
    facets = " ".join(facets_of(record))
    for page in pages:
        yield _words_of_page(page, named, facets)


def _words_of_page(page: CataloguePage, named: str, facets: str) -> PageWords:
    parts = [page.text, *page.added.splitlines()]
    written: list[str] = []
    for part in parts:
        if written:
            written.append(BREAK)
        written += words_of(part)
    keys = [keys_of(word) for word in written]
    spelled = {word for word in set(written) if has_two_spellings(keys_of(word)[0])}
    return PageWords(
        page_id=page.pk,
        marked=" ".join([marked for marked, _ in keys]),
        folded=" ".join([folded for _, folded in keys]),
        spelled=" ".join(sorted(spelled)),
        named=named,
        facets=facets,
    )


def _named(record: CatalogueRecord, entries: Iterable[FieldEntry]) -> str:
    values = [record.title, *(entry.value for entry in entries)]
    values += [entry.normalised for entry in entries if fold(entry.normalised) != fold(entry.value)]
    folded = dict.fromkeys(" ".join(fold(value).split(" ")[:_LONGEST_NAMED]) for value in values if value)
    return f" {BREAK} ".join(folded)


def facets_of(record: CatalogueRecord) -> list[str]:
    """The words by which a record's pages are narrowed."""
    return [
        type_facet(record.record_type),
        state_facet(record.needs_review),
        *([unit_facet(record.unit)] if record.unit else []),
        *(_day_facets("d", record.document_date) if record.document_date else []),
        *_day_facets("r", _utc_day(record.received_at)),
    ]


def type_facet(code: str) -> str:
    return "t" + code.replace("_", "") if code else "tx"


def state_facet(needs_review: bool) -> str:
    return "sreview" if needs_review else "sfiled"


def unit_facet(unit: str) -> str:
    # A name has spaces and marks; its digest is one word.
    return "u" + hashlib.sha256(fold(unit).encode()).hexdigest()[:16]


def _day_facets(letter: str, day: date) -> list[str]:
    return [f"{letter}{day.year:04d}", f"{letter}{day.year:04d}{day.month:02d}"]


def _utc_day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def date_facets(letter: str, first: date | None, last: date | None) -> tuple[Phrase, ...]:
    """The years and months that together cover `first` to `last`, and no month more.

    `letter` is `d` for the document's date and `r` for the day of receipt.
    """
    start = max(first or date.min, date(OLDEST_YEAR, 1, 1))
    end = min(last or date.max, date(NEWEST_YEAR, 12, 31))
    words: list[str] = []
    for year in range(start.year, end.year + 1):
        low = start.month if year == start.year else 1
        high = end.month if year == end.year else 12
        if (low, high) == (1, 12):
            words.append(f"{letter}{year:04d}")
        else:
            words += [f"{letter}{year:04d}{month:02d}" for month in range(low, high + 1)]
    return tuple(Phrase(Column.FACETS, (word,)) for word in words)
