"""A record of 300 pages: its pages come as somebody scrolls or jumps to them, a batch at a time."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from records import RecordId
from tests.portal.browsers import chromium
from tests.portal.catalogued import make_field, make_record
from tests.portal.persons import signed_in
from tests.portal.record.papers import deposit
from tests.portal.record.viewing import office

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.usefixtures("portal_data")
PAGES = 300


@pytest.fixture
def ledger(portal_data: Path) -> RecordId:
    """A register whose one doubtful value stands on page 250."""
    record = make_record(
        *(f"Trang {number}" for number in range(1, PAGES + 1)),
        name="so bo.pdf",
        record_type="birth_certificate",
        reasons=("xem",),
        fields={"child_full_name": make_field("LÒ THỊ MÂY", confidence=0.5, page=250)},
    )
    return deposit(portal_data, record, dpi=8)


def leaves(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'<a href="\?page=(\d+)', html)]


def test_the_strip_begins_around_the_page_and_goes_on_both_ways_to_the_ends(ledger: RecordId) -> None:
    person = signed_in("lan")
    page = person.get(f"/records/{ledger}/?page=150").content.decode()
    strip = page[page.index('<nav class="strip') : page.index("</nav>", page.index('<nav class="strip'))]
    seen = leaves(strip)
    assert seen == list(range(130, 171))
    for way in ("before", "after"):
        asked = re.search(rf"/strip\?({way}=\d+)", strip)
        while asked:
            html = person.get(f"/records/{ledger}/strip?{asked[1]}").content.decode()
            assert 0 < len(leaves(html)) <= 40
            assert ("before" in html) + ("after" in html) <= 1
            seen += leaves(html)
            asked = re.search(rf"/strip\?({way}=\d+)", html)
    assert sorted(seen) == list(range(1, PAGES + 1))


def test_a_strip_of_nowhere_is_not_found(ledger: RecordId) -> None:
    person = signed_in("lan")
    for asked in ("", "after=x", "before=-1", "after=9999999"):
        assert person.get(f"/records/{ledger}/strip?{asked}").status_code == 404, asked


def test_the_station_shows_pages_with_values_first_and_gives_the_others_in_batches(ledger: RecordId) -> None:
    person = signed_in("lan")
    html = person.get(f"/records/{ledger}/review").content.decode()
    shown = [int(number) for number in re.findall(r'<div class="paper" id="page-(\d+)"', html)]
    assert shown == [*range(1, 60), 250]
    more = person.get(f"/records/{ledger}/review/pages?at=59").content.decode()
    assert [int(one) for one in re.findall(r'data-to-page="(\d+)"', more)] == list(range(60, 90))
    jumped = person.get(f"/records/{ledger}/review/pages?number=200").content.decode()
    assert 'id="page-200"' in jumped and jumped.count('class="paper"') == 30
    for asked in ("at=300", "number=999", "at=-1", ""):
        assert person.get(f"/records/{ledger}/review/pages?{asked}").status_code == 404


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.mark.needs("chromium")
def test_in_a_browser_one_jumps_to_a_page_that_was_not_there_yet(browser: Browser, ledger: RecordId) -> None:
    with office(browser) as page:
        without_pictures(page)
        page.goto(f"/records/{ledger}/review")
        page.wait_for_selector(".station.live")
        assert page.locator(".thumbs a").count() == 60
        page.fill("#jump", "200")
        page.press("#jump", "Enter")
        page.wait_for_selector("#page-200.current", state="attached")
        assert page.locator(".thumbs a").count() == 90


STRIP = ".live .thumbs"
SHOWN = "[...document.querySelectorAll('.thumbs [data-to-page]')].map(one => Number(one.dataset.toPage))"
IS_IN_VIEW = (
    "(() => { const strip = document.querySelector('.thumbs').getBoundingClientRect();"
    " const one = document.querySelector('.thumbs [aria-current]').getBoundingClientRect();"
    " return one.top >= strip.top - 1 && one.bottom <= strip.bottom + 1; })()"
)


def without_pictures(page: Page) -> None:
    """Every page's picture is a white dot: what is drawn is of no interest here."""
    white = io.BytesIO()
    Image.new("L", (1, 1), 255).save(white, "PNG")
    page.route("**/*.webp*", lambda route: route.fulfill(content_type="image/png", body=white.getvalue()))


def at_the_station(page: Page, ledger: RecordId) -> None:
    without_pictures(page)
    page.goto(f"/records/{ledger}/review")
    page.wait_for_selector(".station.live")


def scroll_down(page: Page, strip: str, *, until: str) -> None:
    """Turns the wheel over the strip, as a hand does, until `until` is so."""
    page.locator(strip).hover()
    for _ in range(200):
        if page.evaluate(until):
            return
        page.mouse.wheel(0, 1500)
        page.wait_for_timeout(100)
    raise AssertionError(f"never came: {until}")


