"""Every page that answers a query, as far as counting goes, kept for the next click.

Counts need all pages, ranking only the best few hundred. The loosest question (all words, anywhere on the
page, in any marks) finds all that the stricter ones find; its page numbers come newest first, some million a
second, and counting stops at a bound and says so.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from portal.catalogue.backends import Backend
from portal.catalogue.changes import Position
from portal.catalogue.query import Query
from portal.catalogue.questions import questions_of
from portal.catalogue.wanted import Wanted

MOST_COUNTED = 200_000
"""Pages; 1.6 MB and some 60 ms."""
COUNT_SECONDS = 0.05
"""A phrase of the commonest words takes longer for each page: counting stops, the first hits stay."""
LEAST_COUNTED = 2_000
"""However slow the machine, so many pages are looked at: what is shown first does not depend on its load."""
_KEPT = 12


@dataclass(frozen=True, slots=True)
class Matched:
    """Page numbers of the catalogue, the last added first."""

    pages: NDArray[np.int64]
    is_cut_off: bool
    """There are more: every count is the least that there is."""


def loosest(query: Query, base: Wanted) -> Wanted:
    """What every page has that answers `query` within `base`."""
    return base.also(*questions_of(query.terms)[-1].folded) if query.terms else base


_lock = threading.Lock()
_kept: OrderedDict[tuple[str, Position, Wanted], Matched] = OrderedDict()


def matched(backend: Backend, wanted: Wanted, position: Position) -> Matched:
    """The pages that hold `wanted`; `position` is that of the cards with which they will be counted.

    People look at the second page, click a filter, go back: the last few answers are kept while nothing
    changes.
    """
    key = (str(connection.settings_dict["NAME"]), position, wanted)
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
            return found
    found = _collected(backend.each(wanted))
    with _lock:
        _kept[key] = found
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return found


def _collected(pieces: Iterator[list[int]]) -> Matched:
    deadline = time.monotonic() + COUNT_SECONDS
    numbers: list[int] = []
    is_cut_off = False
    for piece in pieces:
        numbers += piece
        is_late = len(numbers) >= LEAST_COUNTED and time.monotonic() > deadline
        if len(numbers) >= MOST_COUNTED or is_late:
            is_cut_off = True
            break
    return Matched(np.array(numbers, dtype=np.int64), is_cut_off)
