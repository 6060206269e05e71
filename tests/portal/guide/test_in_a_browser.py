"""Help, the first steps, settings and the wall's screens in Chromium: keys, axe, small windows, languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.portal import browsers
from tests.portal.persons import signed_in

if TYPE_CHECKING:
    from portal.server import PortalServer

pytestmark = [
    pytest.mark.usefixtures("portal_data"),
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
    pytest.mark.timeout(400),
]
SCREEN, PHONE, ZOOMED = (1366, 768), (390, 844), (683, 384)
"""The last is a screen of 1366 × 768 at 200 % (WCAG 2.2, 1.4.4)."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsers.chromium() as browser:
        yield browser


@pytest.fixture
def server(portal_data: Path) -> Iterator[PortalServer]:
    from hoso.settings_by_web import SettingsByWeb
    from hoso.wiring import take_over_settings
    from portal.configuration import take_over
    from portal.server import PortalServer

    take_over(settings_door=SettingsByWeb(portal_data, take_over_settings))
    with PortalServer("127.0.0.1", 0, threads=4) as serving:
        yield serving
    take_over(settings_door=None, type_levels={})


@pytest.fixture
def window(chromium: Browser, server: PortalServer) -> Iterator[BrowserContext]:
    """A browser in which an administrator of the whole office has signed in."""
    context = chromium.new_context(base_url=f"http://localhost:{server.port}")
    context.set_default_timeout(60_000)
    session = signed_in("tri", "administrator", "records_staff", "official").cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": f"http://localhost:{server.port}"}])
    yield context
    context.close()


def look(page: Page, address: str) -> None:
    """Opens a page: nothing serious for axe, nothing wider than any window, nothing refused by its policy."""
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.set_viewport_size({"width": SCREEN[0], "height": SCREEN[1]})
    page.goto(address)
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == [], (address, found)
    for width, height in (PHONE, ZOOMED, SCREEN):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} at {width}"
    assert told == [], address


def test_the_question_mark_opens_the_help_of_the_page_in_view(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto("/rejected/")
    with window.expect_page() as opened:
        page.keyboard.press("?")
    opened.value.wait_for_url("**/help/hop-den/")
    page.goto("/search/")
    page.locator("input[type=search]").first.press("?")
    assert len(window.pages) == 2, "a question mark that is typed is a letter"


def test_help_the_first_steps_and_settings_fit_every_window(window: BrowserContext) -> None:
    page = window.new_page()
    for address in ("/guide/", "/help/", "/help/thiet-bi-ky-so/", "/settings/", "/settings/types/"):
        look(page, address)


def test_the_next_step_is_put_off_from_the_first_page(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto("/")
    first = page.locator("#next-step").inner_text()
    page.locator(".next-step button[value=later]").click()
    page.wait_for_selector("[role=status]:has-text('Một tuần nữa')")
    assert page.locator("#next-step").inner_text() != first


def test_a_setting_is_changed_and_undone_by_its_button(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto("/settings/")
    box = page.locator("[id='s-review.threshold']")
    box.fill("0,95")
    box.press("Enter")
    page.wait_for_selector("[role=status]:has-text('hai phút')")
    page.locator("table button:has-text('Hoàn lại')").first.click()
    page.wait_for_function("document.getElementById('s-review.threshold').value === '0,9'")


def test_a_screen_on_the_wall_shows_numbers_without_an_account_until_it_is_ended(
    window: BrowserContext, chromium: Browser
) -> None:
    page = window.new_page()
    look(page, "/wall/screens/")
    page.fill("input[name=name]", "Phòng họp")
    page.locator("form button.main").first.click()
    page.wait_for_load_state()
    address = re.search(r"/wall/screen/[^\"'<\s]+", page.content())
    assert address is not None
    elsewhere = chromium.new_context(base_url=page.url.split("/wall/")[0])
    screen = elsewhere.new_page()
    answer = screen.goto(address[0])
    assert answer is not None and answer.status == 200 and screen.locator("svg").count()
    page.goto("/wall/screens/")
    page.locator("button:has-text('Kết thúc')").first.click()
    page.wait_for_load_state()
    ended = screen.goto(address[0])
    assert ended is not None and ended.status == 404
    elsewhere.close()
