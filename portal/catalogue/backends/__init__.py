"""Full-text indexes: one file for each kind of database, chosen by the database that is in use.

The index lies in the same database as the records and is written in the same transaction, so that
neither can be ahead of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from django.db.backends.base.base import BaseDatabaseWrapper

from portal.catalogue.wanted import PageWords, Wanted

Keeps = Callable[[list[int]], list[int]]
"""Lets through those of some page numbers that count, in their order."""


def first_kept(pieces: Iterator[list[int]], at_most: int, keeps: Keeps) -> list[int]:
    """The first `at_most` page numbers of `pieces` that `keeps` lets through."""
    found: list[int] = []
    for numbers in pieces:
        found += keeps(numbers)
        if len(found) >= at_most:
            break
    return found[:at_most]


class Backend(Protocol):
    """A full-text index over the catalogue's pages."""

    vendors: tuple[str, ...]
    """Django's names of the databases that it is made for; empty where it works in any."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None: ...

    def create(self) -> None:
        """Makes the empty index; nothing happens where it is already."""

    def drop(self) -> None:
        """Removes the index with all that it holds."""

    def add(self, pages: Iterable[PageWords]) -> None:
        """Takes pages in that the index does not hold."""

    def remove(self, pages: Iterable[PageWords]) -> None:
        """Forgets pages; their words must be those that were added."""

    def find(self, wanted: Wanted, *, at_most: int, keeps: Keeps | None = None) -> list[int]:
        """Numbers of up to `at_most` pages that hold what is wanted, the last added first.

        With `keeps`, only of those that it lets through.
        """

    def each(self, wanted: Wanted) -> Iterator[list[int]]:
        """Numbers of all pages that hold what is wanted, the last added first, some thousand at a time.

        Whoever has enough stops asking.
        """


def backends() -> dict[str, type[Backend]]:
    """Every backend in this folder by the name of its file."""
    found = {}
    for module in iter_modules(__path__):
        found[module.name] = cast("type[Backend]", import_module(f"{__name__}.{module.name}").BACKEND)
    return found


def backend_for(connection: BaseDatabaseWrapper) -> Backend:
    """The backend made for the database of `connection`, else the one that works in any."""
    every = backends().values()
    fitting = [backend for backend in every if connection.vendor in backend.vendors]
    fitting += [backend for backend in every if not backend.vendors]
    return fitting[0](connection)
