"""What somebody asks the search page for, as its address tells it: words, choices, order.

The address is all there is: a saved search, a search of yesterday and a link sent to a colleague are the same
text, read again by the same rules and answered with the rights of whoever opens it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from portal.catalogue.filters import FILED, IN_REVIEW, Chosen, Group
from portal.catalogue.finding import Order
from portal.catalogue.query import LONGEST_QUERY, Query, exactly
from portal.catalogue.ranges import Span, span_of
from portal.catalogue.type_names import UNKNOWN_CODE
from portal.catalogue.typed import understood

MOST_CHOICES = 40
"""Of one group."""
LONGEST_CHOICE = 255
LONGEST_ADDRESS = 4_000
_LONGEST_DATE = 20
_LONGEST_READ = LONGEST_QUERY + 1
"""One letter more than may be, so that what is too long is said to be so."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search page's address, read."""

    text: str = ""
    is_exact: bool = False
    """Only with the marks that were typed."""
    choices: dict[Group, tuple[str, ...]] = field(default_factory=dict)
    first: str = ""
    """Earliest and latest date of the document, as typed."""
    last: str = ""
    order: Order | None = None

    @classmethod
    def read(cls, address: QueryDict) -> Asked:
        """What the part of an address behind the question mark asks for; what cannot be meant is left out."""
        order = address.get("sort", "")
        return cls(
            text=address.get("q", "").strip()[:_LONGEST_READ],
            is_exact=address.get("marks", "") == "1",
            choices={
                group: values for group in Group if (values := _choices(address.getlist(group.value), group))
            },
            first=address.get("from", "").strip()[:_LONGEST_DATE],
            last=address.get("to", "").strip()[:_LONGEST_DATE],
            order=Order(order) if order in set(Order) else None,
        )

    @classmethod
    def at(cls, address: str) -> Asked:
        """The same for an address that was kept."""
        return cls.read(QueryDict(address[:LONGEST_ADDRESS]))

    def query(self) -> Query:
        """The words and typed filters. Raises `QueryInvalid`."""
        query = understood(self.text)
        return exactly(query) if self.is_exact else query

    def chosen(self) -> Chosen:
        """The choices. Raises `QueryInvalid` for a date that is none."""
        return Chosen(
            types=frozenset("" if code == UNKNOWN_CODE else code for code in self._of(Group.TYPE)),
            units=frozenset("" if name == UNKNOWN_CODE else name for name in self._of(Group.UNIT)),
            years=frozenset(int(year) for year in self._of(Group.YEAR)),
            states=frozenset(self._of(Group.STATE)),
            levels=frozenset(int(level) for level in self._of(Group.LEVEL)),
            dated=Span(
                span_of(self.first).first if self.first else None,
                span_of(self.last).last if self.last else None,
            ),
        )

    def _of(self, group: Group) -> tuple[str, ...]:
        return self.choices.get(group, ())

    def has(self, group: Group, value: str) -> bool:
        """Whether this choice is made."""
        return value in self._of(group)

    def toggled(self, group: Group, value: str) -> Asked:
        """The same with one choice more, or without it where it was made."""
        held = self._of(group)
        now = tuple(one for one in held if one != value) if value in held else (*held, value)
        kept = {one: values for one, values in self.choices.items() if one is not group}
        return replace(self, choices={**kept, group: now} if now else kept)

    def toggling(self, group: Group) -> Callable[[str], str]:
        """What `toggled` makes of each choice of a group, as an address: a page has a hundred of them."""
        held = self._of(group)
        kept = replace(
            self, choices={one: values for one, values in self.choices.items() if one is not group}
        )
        pairs = kept.pairs
        at = next((i for i, (name, _) in enumerate(pairs) if _place(name) > _place(group.value)), len(pairs))
        before, after = urlencode(pairs[:at]), urlencode(pairs[at:])

        def address(value: str) -> str:
            now = {*held} ^ {value}
            middle = urlencode([(group.value, one) for one in sorted(now)])
            return "&".join(part for part in (before, middle, after) if part)

        return address

    def ordered(self, order: Order) -> Asked:
        """The same in another order."""
        return replace(self, order=order)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is chosen beside the words."""
        return bool(self.choices or self.first or self.last)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not self.text and not self.is_narrowed

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values of the address, the words among them, in one order whatever was clicked first."""
        found = [("q", self.text)] if self.text else []
        return found + self.pairs_beside

    @property
    def pairs_beside(self) -> list[tuple[str, str]]:
        """The same without the words and the dates, which have boxes of their own."""
        found = [("marks", "1")] if self.is_exact else []
        found += [(group.value, value) for group in Group for value in sorted(self._of(group))]
        found += [("from", self.first)] if self.first else []
        found += [("to", self.last)] if self.last else []
        return found + ([("sort", self.order.value)] if self.order else [])

    @property
    def address(self) -> str:
        """The part behind the question mark, always the same for the same search."""
        return urlencode(self.pairs)

    @property
    def digest(self) -> str:
        """What the audit chain keeps of it: SHA-256 of the address, 64 hexadecimal digits."""
        return hashlib.sha256(self.address.encode()).hexdigest()


_PLACES = {
    name: place for place, name in enumerate(("q", "marks", *(group.value for group in Group), "from"))
}


def _place(name: str) -> int:
    """Where a name stands in an address; the dates and the order come last."""
    return _PLACES.get(name, len(_PLACES))


def _choices(values: Iterable[str], group: Group) -> tuple[str, ...]:
    wanted = dict.fromkeys(value.strip()[:LONGEST_CHOICE] for value in list(values)[:MOST_CHOICES])
    return tuple(sorted(value for value in wanted if value and _is_known(value, group)))


def _is_known(value: str, group: Group) -> bool:
    match group:
        case Group.STATE:
            return value in {FILED, IN_REVIEW}
        case Group.YEAR:
            return value.isascii() and value.isdigit() and len(value) <= 4
        case Group.LEVEL:
            return value in {"1", "2", "3", "4"}
    return True
