"""A record of 300 pages: its pages come as somebody scrolls or jumps to them, a batch at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from records import RecordId
from tests.portal.browsers import chromium
from tests.portal.catalogued import make_field, make_record
from tests.portal.persons import signed_in
from tests.portal.record.papers import deposit
from tests.portal.record.viewing import office

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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
        page.route("**/*.webp*", lambda route: route.fulfill(status=200, content_type="image/webp", body=b""))
        page.goto(f"/records/{ledger}/review")
        page.wait_for_selector(".station.live")
        assert page.locator(".thumbs a").count() == 60
        page.fill("#jump", "200")
        page.press("#jump", "Enter")
        page.wait_for_selector("#page-200.current", state="attached")
        assert page.locator(".thumbs a").count() == 90
