"""Every address of the portal, filled in with the things of a small world."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
_BY_ROUTE = {
    ("people/", "number"): "account",
    ("people/units/", "number"): "unit",
    ("people/roles/", "number"): "grant",
    ("search/saved/", "number"): "saved",
    ("r/", "code"): "record_id",
}
"""Parameters that mean something else below these beginnings; the longest beginning counts."""


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the portal."""

    pattern: str
    path: str
    """With the world's things in it."""
    parameters: tuple[str, ...]

    @property
    def is_api(self) -> bool:
        return self.pattern.startswith("api/v1/")

    @property
    def names_a_thing(self) -> bool:
        """Whether it leads to one thing of the world that strangers must not find."""
        return bool(
            set(self.parameters) - {"provider_id", "code", "secret", "week", "topic", "step"}
        ) or self.pattern.startswith("r/")


def routes(things: Mapping[str, object]) -> Iterator[Route]:
    """Every route; fails for a parameter of which the world has nothing: give it one."""
    from django.urls import get_resolver

    for pattern in _patterns(get_resolver().url_patterns):
        names = tuple(_PARAMETER.findall(pattern))
        yield Route(pattern, "/" + _PARAMETER.sub(partial(_filled, pattern, things), pattern), names)


def _filled(pattern: str, things: Mapping[str, object], found: re.Match[str]) -> str:
    return str(_thing(pattern, found[1], things))


def _thing(pattern: str, name: str, things: Mapping[str, object]) -> object:
    begins = [key for key in _BY_ROUTE if key[1] == name and pattern.startswith(key[0])]
    wanted = _BY_ROUTE[max(begins, key=lambda key: len(key[0]))] if begins else name
    assert wanted in things, f"{pattern}: the walk has nothing for <{wanted}>; add it to the world"
    return things[wanted]


def _patterns(held: list[object], before: str = "") -> Iterator[str]:
    from django.urls import URLPattern

    for one in held:
        route = before + str(one.pattern)  # type: ignore[attr-defined]
        if isinstance(one, URLPattern):
            yield route
        else:
            yield from _patterns(one.url_patterns, route)  # type: ignore[attr-defined]
