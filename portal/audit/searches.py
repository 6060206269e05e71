"""Writes searches down so that an auditor can ask "did anybody search for this name?", and no name is kept.

The chain holds a digest of the words (SHA-256 of them as search compares them: small letters, no marks, one
space), so that whoever knows the words finds the search again and nobody reads them out of the chain. Beside
it stand how long the text was, how many words, which filters with their values where these are codes, and
how many records came.
"""

from __future__ import annotations

import hashlib

from django.http import HttpRequest

from portal.audit.kinds import Kind
from portal.audit.noting import note_look
from portal.catalogue.asked import Asked
from portal.catalogue.folding import fold
from portal.catalogue.query import Query
from records.errors import QueryInvalid

PREFIX = "search"


def note_search(request: HttpRequest, asked: Asked, query: Query, found: int) -> None:
    """Writes the search down; turning its pages is the same search. Nothing for one that asks for nothing."""
    if asked.is_empty:
        return
    told: dict[str, object] = {
        "found": found,
        "words": len(query.words),
        "letters": len(asked.text),
        "filters": sorted({*_typed(query), *(f"{name}={value}" for name, value in asked.pairs_beside)}),
    }
    same = ("words", "letters", "filters")
    note_look(request, Kind.SEARCHED, object=_object(asked.text, query), only_same=same, **told)


def objects_of(text: str) -> tuple[str, ...]:
    """What events of searches for these words are about; the older form, of the address, among them."""
    asked = Asked(text=text.strip())
    try:
        query = asked.query()
    except QueryInvalid:
        query = Query()
    return _object(asked.text, query), f"{PREFIX}:{asked.digest}"


def _object(text: str, query: Query) -> str:
    words = fold(" ".join(query.words)) or fold(text)
    return f"{PREFIX}:{hashlib.sha256(words.encode()).hexdigest()}" if words else PREFIX


def _typed(query: Query) -> set[str]:
    """Names of the filters that were typed among the words; their values may be personal."""
    told = {
        "types": query.types,
        "units": query.units,
        "name": query.names,
        "number": query.numbers,
        "dated": query.dated.first or query.dated.last,
        "received": query.received.first or query.received.last,
        "state": query.needs_review is not None,
        "without": query.excluded,
    }
    return {name for name, value in told.items() if value} | {one.name for one in query.fields}
