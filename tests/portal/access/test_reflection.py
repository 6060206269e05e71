"""Sends a script through every address and every input that its page offers: none comes back as markup."""

from __future__ import annotations

import re
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from tests.portal.access.routes import routes
from tests.portal.access.world import World, make_world
from tests.portal.persons import make_person

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.slow
MARK = "zq7x"
SCRIPTS = (f'"><script>{MARK}</script>', f"'><img src=x onerror={MARK}>", f"javascript:{MARK}")
USUAL = (
    "q",
    "next",
    "page",
    "from",
    "to",
    "type",
    "unit",
    "state",
    "field",
    "sort",
    "days",
    "level",
    "code",
    "by",
)
_NAMED = re.compile(r'<(?:input|select|textarea|button)\b[^>]*?\bname="([^"]{1,60})"')
_INSIDE = re.compile(
    rf"<script[^>]*>[^<]*{MARK}|<img src=x onerror|(?:href|src|action)=\"javascript:{MARK}", re.I
)


@pytest.fixture
def world(portal_data: Path) -> World:
    return make_world(portal_data)


def everybody(world: World) -> Client:
    """Somebody to whom every page opens."""
    from django.test import Client

    client = Client(raise_request_exception=False)
    roles = ("records_staff", "official", "clerk", "auditor", "administrator")
    client.force_login(make_person("tat-ca", *roles))
    return client


@pytest.fixture(scope="module")
def offered() -> dict[str, set[str]]:
    """Which inputs the page of each route offers: the same in every world, so asked in the first alone."""
    return {}


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_page_gives_a_script_back_as_markup(
    world: World, offered: dict[str, set[str]], script: str
) -> None:
    client = everybody(world)
    seen = 0
    for route in routes(world.things):
        if route.path in {"/logout/", "/language/"}:
            continue
        if route.pattern not in offered:
            offered[route.pattern] = set(_NAMED.findall(_text(client.get(route.path))))
        names = {*USUAL, *offered[route.pattern]} - {"csrfmiddlewaretoken"}
        answers = [client.get(f"{route.path}?{urlencode(dict.fromkeys(names, script))}")]
        if not route.is_api:
            answers.append(client.post(route.path, dict.fromkeys(names, script)))
        for answer in answers:
            assert answer.status_code < 500, f"{route.path}: {answer.status_code}"
            found = _INSIDE.search(_text(answer))
            assert found is None, f"{route.path} gives back {found[0]!r}"
            target = str(answer.headers.get("Location", ""))
            assert not re.search(r"^javascript:|[<>\"]", target), f"{route.path} sends on to {target}"
            seen += MARK in _text(answer)
    assert seen >= 3, "some pages show again what was asked for, escaped"


def _text(answer: Any) -> str:
    if not answer.headers.get("Content-Type", "").startswith(("text/html", "application/json")):
        return ""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(body.decode("utf-8", "replace"))


def test_a_page_of_another_site_is_never_where_one_is_sent(world: World) -> None:
    client = everybody(world)
    targets = cycle(("https://evil.example/", "//evil.example/", "/\\evil.example", "https:evil.example"))
    for route in routes(world.things):
        if route.path == "/logout/":
            continue
        for answer in (
            client.get(route.path, {"next": next(targets)}),
            client.post(route.path, {"next": next(targets)}),
        ):
            assert "evil.example" not in str(answer.headers.get("Location", "")), route.path
