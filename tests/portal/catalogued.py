"""Builds valid records for the tests of catalogue, search and views; everything may be overridden."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from records import Box, FieldValue, Page, Record, RecordId, Source, Word, record_id_for

if TYPE_CHECKING:
    from portal.catalogue.search import Results

PAGE_WIDTH, PAGE_HEIGHT = 2480, 3508


def make_page(text: str, *, number: int = 1) -> Page:
    """A page whose words stand on a grid, line by line as in `text`."""
    words = []
    for row, line in enumerate(text.splitlines()):
        for column, word in enumerate(line.split()):
            box = Box(200 + 180 * column, 300 + 60 * row, 360 + 180 * column, 340 + 60 * row)
            words.append(Word(word, box, 0.95, line=row))
    return Page(number, 300, PAGE_WIDTH, PAGE_HEIGHT, words=tuple(words), is_blank=not words)


def make_field(value: str, normalised: str | None = None, *, page: int = 1, **changes: object) -> FieldValue:
    """A field value that was read surely, somewhere on `page`."""
    parts: dict[str, object] = {
        "value": value,
        "normalised": value if normalised is None else normalised,
        "confidence": 0.97,
        "page": page,
        "box": Box(200, 300, 900, 340),
        "as_read": value,
        "rule": "label:test",
    }
    return FieldValue(**{**parts, **changes})  # type: ignore[arg-type]


def make_record(
    *texts: str,
    name: str = "giay-to.pdf",
    record_type: str | None = "decision",
    fields: Mapping[str, FieldValue] | None = None,
    reasons: Sequence[str] = (),
) -> Record:
    """A record with a page for each text."""
    pages = tuple(make_page(text, number=number) for number, text in enumerate(texts, start=1))
    return Record(
        source=Source(name, hashlib.sha256(f"{name}{texts}".encode()).hexdigest(), len(pages)),
        record_type=record_type,
        type_confidence=0.99,
        needs_review=bool(reasons),
        threshold=0.9,
        pages=pages,
        reasons=tuple(reasons),
        fields=fields or {},
    )


def add(record: Record, *, received_at: str = "2026-06-01T08:00:00+07:00", unit: str = "") -> RecordId:
    """Puts a record into the catalogue; its identifier."""
    from portal.catalogue.index import index_record

    record_id = record_id_for(record.source.sha256)
    index_record(record_id, "v1", record, {"received_at": received_at, "unit": unit})
    return record_id


def search_all(query: str, **options: Any) -> Results:
    """Searches as the machine's own user, who may see every record."""
    from portal.catalogue.search import search
    from portal.rights.holding import Rights

    return search(query, rights=Rights.everything(), **options)
