"""Walks every address as a stranger and finds no leak: pages, files, pictures, snippets, calls, changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.portal.access.routes import Route, routes
from tests.portal.access.world import ELSEWHERE, UNIT, WORD, World, make_world
from tests.portal.api.callers import Caller
from tests.portal.persons import make_person

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.slow
STAFF = ("records_staff", "official", "auditor")
"""Roles that are held at a unit; clerks and administrators are of the whole office."""
LEAVES = {"/logout/", "/language/"}
REFUSED = {302, 400, 401, 403, 404, 405, 409, 422}


@pytest.fixture
def world(portal_data: Path) -> World:
    return make_world(portal_data)


def browser(name: str, *roles: str, unit: str = "") -> Client:
    from django.contrib.auth.models import User
    from django.test import Client

    person = make_person(name, *roles, unit=unit) if roles else User.objects.create_user(name)
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def stranger(world: World) -> Client:
    return browser("nguoi-la", *STAFF, unit=ELSEWHERE)


def without_a_role(world: World) -> Client:
    return browser("chua-co-quyen")


def not_signed_in(world: World) -> Client:
    from django.test import Client

    return Client(raise_request_exception=False)


def stranger_s_system(world: World) -> Client:
    return Caller(make_person("may-la", *STAFF, unit=ELSEWHERE)).client


VISITORS: list[Callable[[World], Client]] = [stranger, without_a_role, not_signed_in, stranger_s_system]


@pytest.mark.parametrize("visitor", VISITORS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("verb", ["get", "post"])
def test_no_address_tells_a_stranger_what_is_there(
    world: World, visitor: Callable[[World], Client], verb: str
) -> None:
    client = visitor(world)
    before = _state()
    for route in routes(world.things):
        if route.path in LEAVES:
            continue
        answer = _asked(client, route, verb)
        assert answer.status_code < 500, f"{verb} {route.path}: {answer.status_code}"
        told = _told(answer)
        leaked = [secret for secret in world.secrets if secret in told.replace(route.path, "")]
        assert not leaked, f"{verb} {route.path} tells {leaked}"
        if route.names_a_thing:
            assert answer.status_code in REFUSED, f"{verb} {route.path}: {answer.status_code}"
    assert _state() == before, "a stranger changed something"


def test_searching_filtering_and_counting_tell_a_stranger_nothing(world: World) -> None:
    client = stranger(world)
    asked = [
        f"/search/?q={WORD}", f"/search/?q={WORD}*", "/search/?q=type:birth_certificate",
        f"/search/?unit={UNIT}",
        f"/search/suggest?q={WORD[:4]}", f"/search/export.csv?q={WORD}", f"/search/export.xlsx?unit={UNIT}",
        f"/records/?unit={UNIT}", "/records/?type=birth_certificate", f"/review/?unit={UNIT}",
        "/wall/?days=30",
        f"/audit/?object=record:{world.record_id}", f"/audit/?unit={UNIT}", f"/audit/?q={WORD}",
    ]  # fmt: skip
    for address in asked:
        answer = client.get(address)
        told = _told(answer)
        for typed in (WORD, UNIT, world.record_id):  # a page may show again what was asked for
            told = told.replace(f'value="{typed}', "").replace(f"={typed}", "") if typed in address else told
        assert "Thị Mây" not in told, address
        assert world.record_id not in told or world.record_id in address, address
        assert 'href="/records/hs-' not in told or world.record_id in address, address


def test_a_colleague_finds_what_a_stranger_does_not(world: World) -> None:
    """Without this the walk could pass because nothing is shown to anybody."""
    client = browser("dong-nghiep", *STAFF, unit=UNIT)
    found = {
        route.pattern
        for route in routes(world.things)
        if route.names_a_thing and _asked(client, route, "get").status_code == 200
    }
    below = "records/<record_id:record_id>/"
    assert {
        below, f"{below}review", f"{below}original", f"{below}searchable.pdf",
        f"{below}pages/<int:number>.webp", f"{below}pages/<int:number>.small.webp",
    } <= found  # fmt: skip
    assert WORD in _told(client.get(f"/search/?q={WORD}"))


def _asked(client: Client, route: Route, verb: str) -> Any:
    if verb == "post" and route.is_api:
        return client.post(route.path, "{}", content_type="application/json")
    return getattr(client, verb)(route.path)


def _told(answer: Any) -> str:
    """Body and headers, as text."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", "replace") + json.dumps(dict(answer.headers))


def _state() -> list[object]:
    """Everything of the world that a stranger could have changed."""
    from django.contrib.auth.models import User

    from portal import models

    held = (
        models.ApiToken, models.CatalogueRecord, models.CertificateBinding, models.Grant, models.IntakeFile,
        models.Mandate, models.OutgoingDocument, models.SampleCheck, models.SavedSearch, models.SigningBatch,
        models.Unit, models.WallLink, models.Webhook,
    )  # fmt: skip
    rows = [list(model.objects.order_by("pk").values()) for model in held]
    people = list(User.objects.order_by("pk").values("username", "is_active", "password"))
    return [_without_times(rows), people]


def _without_times(rows: list[list[dict[str, Any]]]) -> list[object]:
    passing = {"last_used_at", "seen_at"}
    return [[{k: v for k, v in row.items() if k not in passing} for row in some] for some in rows]
