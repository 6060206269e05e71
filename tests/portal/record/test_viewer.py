"""The record's page in a real Chromium: text selected, the page zoomed, found words stepped through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from records import Box, RecordId
from tests.portal.browsers import chromium
from tests.portal.catalogued import add, make_field
from tests.portal.fingers import stroke
from tests.portal.record.papers import birth_record, deposit
from tests.portal.record.viewing import office

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.usefixtures("portal_data"),
    pytest.mark.needs("chromium"),
]
MOST_BYTES = 150_000
WIDTH = "document.getElementById('paper').getBoundingClientRect().width"
HIT = "[...document.querySelectorAll('rect.hit')].findIndex(one => one.classList.contains('current'))"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def birth(portal_data: Path) -> RecordId:
    name = make_field("LÒ THỊ MÂY", "Lò Thị Mây", box=Box(920, 360, 1440, 400))
    return deposit(portal_data, birth_record(child_full_name=name))


def opened(page: Page, record: str, asked: str = "") -> None:
    page.goto(f"/records/{record}/{asked}")
    page.wait_for_selector("#words[data-ready]", state="attached")


def test_text_is_selected_over_the_picture_in_reading_order_and_with_its_marks(
    browser: Browser, birth: RecordId
) -> None:
    with office(browser) as page:
        opened(page, birth)
        words = page.locator("#words i")
        first, last = words.nth(0).bounding_box(), words.nth(9).bounding_box()
        assert first and last
        scale = page.evaluate(WIDTH) / 2480
        paper = page.locator("#paper").bounding_box()
        assert paper
        # Each word lies on its ink, however wide its letters are on this machine.
        assert first["x"] - paper["x"] == pytest.approx(200 * scale, abs=1)
        assert first["width"] == pytest.approx(160 * scale, rel=0.25)
        page.mouse.move(first["x"] + 1, first["y"] + first["height"] / 2)
        page.mouse.down()
        page.mouse.move(last["x"] + last["width"] - 1, last["y"] + last["height"] / 2, steps=8)
        page.mouse.up()
        copied = page.evaluate("getSelection().toString()")
        assert copied.split("\n")[0].strip() == "GIẤY KHAI SINH"
        assert "Họ, chữ đệm, tên: LÒ THỊ MÂY" in copied


def test_the_page_is_zoomed_turned_and_fitted_by_keys_and_wheel(browser: Browser, birth: RecordId) -> None:
    with office(browser) as page:
        opened(page, birth)
        fitted = page.evaluate(WIDTH)
        page.keyboard.press("+")
        page.keyboard.press("+")
        assert page.evaluate(WIDTH) == pytest.approx(fitted * 1.44, rel=0.02)
        box = page.locator("#view").bounding_box()
        assert box
        page.mouse.move(box["x"] + 200, box["y"] + 200)
        page.keyboard.down("Control")
        page.mouse.wheel(0, -200)
        page.keyboard.up("Control")
        page.wait_for_function(f"{WIDTH} > {fitted * 1.6}")
        page.wait_for_function("document.getElementById('picture').src.includes('sharp')")
        page.keyboard.press("f")
        height = page.evaluate("document.getElementById('paper').getBoundingClientRect().height")
        assert height <= box["height"]
        page.keyboard.press("r")
        turned = page.locator("#paper").bounding_box()
        assert turned
        assert turned["width"] > turned["height"]
        page.keyboard.press("r")
        page.keyboard.press("PageDown")
        page.wait_for_url("**page=2*")
        assert page.get_attribute("[data-view=page]", "aria-pressed") == "true"  # as it was left


def test_found_words_are_stepped_through_over_the_ends_of_pages(browser: Browser, birth: RecordId) -> None:
    with office(browser) as page:
        opened(page, birth, "?q=lò")
        assert page.locator("rect.hit").count() == 1
        assert page.evaluate(HIT) == 0
        page.keyboard.press("n")
        page.wait_for_url("**page=2*")
        page.wait_for_selector("rect.hit.current", state="attached")
        page.keyboard.press("Shift+N")
        page.wait_for_url("**page=1*")
        page.keyboard.press("/")
        page.keyboard.type("mây")
        page.keyboard.press("Enter")
        page.wait_for_url("**q=m*")
        assert page.locator("rect.hit").count() == 1


def test_a_field_lights_up_with_its_place_both_ways(browser: Browser, birth: RecordId) -> None:
    with office(browser) as page:
        opened(page, birth)
        page.hover(".row[data-field=child_full_name]")
        assert "lit" in (page.get_attribute("rect[data-field=child_full_name]", "class") or "")
        page.mouse.move(0, 0)
        mark = page.locator("rect[data-field=child_full_name]").bounding_box()
        assert mark
        page.mouse.move(mark["x"] + 5, mark["y"] + 5)
        assert "lit" in (page.get_attribute(".row[data-field=child_full_name]", "class") or "")
        page.mouse.click(mark["x"] + 5, mark["y"] + 5)
        assert "chosen" in (page.get_attribute(".row[data-field=child_full_name]", "class") or "")


def test_one_goes_on_to_the_next_result_and_back_to_the_search(
    browser: Browser, birth: RecordId, portal_data: Path
) -> None:
    from dataclasses import replace

    other = birth_record()
    other = replace(other, source=replace(other.source, sha256="0" * 64))
    deposit(portal_data, other)
    with office(browser) as page:
        page.goto("/search/?q=lò")
        links = page.locator("main a[href^='/records/hs-']")
        first = links.first.get_attribute("href") or ""
        links.first.click()
        page.wait_for_url("**/records/hs-**")
        page.click("[data-trail=following]")
        page.wait_for_url(lambda address: first.split("?")[0] not in address)
        second = page.url
        page.keyboard.press("k")
        page.wait_for_url(lambda address: first.split("?")[0] in address)
        page.keyboard.press("k")  # before the first one there is none
        page.keyboard.press("j")
        page.wait_for_url(second)
        page.click("[data-trail=back]")
        page.wait_for_url("**/search/**")


def test_at_the_end_of_a_page_of_results_one_goes_on_to_the_next_page(
    browser: Browser, birth: RecordId, portal_data: Path
) -> None:
    from dataclasses import replace

    for number in range(25):
        other = birth_record()
        other = replace(other, source=replace(other.source, sha256=f"{number:064x}"))
        add(other)
    with office(browser, answers_fail=True) as page:
        page.goto("/search/?q=lò")
        page.locator(".hit .title").last.click()
        page.wait_for_url("**/records/hs-**")
        assert page.locator("[data-trail=following]").inner_text() == "Trang kết quả sau ›"
        page.keyboard.press("j")
        page.wait_for_url("**/search/**page=2**")
        assert page.locator(".hit .title").count()


@pytest.mark.parametrize("width", [1366, 683])
def test_no_page_of_a_record_shuts_anybody_out(browser: Browser, birth: RecordId, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with office(browser, width=width) as page:
        for below in ("", "?tab=history", "?tab=signatures", "?tab=related", "?tab=files", "copy", "print"):
            page.goto(f"/records/{birth}/{below}")
            found = Axe().run(page).response["violations"]
            grave = [one["id"] for one in found if one["impact"] in {"serious", "critical"}]
            assert grave == [], below
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), below


def test_the_first_view_of_a_record_is_light(browser: Browser, birth: RecordId) -> None:
    with office(browser) as page:
        sizes: list[int] = []
        page.on(
            "response",
            lambda answer: (
                sizes.append(len(answer.body()))
                if answer.ok and not (answer.headers.get("content-type") or "").startswith("image/webp")
                else None
            ),
        )
        opened(page, birth)
        assert 0 < sum(sizes) <= MOST_BYTES


def test_a_finger_draws_a_place_to_be_blacked_and_a_second_one_does_not_disturb_it(
    browser: Browser, birth: RecordId
) -> None:
    with office(browser, width=390, height=844, has_touch=True) as page:
        page.goto(f"/records/{birth}/copy")
        page.locator("[data-draw]").tap()
        paper = page.locator(".preview .paper").first
        paper.scroll_into_view_if_needed()
        seen = paper.bounding_box()
        assert seen
        x, y = seen["x"] + 40, max(seen["y"], 0) + 40
        stroke(page, [(x, y), (x + 50, y + 10), (x + 100, y + 20)], [(x + 200, y + 300), (x + 10, y + 290)])
        width = page.locator("[name=drawn-width]").first
        assert float(width.input_value()) == pytest.approx(100 / seen["width"] * 100, abs=0.5)
        assert page.locator(".place:not(.heads)").count() == 1
