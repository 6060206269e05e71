"""Places that a person drew on pages to be blacked: as a form tells them, and as the register keeps them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from portal.short_numbers import short_number
from records import Box

MOST_DRAWN = 100
"""Places in one copy."""
_LEAST = 0.1
"""Per cent of the page; less than a hair's breadth of A4 is a slip of the hand."""
_EDGES = ("left", "top", "width", "height")


@dataclass(frozen=True, slots=True)
class DrawnPlace:
    """A rectangle on a page; edges in per cent of the upright page as it is shown."""

    page: int
    left: float
    top: float
    width: float
    height: float

    @property
    def share(self) -> Box:
        """The same in parts of the page, 0 to 1."""
        return Box(
            self.left / 100, self.top / 100, (self.left + self.width) / 100, (self.top + self.height) / 100
        )

    @property
    def numbers(self) -> list[float]:
        """As the register keeps it: page, left, top, width, height."""
        return [self.page, self.left, self.top, self.width, self.height]


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One row of the form as it was sent, so that a slip is shown where it was made."""

    page: str
    left: str
    top: str
    width: str
    height: str
    place: DrawnPlace | None
    """`None` for a row that says no place on a page of the record."""


def rows_sent(lists: Mapping[str, Sequence[str]], pages: Collection[int]) -> list[DrawnRow]:
    """The rows `drawn-page`, `drawn-left` and so on of a form, but for those left empty; `pages` are those
    of the record. More than `MOST_DRAWN` rows make the last one a faulty one: none is dropped silently."""
    columns = [lists.get(f"drawn-{name}", ()) for name in ("page", *_EDGES)]
    count = max(map(len, columns))
    rows = []
    for at in range(min(count, MOST_DRAWN + 1)):
        told = [column[at].strip()[:12] if at < len(column) else "" for column in columns]
        if any(told[1:]):
            place = _place(told, pages) if len(rows) < MOST_DRAWN else None
            rows.append(DrawnRow(*told, place=place))
    return rows


def rows_of(places: Sequence[Sequence[float]], pages: Collection[int]) -> list[DrawnRow]:
    """The rows that the register keeps of a copy, for the pages that the record still has."""
    told = [[f"{number:g}" for number in one] for one in places if len(one) == len(_EDGES) + 1]
    rows = [DrawnRow(*row, place=_place(row, pages)) for row in told]
    return [row for row in rows if row.place is not None]


def shares_of(places: Sequence[DrawnPlace]) -> dict[int, tuple[Box, ...]]:
    """By page number, in parts of the page."""
    found: dict[int, tuple[Box, ...]] = {}
    for one in places:
        found[one.page] = (*found.get(one.page, ()), one.share)
    return found


def _place(told: Sequence[str], pages: Collection[int]) -> DrawnPlace | None:
    page = short_number(told[0], digits=7) or 0
    edges = [_per_cent(text) for text in told[1:]]
    if page not in pages or any(edge is None for edge in edges):
        return None
    left, top, width, height = (edge or 0.0 for edge in edges)
    # What reaches over the page's edge ends there.
    width, height = min(width, 100 - left), min(height, 100 - top)
    return DrawnPlace(page, left, top, width, height) if min(width, height) >= _LEAST else None


def _per_cent(text: str) -> float | None:
    whole, _, part = text.replace(",", ".").partition(".")
    if not all(digits.isascii() and digits.isdigit() for digits in (whole or "0", part or "0")):
        return None
    value = float(f"{whole or '0'}.{part or '0'}")
    return round(value, 2) if value <= 100 else None
