"""The card file: what filters, counts and orders need of every record, in columns in memory.

Counting the records of a search by type, unit, year and state in the database would join every page that
holds the words with its record: 60 to 100 ms for a common word among 100,000 pages. Over columns it takes one
or two. A process reads the cards once (100 bytes a record), then only what has changed (`changes`).
They hold no names and no text; a snapshot never changes, so threads share it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from portal.catalogue.changes import Position, changed_since, newest_position

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]

MOST_PATCHED = 500
"""Changed records that are read one by one; of more, everything is read again."""
MOST_MOVED = 20
"""Changed records whose places in the order by title are looked up one by one."""
NO_YEAR = 0
_IDS_A_QUESTION = 500
_CARD_COLUMNS = "record_id, record_type, unit, needs_review, sensitivity, document_date, received_at"
_NEXT_TITLE = (
    "SELECT record_id FROM portal_cataloguerecord WHERE (title_key, record_id) > (%s, %s)"
    " ORDER BY title_key, record_id LIMIT 1"
)
_NO_PLACE = -1
_NO_DAY = -(10**9)
"""Before every day, in days since 1970."""


@dataclass(frozen=True)
class Cards:
    """Every record of the catalogue; arrays share one index, the *place* of a record."""

    position: Position
    """The last change that is in them."""
    ids: tuple[str, ...]
    there: Mask
    """False where a record was taken out; its place stays empty."""
    type: NDArray[np.int32]
    """Places in `type_codes`."""
    unit: NDArray[np.int32]
    """Places in `units`."""
    in_review: Mask
    level: NDArray[np.int8]
    day: NDArray[np.datetime64]
    """Date of the document, NaT where none was read."""
    received: NDArray[np.datetime64]
    """UTC, microseconds."""
    page_place: NDArray[np.int32]
    """By page number (of the catalogue) the place of its record, -1 where there is no such page."""
    type_codes: tuple[str, ...]
    units: tuple[str, ...]
    places: dict[str, int] = field(repr=False)
    """By record; shared among snapshots, since places are only ever added."""

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def year(self) -> NDArray[np.int32]:
        """Year of the document's date; `NO_YEAR` where none was read."""
        years = self.day.astype("datetime64[Y]").astype(np.int64) + 1970
        return np.where(np.isnat(self.day), NO_YEAR, years).astype(np.int32)

    @cached_property
    def newest(self) -> Numbers:
        """Places by time of receipt, the newest first."""
        return np.argsort(-self.received.astype(np.int64), kind="stable")

    @cached_property
    def by_day(self) -> Numbers:
        """Places by date of the document, the newest first; those without one come last, the newest first."""
        days = np.where(np.isnat(self.day), _NO_DAY, self.day.astype(np.int64))
        return self.newest[np.argsort(-days[self.newest], kind="stable")]

    @cached_property
    def by_title(self) -> Numbers:
        """Places by title in Vietnamese order; records without a key of theirs come first."""
        rows = _rows("SELECT record_id FROM portal_cataloguerecord ORDER BY title_key, record_id")
        found = [self.places.get(str(row[0]), _NO_PLACE) for row in rows]
        return np.array([place for place in found if _NO_PLACE < place < len(self)], dtype=np.int64)

    def places_of(self, page_numbers: NDArray[np.int64]) -> NDArray[np.int32]:
        """The place of each page's record; pages of later records are -1."""
        known = page_numbers < len(self.page_place)
        found = np.full(len(page_numbers), _NO_PLACE, dtype=np.int32)
        found[known] = self.page_place[page_numbers[known]]
        return found

    def pages_within(self, mask: Mask) -> Callable[[list[int]], list[int]]:
        """Lets through those of some page numbers whose record is in `mask`."""

        def kept(numbers: list[int]) -> list[int]:
            pages = np.array(numbers, dtype=np.int64)
            places = self.places_of(pages)
            known = places >= 0
            return [int(page) for page in pages[known][mask[places[known]]]]

        return kept

    def of_types(self, codes: Iterable[str]) -> Mask:
        """Which records are of one of these types."""
        return _chosen(self.type_codes, codes)[self.type]

    def of_units(self, names: Iterable[str]) -> Mask:
        """Which records are of one of these units."""
        return _chosen(self.units, names)[self.unit]


