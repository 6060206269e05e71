"""Every page that an address leads to, in Chromium: axe, a zoom of 200 %, both languages, no complaint."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from portal.translations import read_po, sources
from tests.portal.access.routes import routes
from tests.portal.access.world import make_world
from tests.portal.browsers import chromium
from tests.portal.days.offices import PATIENCE_MS, SCREEN, ZOOMED
from tests.portal.persons import signed_in
from tests.portal.words.shown import VIETNAMESE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from portal.server import PortalServer

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
    pytest.mark.timeout(900),
]
ROLES = ("records_staff", "official", "clerk", "auditor", "administrator")
TEXTS = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode())
    if (!walk.currentNode.parentElement.closest("[lang=vi]"))
      found.push(walk.currentNode.data.trim().replace(/\\s+/g, " "));
  for (const one of document.querySelectorAll("[aria-label], [title], [placeholder]"))
    found.push(one.ariaLabel || "", one.title || "", one.placeholder || "");
  return found;
}"""


@pytest.fixture
def server(portal_data: Path) -> Iterator[PortalServer]:
    from portal.server import PortalServer

    with PortalServer("127.0.0.1", 0) as running:
        yield running


def pages(client: object, things: object) -> list[str]:
    """Addresses that answer somebody of every role with a page."""
    found: list[str] = []
    for route in routes(things):  # type: ignore[arg-type]  # the world's mapping
        if route.is_api or route.path in {"/logout/", "/language/"} or route.path in found:
            continue
        answer = client.get(route.path)  # type: ignore[attr-defined]  # Django's test client
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if answer.status_code == 200 and is_page and b"<html" in answer.content[:300]:
            found.append(route.path)
    return found


def test_every_page_opens_to_everybody_in_both_languages_and_at_twice_the_size(
    server: PortalServer, portal_data: Path
) -> None:
    things = make_world(portal_data).things
    client = signed_in("tat-ca", *ROLES)
    addresses = pages(client, things)
    assert len(addresses) > 40
    vietnamese = untranslated_messages()
    faults: list[str] = []
    with chromium() as browser, visit(browser, server, client, faults) as page:
        for language in ("vi", "en"):
            speak(page, server, language)
            for address in addresses:
                page.set_viewport_size({"width": SCREEN[0], "height": SCREEN[1]})
                page.goto(address)
                faults += wide(page)
                faults += barriers(page) if language == "vi" else left_over(page, vietnamese)
                page.set_viewport_size({"width": ZOOMED[0], "height": ZOOMED[1]})
                faults += wide(page)
    assert faults == []


def test_what_one_role_alone_is_shown_is_as_sound(server: PortalServer, portal_data: Path) -> None:
    """Pages leave out what somebody may not do; what is left stands and reads as well as the whole."""
    things = make_world(portal_data).things
    vietnamese = untranslated_messages()
    faults: list[str] = []
    with chromium() as browser:
        for role in ROLES:
            client = signed_in(f"chi-{role}", role)
            addresses = pages(client, things)
            assert len(addresses) > 8, role
            with visit(browser, server, client, faults) as page:
                speak(page, server, "en")
                page.set_viewport_size({"width": ZOOMED[0], "height": ZOOMED[1]})
                for address in addresses:
                    page.goto(address)
                    faults += [f"{role}: {fault}" for fault in (*wide(page), *left_over(page, vietnamese))]
    assert faults == []


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("<p>Chưa ai dịch câu này</p>", "Chưa ai dịch"),
        ("<button aria-label='Chưa ai dịch câu này'>x</button>", "Chưa ai dịch"),
        ("<table><tr><td>" + "W" * 120 + "</td></tr></table>", "is wider than"),
        ("<img src='/static/portal/seal.svg'>", "image-alt"),
    ],
)
def test_the_walk_notices_what_it_is_for(server: PortalServer, planted: str, found: str) -> None:
    """Each kind of fault, put into a page that has none."""
    client = signed_in("tat-ca", *ROLES)
    vietnamese = {"Chưa ai dịch câu này"}
    faults: list[str] = []
    with chromium() as browser, visit(browser, server, client, faults) as page:
        speak(page, server, "en")
        page.set_viewport_size({"width": ZOOMED[0], "height": ZOOMED[1]})
        page.goto("/account/")
        assert [*wide(page), *left_over(page, vietnamese), *barriers(page), *faults] == []
        page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", planted)
        noticed = [*wide(page), *left_over(page, vietnamese), *barriers(page)]
    assert len(noticed) == 1 and found in noticed[0], noticed


@contextmanager
def visit(browser: Browser, server: PortalServer, client: object, faults: list[str]) -> Iterator[Page]:
    """A tab in which the client's person is signed in; what it complains of is a fault."""
    context = browser.new_context(base_url=server.address)
    context.set_default_timeout(PATIENCE_MS)
    session = client.cookies["sessionid"].value  # type: ignore[attr-defined]  # Django's test client
    context.add_cookies([{"name": "sessionid", "value": session, "url": server.address}])
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on(
        "console", lambda said: faults.append(f"{page.url}: {said.text}") if said.type == "error" else None
    )
    yield page
    context.close()


def speak(page: Page, server: PortalServer, language: str) -> None:
    page.context.add_cookies([{"name": "django_language", "value": language, "url": server.address}])


def barriers(page: Page) -> list[str]:
    """Serious and critical violations that axe-core finds."""
    from axe_playwright_python.sync_playwright import Axe

    return [
        f"{page.url}: {one['id']}: {one['nodes'][0]['html'][:120]}"
        for one in Axe().run(page).response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


def left_over(page: Page, vietnamese: set[str]) -> list[str]:
    """Messages of ours that a page says in Vietnamese to somebody who reads English."""
    left = {text for text in page.evaluate(TEXTS) if text in vietnamese}
    return [f"{page.url} in English says {text!r}" for text in sorted(left)]


def untranslated_messages() -> set[str]:
    """What an English page must not say; names of fields and of papers stand on the papers themselves."""
    from classifiers.catalogue import load_record_types
    from portal.catalogue.type_names import FIELD_NAMES_VI
    from portal.outgoing.document_types import DOCUMENT_TYPES

    kinds = load_record_types().values()
    on_papers = {label for kind in kinds for rule in kind.fields for label in rule.labels}
    on_papers |= {*FIELD_NAMES_VI.values(), *(kind.name_vi for kind in kinds)}
    on_papers |= set(DOCUMENT_TYPES.values())
    messages = {
        message
        for source in sources()
        for message, words in read_po(source.read_text(encoding="utf-8")).items()
        if VIETNAMESE.search(message) and words != (message,)
    }
    return messages - on_papers


def wide(page: Page) -> list[str]:
    """Whether one would have to scroll sideways (WCAG 2.2, 1.4.10)."""
    is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [f"{page.url} is wider than {page.viewport_size}"] if is_wide else []