@pytest.mark.needs("chromium")
def test_in_a_browser_scrolling_the_stations_strip_brings_every_page_once_and_in_order(
    browser: Browser, ledger: RecordId
) -> None:
    with office(browser) as page:
        at_the_station(page, ledger)
        assert page.locator(".thumbs a").count() == 60
        page.locator(STRIP).evaluate("strip => { strip.scrollTop = 0; }")
        scroll_down(page, STRIP, until=f"{SHOWN}.length === {PAGES}")
        assert page.evaluate(SHOWN) == list(range(1, PAGES + 1))
        assert page.locator(".more-pages").count() == 0
        page.locator(".thumbs [data-to-page='300']").click()
        page.wait_for_selector("#page-300.current", state="attached")


@pytest.mark.needs("chromium")
def test_in_a_browser_page_down_goes_on_beyond_what_was_loaded_and_the_strip_follows(
    browser: Browser, ledger: RecordId
) -> None:
    with office(browser) as page:
        at_the_station(page, ledger)
        for start, key, goal in (("59", "PageDown", 60), ("180", "PageUp", 174)):
            page.fill("#jump", start)
            page.press("#jump", "Enter")
            page.wait_for_selector(f"#page-{start}.current", state="attached")
            page.locator(".live .window").focus()
            numbers = range(int(start) - 1, goal - 1, -1) if key == "PageUp" else [goal]
            for number in numbers:
                page.keyboard.press(key)
                page.wait_for_selector(f"#page-{number}.current", state="attached")
                assert page.evaluate(IS_IN_VIEW), number


@pytest.mark.needs("chromium")
def test_in_a_browser_a_batch_that_fails_is_said_once_and_asked_for_again_by_scrolling(
    browser: Browser, ledger: RecordId
) -> None:
    with office(browser, answers_fail=True) as page:
        asked: list[str] = []
        page.on("request", lambda request: "/review/pages" in request.url and asked.append(request.url))
        at_the_station(page, ledger)
        page.route("**/review/pages*", lambda route: route.fulfill(status=503, body="busy"))
        scroll_down(page, STRIP, until="document.querySelector('#toasts .note')")
        page.wait_for_timeout(400)
        assert len(asked) < 6 and page.locator("#toasts .note").count() < 6
        page.unroute("**/review/pages*")
        page.mouse.wheel(0, -4000)
        page.wait_for_timeout(50)
        scroll_down(page, STRIP, until=f"{SHOWN}.length > 60")


@pytest.mark.needs("chromium")
def test_in_a_browser_a_jump_waits_for_the_batch_that_is_on_its_way(
    browser: Browser, ledger: RecordId
) -> None:
    with office(browser) as page:
        at_the_station(page, ledger)
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/review/pages?at=*", hold)
        page.locator(STRIP).hover()  # where a gap is in view
        for _ in range(100):
            page.wait_for_timeout(0 if held else 100)
        page.fill("#jump", "200")
        page.press("#jump", "Enter")
        page.wait_for_timeout(200)
        assert held and not page.locator("#page-200").count()
        for route in held:
            route.continue_()
        page.unroute("**/review/pages?at=*")
        page.wait_for_selector("#page-200.current", state="attached")


@pytest.mark.needs("chromium")
def test_in_a_browser_a_page_that_the_record_lacks_is_said_to_be_lacking(
    browser: Browser, ledger: RecordId
) -> None:
    with office(browser, answers_fail=True) as page:
        at_the_station(page, ledger)
        before = page.locator(".paper.current").get_attribute("data-page")
        for wrong in ("301", "ba"):
            page.fill("#jump", wrong)
            page.press("#jump", "Enter")
            page.locator("#toasts .note", has_text=f"Hồ sơ không có trang {wrong}").wait_for()
        assert page.locator(".paper.current").get_attribute("data-page") == before


@pytest.mark.needs("chromium")
def test_in_a_browser_the_records_strip_goes_on_both_ways_and_what_is_seen_stays_in_place(
    browser: Browser, ledger: RecordId
) -> None:
    leaves_shown = "[...document.querySelectorAll('#strip .leaf')].map(one => Number(one.href.split('=')[1]))"
    with office(browser, answers_fail=True) as page:
        without_pictures(page)
        page.goto(f"/records/{ledger}/?page=150")
        page.wait_for_function(f"{leaves_shown}.length")
        page.route("**/strip*", lambda route: route.fulfill(status=503, body="busy"))
        scroll_down(page, "#strip", until="document.querySelector('#toasts .note')")
        page.unroute("**/strip*")
        page.mouse.wheel(0, -3000)  # up and down again: what failed is asked for once more
        page.wait_for_timeout(100)
        scroll_down(page, "#strip", until=f"{leaves_shown}.at(-1) === {PAGES}")
        scroll_up = "document.querySelector('#strip').scrollTop = 0"
        for _ in range(60):
            if page.evaluate(f"{leaves_shown}[0] === 1"):
                break
            page.evaluate(scroll_up)
            page.wait_for_timeout(60)
        assert page.evaluate(leaves_shown) == list(range(1, PAGES + 1))