def _chosen(names: Sequence[str], wanted: Iterable[str]) -> Mask:
    some = frozenset(wanted)
    return np.array([name in some for name in names], dtype=np.bool_)


_lock = threading.Lock()
_kept: tuple[str, Cards] | None = None


def current_cards() -> Cards:
    """The cards as the database has them now."""
    global _kept  # noqa: PLW0603  # one card file a process, as there is one database
    name = str(connection.settings_dict["NAME"])
    with _lock:
        held = _kept[1] if _kept is not None and _kept[0] == name else None
        cards = _brought_up(held) if held is not None else _read()
        _kept = (name, cards)
    return cards


def _brought_up(held: Cards) -> Cards:
    newest = newest_position()
    if newest == held.position:
        return held
    changed = changed_since(held.position, at_most=MOST_PATCHED)
    return _read() if changed is None else _patched(held, changed, newest)


def _read() -> Cards:
    position = newest_position()  # before the rows: what comes between is read a second time
    rows = list(_rows(f"SELECT {_CARD_COLUMNS} FROM portal_cataloguerecord ORDER BY received_at, record_id"))  # noqa: S608
    empty = Cards(
        position=position,
        ids=(),
        there=np.zeros(0, np.bool_),
        type=np.zeros(0, np.int32),
        unit=np.zeros(0, np.int32),
        in_review=np.zeros(0, np.bool_),
        level=np.zeros(0, np.int8),
        day=np.zeros(0, "datetime64[D]"),
        received=np.zeros(0, "datetime64[us]"),
        page_place=np.zeros(0, np.int32),
        type_codes=(),
        units=(),
        places={},
    )
    return _with_every_page(_with_rows(empty, rows))


def _with_every_page(cards: Cards) -> Cards:
    """The cards with the pages of all records.

    Pages that were put in together have numbers in a row: a line a record instead of one a page is a
    tenth of the lines where records have ten pages.
    """
    spans = list(
        _rows("SELECT record_id, min(id), max(id), count(*) FROM portal_cataloguepage GROUP BY record_id")
    )
    if not spans:
        return cards
    columns = list(zip(*spans, strict=True))
    places = np.array([cards.places.get(str(one), _NO_PLACE) for one in columns[0]], dtype=np.int32)
    first, last, count = (np.array(column, dtype=np.int64) for column in columns[1:])
    is_row = last - first + 1 == count
    length = count[is_row]
    steps = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    numbers = np.repeat(first[is_row], length) + steps
    cards = _with_numbers(cards, numbers, np.repeat(places[is_row], length))
    scattered = [str(one) for one, together in zip(columns[0], is_row, strict=True) if not together]
    for start in range(0, len(scattered), _IDS_A_QUESTION):
        cards = _with_pages(cards, _pages_of(scattered[start : start + _IDS_A_QUESTION]))
    return cards


def _pages_of(record_ids: Sequence[str]) -> list[tuple[object, ...]]:
    marks = ", ".join(["%s"] * len(record_ids))
    sql = f"SELECT id, record_id FROM portal_cataloguepage WHERE record_id IN ({marks})"  # noqa: S608
    return list(_rows(sql, record_ids))


def _patched(held: Cards, changed: Sequence[str], position: Position) -> Cards:
    """`held` with the rows of the changed records read again."""
    rows: list[tuple[object, ...]] = []
    pages: list[tuple[object, ...]] = []
    for start in range(0, len(changed), _IDS_A_QUESTION):
        some = changed[start : start + _IDS_A_QUESTION]
        marks = ", ".join(["%s"] * len(some))
        among = f"record_id IN ({marks})"
        rows += _rows(f"SELECT {_CARD_COLUMNS} FROM portal_cataloguerecord WHERE {among}", some)  # noqa: S608
        pages += _pages_of(some)
    gone = np.array([held.places[one] for one in changed if one in held.places], dtype=np.int32)
    there, page_place = held.there.copy(), held.page_place.copy()
    there[gone] = False
    page_place[np.isin(page_place, gone)] = _NO_PLACE
    without = replace(held, position=position, there=there, page_place=page_place)
    cards = _with_pages(_with_rows(without, rows), pages)
    if "by_title" in vars(held) and len(changed) <= MOST_MOVED:
        vars(cards)["by_title"] = _moved(held.by_title, cards, changed)
    return cards


