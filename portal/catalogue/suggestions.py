"""What the box offers while somebody types: filters, types, units, names and numbers that they may see.

Every offer is counted or looked up within the person's rights; a name that stands only on papers closed
to them is never offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

import numpy as np
from django.db import connection

from portal.catalogue.backends import backend_for
from portal.catalogue.cards import Cards, Mask, current_cards
from portal.catalogue.folding import fold, words_of
from portal.catalogue.query import LONGEST_QUERY
from portal.catalogue.type_names import UNKNOWN_CODE, known_field_names, type_name
from portal.catalogue.wanted import Column, Phrase, Wanted
from portal.models import CataloguePage, CatalogueRecord, FieldEntry
from portal.rights.card_masks import facets_of, open_to
from portal.rights.holding import Rights

MOST = 9
MOST_A_KIND = 4
SHORTEST_NAME = 2
_WHOLE_PREFIX = 3
"""Letters with which the index is asked for words that begin so; shorter ones stand for too many words."""
MOST_PAGES = 300
_LAST = re.compile(r'(?:^|(?<=\s))(?:(?P<key>[^\W\d_][\w-]*):)?(?P<value>"[^"]*|[^\s"]*)$')
_NOT_PERSONS = ("work", "project", "foreign", "short", "business", "planned", "name_vi")
_AFTER_ALL = "\U0010ffff"


class Kind(StrEnum):
    """What is offered."""

    FILTER = "filter"
    TYPE = "type"
    UNIT = "unit"
    STATE = "state"
    NAME = "name"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One offer."""

    kind: Kind
    text: str
    """As it is shown."""
    completed: str
    """What stands in the box when it is taken."""
    records: int | None = None


FILTERS = ("loại:", "đơn_vị:", "tên:", "số:", "ngày:", "từ:", "đến:", "nhận:", "trạng_thái:")
_STATES = ("review", "filed")
_KEYS = {
    "loai": Kind.TYPE, "type": Kind.TYPE, "donvi": Kind.UNIT, "unit": Kind.UNIT, "ten": Kind.NAME,
    "name": Kind.NAME, "hoten": Kind.NAME, "so": Kind.NUMBER, "number": Kind.NUMBER,
    "trangthai": Kind.STATE, "state": Kind.STATE,
}  # fmt: skip


def suggestions(text: str, rights: Rights) -> list[Suggestion]:
    """Up to `MOST` offers for a box that holds `text`, its caret at the end."""
    text = text[:LONGEST_QUERY].lstrip()
    found = _LAST.search(text)
    if not text or found is None:
        return []
    before, value = text[: found.start()], found["value"].lstrip('"')
    kind = _KEYS.get(re.sub(r"[\W_]", "", fold(found["key"] or "")))
    if found["key"] and kind is None:
        return []
    cards = current_cards()
    asked = _Asked(before, value, rights, cards, open_to(rights, cards))
    if kind is not None:
        return list(islice(_WAYS[kind](asked), MOST))
    whole = _Asked("", text.strip('"'), rights, cards, asked.mask)
    out: list[Suggestion] = list(islice(_filters(asked), MOST_A_KIND))
    for way in (_names, _numbers, _types, _units):
        # "con nu" may be the beginning of a name, or "nu" of one more word.
        out += list(islice(way(whole), MOST_A_KIND)) or list(islice(_last_word(way, asked), MOST_A_KIND))
    return out[:MOST]


def _last_word(way: Callable[[_Asked], Iterator[Suggestion]], asked: _Asked) -> Iterator[Suggestion]:
    return way(asked) if asked.before and way in (_types, _units) else iter(())


@dataclass(frozen=True, slots=True)
class _Asked:
    before: str
    """What stands in the box before the piece that is being typed."""
    value: str
    rights: Rights
    cards: Cards
    mask: Mask

    def counts(self, column: np.ndarray, size: int) -> list[int]:  # type: ignore[type-arg]
        """Open records by type or unit."""
        return [int(one) for one in np.bincount(column[self.mask], minlength=size)]

    def is_open(self, record_id: str) -> bool:
        place = self.cards.places.get(record_id, -1)
        return 0 <= place < len(self.mask) and bool(self.mask[place])


def _filters(asked: _Asked) -> Iterator[Suggestion]:
    wanted = fold(asked.value).replace(" ", "")
    for name in FILTERS if wanted else ():
        if fold(name).replace(" ", "").startswith(wanted):
            yield Suggestion(Kind.FILTER, name, asked.before + name)


