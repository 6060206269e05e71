"""Pages of a list: which to show, and the addresses of its neighbours with every filter kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from portal.short_numbers import short_number

LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a list stands."""

    number: int
    """From 1."""
    last: int
    total: int
    first_item: int
    last_item: int
    previous: str
    """Address of the page before; empty on the first."""
    following: str
    beginning: str
    end: str


def asked_number(request: HttpRequest, name: str = "page") -> int:
    """The number in the address, from 1; anything malformed counts as 1."""
    return min(max(1, short_number(request.GET.get(name, ""), digits=7) or 1), LAST_PAGE)


def pager(request: HttpRequest, total: int, size: int) -> Pager:
    """The page that the address asks for, kept within what there is."""
    last = max(1, -(-total // size))
    number = min(asked_number(request), last)
    return Pager(
        number=number,
        last=last,
        total=total,
        first_item=(number - 1) * size + 1 if total else 0,
        last_item=min(number * size, total),
        previous=_address(request, number - 1) if number > 1 else "",
        following=_address(request, number + 1) if number < last else "",
        beginning=_address(request, 1),
        end=_address(request, last),
    )


def _address(request: HttpRequest, number: int) -> str:
    asked = request.GET.copy()
    asked["page"] = str(number)
    return f"?{asked.urlencode()}"