def _moved(order: Numbers, cards: Cards, changed: Sequence[str]) -> Numbers:
    """An order by title with the changed records taken out and put in where they stand now.

    Reading the whole order takes 0.1 s for 100,000 records; each of these questions reads one entry of it.
    """
    order = order[~np.isin(order, [cards.places[one] for one in changed if one in cards.places])]
    marks = ", ".join(["%s"] * len(changed))
    keys = _rows(
        f"SELECT title_key, record_id FROM portal_cataloguerecord WHERE record_id IN ({marks})",  # noqa: S608
        changed,
    )
    for key, record_id in sorted(keys, reverse=True):  # type: ignore[type-var]  # both are text
        after = list(_rows(_NEXT_TITLE, [str(key), str(record_id)]))
        at = np.flatnonzero(order == cards.places.get(str(after[0][0]), _NO_PLACE)) if after else ()
        order = np.insert(order, int(at[0]) if len(at) else len(order), cards.places[str(record_id)])
    return order


def _with_rows(cards: Cards, rows: Sequence[tuple[object, ...]]) -> Cards:
    """The cards with these records in their places, new ones behind."""
    if not rows:
        return cards
    ids = list(cards.ids)
    for row in rows:
        if str(row[0]) not in cards.places:
            cards.places[str(row[0])] = len(ids)
            ids.append(str(row[0]))
    at = np.array([cards.places[str(row[0])] for row in rows], dtype=np.int64)
    columns = list(zip(*rows, strict=True))
    type_codes, types = _numbered(cards.type_codes, columns[1])
    units, unit_places = _numbered(cards.units, columns[2])
    size = len(ids)
    return replace(
        cards,
        ids=tuple(ids),
        there=_put(cards.there, size, at, True),
        type=_put(cards.type, size, at, types),
        unit=_put(cards.unit, size, at, unit_places),
        in_review=_put(cards.in_review, size, at, [bool(one) for one in columns[3]]),
        level=_put(cards.level, size, at, [int(str(one)) for one in columns[4]]),
        day=_put(cards.day, size, at, np.array([_text(one, 10) for one in columns[5]], "datetime64[D]")),
        received=_put(
            cards.received, size, at, np.array([_text(one, 26) for one in columns[6]], "datetime64[us]")
        ),
        type_codes=type_codes,
        units=units,
    )


def _with_pages(cards: Cards, pages: Sequence[tuple[object, ...]]) -> Cards:
    if not pages:
        return cards
    numbers = np.array([page[0] for page in pages], dtype=np.int64)
    places = np.array([cards.places.get(str(page[1]), _NO_PLACE) for page in pages], dtype=np.int32)
    return _with_numbers(cards, numbers, places)


def _with_numbers(cards: Cards, numbers: Numbers, places: NDArray[np.int32]) -> Cards:
    if not len(numbers):
        return cards
    size = max(len(cards.page_place), int(numbers.max()) + 1)
    grown = np.full(size, _NO_PLACE, dtype=np.int32)
    grown[: len(cards.page_place)] = cards.page_place
    grown[numbers] = places
    return replace(cards, page_place=grown)


def _put(column: NDArray, size: int, at: Numbers, values: object) -> NDArray:  # type: ignore[type-arg]
    """A copy of `column`, `size` long, with `values` at the places `at`."""
    grown = np.zeros(size, dtype=column.dtype)
    grown[: len(column)] = column
    grown[at] = values
    return grown


def _numbered(known: tuple[str, ...], names: Sequence[object]) -> tuple[tuple[str, ...], list[int]]:
    """`known` with the new names behind, and the number of each of `names` in it."""
    numbers = {name: number for number, name in enumerate(known)}
    found = [numbers.setdefault(str(name), len(numbers)) for name in names]
    return tuple(numbers), found


def _text(value: object, length: int) -> str:
    """A date or time in UTC as SQLite writes it, which numpy reads; no date is "not a time"."""
    if isinstance(value, datetime):  # from PostgreSQL, with its offset
        value = value.replace(tzinfo=None)
    return "NaT" if value is None else str(value)[:length]


def _rows(sql: str, parameters: Sequence[str] = ()) -> Iterator[tuple[object, ...]]:
    # Not through the models: making 100,000 dates into Python's own takes a second.
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        yield from cursor.fetchall()
