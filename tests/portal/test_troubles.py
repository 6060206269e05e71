"""Whatever goes wrong in a known way is answered in words with its remedy, to readers and to scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from records.errors import HosoError
from tests.portal.access.routes import routes
from tests.portal.access.world import World, make_world
from tests.portal.persons import make_person

ALL = ("records_staff", "official", "clerk", "auditor", "administrator")


def kinds_of_trouble(kind: type[HosoError] = HosoError) -> Iterator[type[HosoError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from kinds_of_trouble(below)


def answered(error: Exception, language: str = "vi", *, knows: bool = True, **headers: str) -> Any:
    """What the portal answers when a view raises `error`."""
    from django.contrib.auth.models import AnonymousUser, User
    from django.http import HttpResponse
    from django.test import RequestFactory
    from django.utils import translation

    from portal.troubles import TroublesMiddleware

    request = RequestFactory().get("/", headers=headers)
    request.user = User(username="lan") if knows else AnonymousUser()
    with translation.override(language):
        return TroublesMiddleware(lambda _: HttpResponse()).process_exception(request, error)


@pytest.mark.parametrize("kind", list(kinds_of_trouble()), ids=lambda one: one.__name__)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_kind_of_trouble_becomes_words_in_the_reader_s_language_and_never_a_bare_500(
    portal_data: Path, kind: type[HosoError], language: str
) -> None:
    answer = answered(kind("secret detail"), language, **{"HX-Request": "true"})
    assert answer.status_code in {404, 409, 422, 503}
    assert answer.content.decode() == (kind.remedy_en if language == "en" else kind.remedy_vi)
    assert answer["Content-Type"].startswith("text/plain")


def test_a_script_is_told_in_json_and_a_browser_by_a_page_and_neither_gets_the_log_s_words(
    portal_data: Path,
) -> None:
    from records.errors import StoreFailed

    problem = answered(StoreFailed("/srv/kho"), Accept="*/*")
    assert problem["Content-Type"] == "application/problem+json" and problem.status_code == 503
    told = json.loads(problem.content)
    assert told["told"] == StoreFailed.remedy_vi and told["code"] == "StoreFailed"
    page = answered(StoreFailed("/srv/kho"), Accept="text/html,*/*;q=0.8")
    assert StoreFailed.remedy_vi in page.content.decode() and page.status_code == 503
    assert "/srv/kho" not in page.content.decode() + problem.content.decode()


def test_a_visitor_is_not_told_what_staff_should_do(portal_data: Path) -> None:
    from records.errors import SettingInvalid

    page = answered(SettingInvalid("x"), knows=False).content.decode()
    assert "hoso.toml" not in page and "Hãy thử lại sau" in page


def test_what_is_no_known_trouble_stays_an_unexpected_fault(portal_data: Path) -> None:
    assert answered(ValueError("x")) is None


@pytest.fixture
def world(portal_data: Path) -> World:
    return make_world(portal_data)


def test_documents_of_an_agency_that_the_settings_no_longer_name_break_no_page(world: World) -> None:
    from django.test import Client

    from portal.models import OutgoingDocument
    from portal.outgoing.states import DocumentState

    OutgoingDocument.objects.update(agency="da-giai-the")
    client = Client(raise_request_exception=False)
    client.force_login(make_person("tat-ca", *ALL))
    shown = ""
    for state in (DocumentState.CHECKED, DocumentState.SIGNED, DocumentState.ISSUED):
        OutgoingDocument.objects.update(state=state)
        shown += client.get("/outgoing/clerk/").content.decode()
        for route in routes(world.things):
            if route.pattern and not route.pattern.startswith("outgoing/"):
                continue
            for answer in (client.get(route.path), client.post(route.path)):
                assert answer.status_code != 500, f"{state} {route.path}"
    assert "không còn trong cấu hình" in shown
