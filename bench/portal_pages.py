"""Every address of the portal that is asked for with GET, filled in with things that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlencode

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
_MEANINGS = {
    ("people/units/", "number"): "unit",
    ("people/roles/", "number"): "grant",
    ("people/", "number"): "account",
    ("search/saved/", "number"): "saved",
    ("r/", "code"): "record_id",
    ("settings/types/", "code"): "type",
}
"""Parameters that mean something else below these beginnings; the first that fits counts."""
QUERIES = {
    "search/export.csv": {"q": "số:37/QĐ-UBND"},
    "search/export.xlsx": {"q": "số:37/QĐ-UBND"},
    "audit/export": {"actor": "can-bo-7", "kind": "login"},
    "search/suggest": {"q": "nguyen v"},
    "records/<record_id:record_id>/compare": {"a": "1", "b": "1"},
}
"""Pages that are nothing without their question."""
EXTRA: Mapping[str, tuple[str, ...]] = {
    "records/ deep down, by title": tuple(f"/records/?sort=title&page={700 + one}" for one in range(20)),
    "records/ three filters": tuple(
        f"/records/?year={2020 + one % 6}&state=filed&type=decision" for one in range(20)
    ),
    "inbox/files/ waiting": tuple(f"/inbox/files/?standing=review&page={one}" for one in range(1, 21)),
    "record, fields": ("/records/{record_id}/?tab=fields",),
    "record, history": ("/records/{record_id}/?tab=history",),
    "record, signatures": ("/records/{record_id}/?tab=signatures",),
    "record, related": ("/records/{record_id}/?tab=related",),
    "record, files": ("/records/{record_id}/?tab=files",),
    "wall/ a year": ("/wall/?days=365",),
    "wall/ a year, tables": ("/wall/?days=365&tables=1",),
    "audit/ by a person": tuple(f"/audit/?actor=can-bo-{one}" for one in range(1, 21)),
    "audit/ by kind": ("/audit/?kind=record.corrected", "/audit/?kind=login"),
    "audit/ deep down": tuple(f"/audit/?page={50 + one}" for one in range(20)),
    "review/ by a type": ("/review/?type=birth_certificate", "/review/?type=decision"),
}
"""Pages that a question makes into another."""
DOWNLOADS = frozenset({"audit/export", "search/export.csv", "search/export.xlsx"})
"""Tables of any length, which are sent while they are made: what counts is when they begin."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page and the addresses under which it is asked for, in turn."""

    name: str
    addresses: tuple[str, ...]

    @property
    def is_api(self) -> bool:
        """Whether it is asked for with a key."""
        return self.name.startswith("api/")

    @property
    def is_download(self) -> bool:
        """Whether the promise counts for its first byte."""
        return self.name in DOWNLOADS

    @property
    def is_search(self) -> bool:
        """Whether the promise for searches counts."""
        return self.name.startswith(("search: ", "search/suggest"))

    @property
    def is_review(self) -> bool:
        """Whether it opens the next record."""
        return self.name.endswith("/review") or self.name == "review/next"


def pages(things: Mapping[str, tuple[object, ...]], times: int) -> Iterator[Page]:
    """All of them; parameters of which there is nothing are left as a wrong address would have them."""
    from django.urls import get_resolver  # noqa: PLC0415

    from bench.typed_queries import queries  # noqa: PLC0415

    for pattern in dict.fromkeys(_patterns(get_resolver().url_patterns)):
        asked = f"?{urlencode(QUERIES[pattern])}" if pattern in QUERIES else ""
        yield Page(
            pattern or "overview",
            tuple(f"/{_filled(pattern, things, turn)}{asked}" for turn in range(times)),
        )
    for name, addresses in EXTRA.items():
        yield Page(name, tuple(_at(addresses, things, turn) for turn in range(times)))
    for kind, texts in queries(12 * times).items():
        yield Page(f"search: {kind}", tuple(f"/search/?{urlencode({'q': text})}" for text in texts))


def _at(addresses: Sequence[str], things: Mapping[str, tuple[object, ...]], turn: int) -> str:
    records = things["record_id"]
    return addresses[turn % len(addresses)].format(record_id=records[turn % len(records)])


def _filled(pattern: str, things: Mapping[str, tuple[object, ...]], turn: int) -> str:
    def thing(found: re.Match[str]) -> str:
        fitting = (
            meaning
            for (begin, name), meaning in _MEANINGS.items()
            if name == found[1] and pattern.startswith(begin)
        )
        held = things.get(next(islice(fitting, 1), found[1])) or ("1",)
        return str(held[turn % len(held)])

    return _PARAMETER.sub(thing, pattern)


def _patterns(held: Sequence[Any], before: str = "") -> Iterator[str]:
    from django.urls import URLPattern  # noqa: PLC0415

    for one in held:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route
        else:
            yield from _patterns(one.url_patterns, route)
