"""The wall's charts by keyboard, in Chromium: one stop a chart, arrows within, and nobody is thrown out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.portal.days.offices import PATIENCE_MS, chromium
from tests.portal.persons import signed_in
from tests.portal.wall.looks import moment
from tests.portal.wall.test_behind import read

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from portal.server import PortalServer

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow, pytest.mark.timeout(300)]
HOURS = "svg[aria-labelledby^=hours] a.mark"


@pytest.fixture
def server(portal_data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PortalServer]:
    from portal.server import PortalServer

    # Playwright's loop runs in this thread; the test's own queries are made between its turns.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with PortalServer("127.0.0.1", 0) as running:
        yield running


def focused(page: Page) -> str:
    """What the element with the keyboard is called."""
    told = "(document.activeElement.querySelector('title') || document.activeElement).textContent.trim()"
    return str(page.evaluate(told))


def test_keys_go_from_mark_to_mark_stay_through_new_numbers_and_open_the_list(server: PortalServer) -> None:
    from portal.counts.activity import catch_up

    read("mot", moment(1, 9), moment(1, 10), moment(1, 10, 30), moment(2, 9))
    catch_up(at_most=400)
    session = signed_in("mai").cookies["sessionid"].value
    with chromium() as browser:
        context = browser.new_context(base_url=server.address)
        context.set_default_timeout(PATIENCE_MS)
        cookies = {"sessionid": session, "django_language": "en"}
        context.add_cookies([{"name": n, "value": v, "url": server.address} for n, v in cookies.items()])
        page = context.new_page()
        page.goto("/wall/?days=7")
        assert sorted(page.locator(HOURS).evaluate_all("all => all.map(one => one.tabIndex)")) == [-1, -1, 0]
        at_nine = moment(1, 9).strftime("%A")
        page.get_by_role("link", name=f"{at_nine}, 9:00: 1 page").focus()
        page.keyboard.press("ArrowRight")
        assert focused(page) == f"{at_nine}, 10:00: 2 pages"
        page.evaluate("document.activeElement.isOld = true")
        page.evaluate("htmx.ajax('GET', '/wall/board/?days=7', '#board')")
        page.wait_for_function("!document.activeElement.isOld && document.activeElement.matches('a.mark')")
        assert focused(page) == f"{at_nine}, 10:00: 2 pages"
        page.keyboard.press("Tab")
        assert not page.evaluate(f"document.activeElement.matches('{HOURS}')")
        page.keyboard.press("Shift+Tab")
        assert focused(page) == f"{at_nine}, 10:00: 2 pages"
        page.keyboard.press("Enter")
        page.wait_for_url("**/wall/behind/pages/**")
        assert page.locator(".counted").inner_text().startswith("2 pages")
