"""On which pages of one record the words of a query stand; asked of the search index."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from portal.catalogue.backends import backend_for
from portal.catalogue.query import Query
from portal.catalogue.ranking import ranked_pages
from portal.catalogue.wanted import Condition

MOST_PAGES = 400


def pages_with(record_id: str, query: Query) -> Mapping[int, int]:
    """The numbers of such pages, in order, each with 1; empty for a query of no words."""
    if not query.terms:
        return {}
    only = (Condition("r.record_id = %s", (record_id,)),)
    words = Query(terms=query.terms)
    found = ranked_pages(backend_for(connection), words, at_most=MOST_PAGES, only=only)
    return dict.fromkeys(sorted(one.number for one in found), 1)
