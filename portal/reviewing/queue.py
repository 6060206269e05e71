"""What waits for review, in the order that a person chose, and what comes after the record at hand.

Records that others are on are passed over, and those that the person left come last. Each order has an
index, so that the next one is found without sorting what waits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.catalogue.cards import current_cards
from portal.catalogue.filters import Group, count_of
from portal.models import CatalogueRecord, ReviewLeave
from portal.reviewing.claims import claimed_by_others
from portal.rights.card_masks import open_to
from portal.rights.holding import Rights
from portal.rights.roles import Right

MOST_COUNTED = 200
LEFT_FOR = timedelta(hours=18)
"""How long a record that a person passed over stays at the end of their queue: until tomorrow."""
NO_TYPE = "unknown"
"""Stands for "không rõ" in addresses."""


class Order(StrEnum):
    """In which order a person wants to work."""

    OLDEST = "oldest"
    NEWEST = "newest"
    QUICK = "quick"
    """The fewest doubts first."""
    HARD = "hard"
    """The most doubts first."""


_KEYS: Mapping[Order, tuple[str, bool]] = {
    Order.OLDEST: ("received_at", True),
    Order.NEWEST: ("received_at", False),
    Order.QUICK: ("doubt_count", True),
    Order.HARD: ("doubt_count", False),
}
"""The column of each order, and whether it rises."""

_GROUPS = {"record_type": Group.TYPE, "unit": Group.UNIT}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants to work on."""

    order: Order = Order.OLDEST
    record_type: str = ""
    """Code, or `NO_TYPE`; empty for all."""
    unit: str = ""

    @classmethod
    def of(cls, told: Mapping[str, object]) -> Wanted:
        """From an address or a session; what makes no sense is left out."""
        order = str(told.get("sort", ""))
        return cls(
            Order(order) if order in set(Order) else Order.OLDEST,
            str(told.get("type", ""))[:64],
            str(told.get("unit", ""))[:255],
        )

    def as_dict(self) -> dict[str, str]:
        """What `of` reads."""
        return {"sort": self.order.value, "type": self.record_type, "unit": self.unit}


def waiting(rights: Rights, wanted: Wanted) -> QuerySet[CatalogueRecord]:
    """The records that wait and that the person may correct, in the order that they want."""
    rows = rights.records(Right.REVIEW).filter(needs_review=True)
    if wanted.record_type:
        rows = rows.filter(record_type="" if wanted.record_type == NO_TYPE else wanted.record_type)
    if wanted.unit:
        rows = rows.filter(unit=wanted.unit)
    key, rises = _KEYS[wanted.order]
    return rows.order_by(*((key, "record_id") if rises else (f"-{key}", "-record_id")))


def following(rights: Rights, wanted: Wanted, here: CatalogueRecord | None) -> CatalogueRecord | None:
    """The next record after `here`; behind the last from the beginning again, left ones at last."""
    rows = waiting(rights, wanted)
    if here is not None:
        rows = rows.exclude(pk=here.pk)
    others = claimed_by_others(rights.account)
    left = left_by(rights.account)
    free = rows.exclude(pk__in=[*others, *left])
    for_me = free.filter(
        pk__in=list(
            ReviewLeave.objects.filter(left_for=rights.account).values_list("record_id", flat=True)[:100]
        )
    )
    after = free.filter(_behind(wanted, here)) if here is not None else free
    tries: Sequence[QuerySet[CatalogueRecord]] = (
        *((for_me,) if rights.account else ()),
        after,
        free,
        rows.exclude(pk__in=others),
    )
    return next((found for one in tries if (found := _first(one)) is not None), None)


def counts(rights: Rights, column: str) -> list[tuple[str, int]]:
    """How many records wait by `record_type` or `unit`, the most first; over the card file, for the database
    would read a row of every record for it."""
    cards = current_cards()
    counted = count_of(cards, open_to(rights, cards, Right.REVIEW) & cards.in_review, _GROUPS[column])
    return [(one.value, one.records) for one in counted[:MOST_COUNTED]]


def left_by(account: str) -> list[str]:
    """The records that a person passed over lately."""
    since = timezone.now() - LEFT_FOR
    mine = ReviewLeave.objects.filter(person=account, left_at__gt=since)
    return list(mine.order_by("-left_at").values_list("record_id", flat=True)[:500])


def _behind(wanted: Wanted, here: CatalogueRecord) -> Q:
    key, rises = _KEYS[wanted.order]
    way = "gt" if rises else "lt"
    value = getattr(here, key)
    behind = Q(**{f"{key}__{way}": value}) | Q(**{key: value, f"record_id__{way}": here.pk})
    # Said twice so that the index is entered here: an OR alone is looked through from its beginning.
    return Q(**{f"{key}__{way}e": value}) & behind


def _first(rows: QuerySet[CatalogueRecord]) -> CatalogueRecord | None:
    found: CatalogueRecord | None = rows.defer("record").first()
    return found