def _types(asked: _Asked) -> Iterator[Suggestion]:
    codes = asked.cards.type_codes
    named = zip(codes, asked.counts(asked.cards.type, len(codes)), strict=True)
    yield from _chosen(
        asked, Kind.TYPE, "loại:", ((code or UNKNOWN_CODE, type_name(code), n) for code, n in named)
    )


def _units(asked: _Asked) -> Iterator[Suggestion]:
    units = asked.cards.units
    named = zip(units, asked.counts(asked.cards.unit, len(units)), strict=True)
    yield from _chosen(asked, Kind.UNIT, "đơn_vị:", ((name, name, n) for name, n in named if name))


def _chosen(
    asked: _Asked, kind: Kind, key: str, choices: Iterable[tuple[str, str, int]]
) -> Iterator[Suggestion]:
    wanted = fold(asked.value)
    found = [(-count, name, value) for value, name, count in choices if count and wanted in fold(name)]
    for count, name, value in sorted(found):
        yield Suggestion(kind, name, f"{asked.before}{key}{_quoted(value)} ", -count)


def _states(asked: _Asked) -> Iterator[Suggestion]:
    for state in _STATES:
        if state.startswith(fold(asked.value)):
            yield Suggestion(Kind.STATE, state, f"{asked.before}trạng_thái:{state} ")


def _names(asked: _Asked) -> Iterator[Suggestion]:
    wanted = fold(asked.value)
    if len(wanted) < SHORTEST_NAME or any(letter.isdigit() for letter in wanted):
        return
    key = "tên:" if asked.before.strip() or asked.value != asked.value.strip() else ""
    told: set[str] = set()
    for value, folded in _people(asked, wanted):
        if folded not in told and f" {wanted}" in f" {folded}":
            told.add(folded)
            shown = " ".join(word.capitalize() if word.isupper() else word for word in value.split())
            yield Suggestion(Kind.NAME, shown, f'{asked.before}{key}"{shown}" ')


def _people(asked: _Asked, wanted: str) -> list[tuple[str, str]]:
    """Names of persons on the newest records that name somebody so, and their folded forms."""
    words = tuple(wanted.split())
    is_prefix = len(words[-1]) >= _WHOLE_PREFIX
    if not is_prefix:
        words = words[:-1]
    if not words:
        return []
    wanted_pages = Wanted(
        all_of=(Phrase(Column.NAMED, words, is_prefix=is_prefix),), any_of=facets_of(asked.rights)
    )
    keeps = asked.cards.pages_within(asked.mask)
    pages = backend_for(connection).find(wanted_pages, at_most=MOST_PAGES, keeps=keeps)
    records = CataloguePage.objects.filter(pk__in=pages).values("record_id")
    rows = FieldEntry.objects.filter(
        record_id__in=records, name__in=person_fields(), folded__contains=words[0]
    )
    return list(rows.values_list("value", "folded")[: 4 * MOST_PAGES])


def person_fields() -> list[str]:
    """Names of the fields that hold the name of a person."""
    return sorted(
        name
        for name in known_field_names()
        if "name" in name and not any(one in name for one in _NOT_PERSONS)
    )


def _numbers(asked: _Asked) -> Iterator[Suggestion]:
    wanted = asked.value.strip()
    if not wanted or not wanted[0].isdigit() or not words_of(wanted):
        return
    rows = CatalogueRecord.objects.filter(
        document_number__gte=wanted, document_number__lt=wanted + _AFTER_ALL
    ).order_by("document_number")
    told: set[str] = set()
    for record_id, number in rows.values_list("record_id", "document_number")[:MOST_PAGES]:
        if number not in told and asked.is_open(record_id):
            told.add(number)
            yield Suggestion(Kind.NUMBER, number, f"{asked.before}số:{_quoted(number)} ")


def _quoted(value: str) -> str:
    bare = value.replace('"', " ")
    return f'"{bare}"' if re.search(r"\s", bare) else bare


_WAYS: dict[Kind, Callable[[_Asked], Iterator[Suggestion]]] = {
    Kind.TYPE: _types,
    Kind.UNIT: _units,
    Kind.NAME: _names,
    Kind.NUMBER: _numbers,
    Kind.STATE: _states,
}
