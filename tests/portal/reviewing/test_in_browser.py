"""A clerk at the station in a real browser: keys alone, a broken line, two people, a box, a type, a turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from portal.corrections.evidence import Action, parse_corrections
from tests.portal.browsers import chromium
from tests.portal.fingers import stroke
from tests.portal.persons import make_person
from tests.portal.reviewing import drawn

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]
NAME = "#value-child_full_name"
LONG = 40_000
"""Milliseconds that anything may take on a busy machine."""


@pytest.fixture(scope="module")
def browser(django_ready: Path) -> Iterator[Browser]:
    with chromium() as opened:
        expect.set_options(timeout=LONG)
        yield opened


class Station:
    """A portal with papers, and people who sit before it."""

    def __init__(self, data: Path, browser: Browser, base: str) -> None:
        self.data, self.base = data, base
        self._browser = browser
        self._open: list[BrowserContext] = []

    def person(
        self, name: str, *, width: int = 1366, height: int = 620, has_touch: bool = False
    ) -> BrowserContext:
        context = self._browser.new_context(
            viewport={"width": width, "height": height}, has_touch=has_touch, is_mobile=has_touch
        )
        context.set_default_timeout(LONG)
        context.add_cookies([{"name": "sessionid", "value": drawn.session_of(name), "url": self.base}])
        self._open.append(context)
        return context

    def at(self, context: BrowserContext, record_id: str) -> Page:
        page = context.new_page()
        page.goto(f"{self.base}/records/{record_id}/review", wait_until="domcontentloaded")
        page.wait_for_selector(".station.live")
        return page

    def close(self) -> None:
        for context in self._open:
            context.close()


@pytest.fixture
def station(portal_data: Path, browser: Browser) -> Iterator[Station]:
    make_person("lan")
    make_person("minh")
    with drawn.served() as server:
        opened = Station(portal_data, browser, server.address.rstrip("/"))
        yield opened
        opened.close()


def saved(page: Page) -> None:
    page.wait_for_selector("#kept[data-state=saved]")


def test_a_clerk_clears_a_record_by_keys_alone_and_the_next_one_is_there(station: Station) -> None:
    first, second = (
        drawn.deposit(station.data, drawn.birth(seed), drawn.scan(seed), day=seed) for seed in (1, 2)
    )
    page = station.person("lan").new_page()
    page.goto(f"{station.base}/review/")
    page.locator("#begin").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{first}/review")
    expect(page.locator(NAME)).to_be_focused()
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    scale = page.evaluate("getComputedStyle(document.querySelector('.paper.current .ink')).transform")
    assert float(scale.split("(")[1].split(",")[0]) > 0.5
    page.keyboard.type("TẠ VĂN QUYẾT")
    page.keyboard.press("Enter")
    expect(page.locator("#value-place_of_birth")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.value") == "done"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{second}/review")
    expect(page.locator(NAME)).to_be_focused()
    assert page.locator("#station").get_attribute("data-record") == second
    held = drawn.held(station.data, first)
    assert (held.needs_review, held.fields["child_full_name"].value) == (False, "TẠ VĂN QUYẾT")
    from portal.models import ReviewClaim

    page.wait_for_timeout(300)
    assert list(ReviewClaim.objects.values_list("pk", "person")) == [(second, "lan")]


def test_enter_settles_a_reason_as_it_settles_a_value(station: Station) -> None:
    read = replace(drawn.birth(doubts={}), reasons=("Giấy viết tay",), needs_review=True)
    record_id = drawn.deposit(station.data, read, drawn.scan())
    page = station.at(station.person("lan"), record_id)
    expect(page.locator("input[name=seen]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("input[name=seen]")).to_be_checked()
    expect(page.locator("button.main[value=done]")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/records/{record_id}/**")
    page.wait_for_url(lambda url: not url.endswith("/review"))
    assert not drawn.held(station.data, record_id).needs_review


def test_what_no_key_can_settle_is_said_once_and_its_way_out_comes_first(station: Station) -> None:
    read = replace(
        drawn.birth(doubts={}), reasons=("Cần quét lại: Trang 1 chỉ có 150 dpi",), needs_review=True
    )
    page = station.at(station.person("lan"), drawn.deposit(station.data, read, drawn.scan()))
    way_out = page.locator("[data-seen] a")
    expect(way_out).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Chưa xong: còn 1 việc")).to_have_count(1)
    expect(way_out).to_be_focused()


def test_a_broken_line_loses_nothing_that_was_typed(station: Station) -> None:
    record_id = drawn.deposit(station.data, drawn.birth(), drawn.scan())
    context = station.person("lan")
    page = station.at(context, record_id)
    context.set_offline(True)
    page.locator(NAME).fill("TẠ VĂN QUYẾT")
    page.keyboard.press("Enter")
    page.wait_for_selector("#kept[data-state=offline]")
    assert "Mất kết nối" in page.locator("#kept").inner_text()
    page.close()  # the browser is shut while the line is still broken
    context.set_offline(False)
    again = station.at(context, record_id)
    expect(again.locator(NAME)).to_have_value("TẠ VĂN QUYẾT")
    elsewhere = station.at(station.person("lan"), record_id)
    assert elsewhere.locator(NAME).input_value() == "TẠ VĂN QUYẾT"
    context.set_offline(True)
    again.locator("#value-place_of_birth").fill("Trạm y tế xã Bình")
    again.keyboard.press("Control+Enter")
    again.wait_for_selector("#kept[data-state=waiting]")
    context.set_offline(False)
    again.wait_for_url(f"**/records/{record_id}/")
    fields = drawn.held(station.data, record_id).fields
    assert fields["child_full_name"].value == "TẠ VĂN QUYẾT"
    assert fields["place_of_birth"].value == "Trạm y tế xã Bình"


def test_who_is_taken_over_from_is_told_at_once_and_types_no_more(station: Station) -> None:
    record_id = drawn.deposit(station.data, drawn.birth(), drawn.scan())
    first = station.at(station.person("lan"), record_id)
    first.locator(NAME).fill("CỦA LAN")
    saved(first)
    second = station.at(station.person("minh"), record_id)
    assert second.locator(NAME).is_disabled()
    second.locator(".held summary").click()
    second.get_by_role("button", name="Nhận, tôi làm tiếp").click()
    second.wait_for_selector(".note.told")
    assert second.locator(NAME).is_enabled()
    assert second.locator(NAME).input_value() == drawn.DOUBTS["child_full_name"]
    first.wait_for_selector("text=minh đã nhận hồ sơ này")
    assert first.locator(NAME).is_disabled()


def test_a_box_drawn_by_keys_is_read_and_becomes_the_evidence(station: Station) -> None:
    from portal.reviewing.reader import the_reader

    record_id = drawn.deposit(station.data, drawn.birth(), drawn.scan())
    page = station.at(station.person("lan"), record_id)
    page.locator(NAME).focus()
    page.keyboard.press("Alt+r")
    page.wait_for_selector("rect.spot", state="attached")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    try:
        page.wait_for_selector("button.take.read", timeout=60_000)
    finally:
        the_reader.stop()
    offered = page.locator("button.take.read").inner_text()
    page.keyboard.press("Enter")
    value = page.locator(NAME).input_value()
    assert value in offered and value != drawn.DOUBTS["child_full_name"]
    saved(page)
    page.reload()  # the draft brings value and box back
    page.wait_for_selector(".station.live")
    assert page.locator(NAME).input_value() == value
    page.keyboard.press("Control+s")
    page.wait_for_selector("#station[data-version=v2]")
    found = drawn.held(station.data, record_id).fields["child_full_name"]
    before = drawn.birth().fields["child_full_name"]
    assert (found.value, found.rule) == (value, "person:lan")
    assert found.box.x1 > before.box.x1 and found.as_read == value


SCALE = "Number(/scale\\(([0-9.]+)/.exec(document.querySelector('.paper.current .ink').style.transform)[1])"


def test_a_finger_draws_the_box_two_make_the_page_larger_and_a_tap_reads_nothing(station: Station) -> None:
    record_id = drawn.deposit(station.data, drawn.birth(), drawn.scan())
    page = station.at(station.person("lan", width=390, height=844, has_touch=True), record_id)
    page.route(
        "**/review/read", lambda route: route.fulfill(json={"text": "TẠ VĂN", "percent": 80, "place": "1"})
    )
    window = page.locator(".window")
    frame = window.bounding_box()
    assert frame
    x, y = frame["x"] + 60, frame["y"] + 60
    before = page.evaluate(SCALE)
    stroke(page, [(x + 80, y + 40), (x + 40, y + 40)], [(x + 120, y + 40), (x + 160, y + 40)])
    assert page.evaluate(SCALE) > before * 1.5

    again = page.locator("[data-view=box]")
    again.tap()
    page.wait_for_selector(".window.drawing")
    stroke(page, [(x, y)])  # a tap
    stroke(page, [(x, y), (x + 90, y + 40)], taken_away=True)
    stroke(page, [(x, y), (x + 4, y)], [(x + 150, y + 90), (x + 20, y + 10)])  # the heel of the hand
    assert page.locator("button.take.read").count() == 0
    assert float(page.locator("rect.spot").get_attribute("width") or 0) > 100  # where it stood before
    again.tap()
    expect(page.locator(".window.drawing")).to_have_count(0)
    again.tap()
    with page.expect_request("**/review/read") as asked:
        stroke(page, [(x, y), (x + 50, y + 20), (x + 90, y + 40)])
    sent = asked.value.post_data or ""
    assert "x0=" in sent
    expect(page.locator("button.take.read")).to_contain_text("TẠ VĂN")


def test_a_type_is_chosen_by_typing_and_its_fields_are_there_at_once(station: Station) -> None:
    record_id = drawn.deposit(station.data, drawn.birth(), drawn.scan())
    page = station.at(station.person("lan"), record_id)
    page.locator(NAME).fill("TẠ VĂN QUYẾT")
    page.keyboard.press("Alt+t")
    page.keyboard.type("trich luc khai sinh")
    page.wait_for_selector("#type-list li[aria-selected=true]")
    page.keyboard.press("Enter")
    expect(page.locator("#type")).to_have_value("birth_extract_copy")
    page.wait_for_selector("#fields[data-type=birth_extract_copy]")
    expect(page.locator("#kept")).to_contain_text("Đã")
    assert page.locator(NAME).input_value() == "TẠ VĂN QUYẾT"
    assert page.evaluate("document.activeElement !== document.body")
    page.keyboard.press("Control+s")
    page.wait_for_selector("#station[data-version=v2]")
    assert drawn.held(station.data, record_id).record_type == "birth_extract_copy"


def test_a_page_is_turned_from_the_station(station: Station) -> None:
    from portal.reviewing.reader import the_reader
    from tests.portal.reviewing.test_turning import on_its_side

    record_id = drawn.deposit(station.data, on_its_side(drawn.birth()), drawn.scan(turned=90))
    page = station.at(station.person("lan"), record_id)
    try:
        page.get_by_role("button", name="Xoay").click()
        page.wait_for_selector("text=Đã xoay trang 1 và đọc lại", timeout=90_000)
    finally:
        the_reader.stop()
    assert drawn.held(station.data, record_id).pages[0].rotation == 90
    [said] = parse_corrections(drawn.archive_in(station.data).read(record_id, "corrections.json"))
    assert said.action is Action.TURN
    shown = page.locator(".paper.current img")
    assert shown.evaluate("one => one.decode().then(() => one.naturalWidth < one.naturalHeight)")


@pytest.mark.parametrize(("width", "height"), [(1366, 620), (683, 384), (390, 844)])
def test_the_station_and_its_queue_have_no_serious_fault_for_a_screen_reader(
    station: Station, width: int, height: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    record_id = drawn.deposit(station.data, drawn.birth(), drawn.scan())
    context = station.person("lan", width=width, height=height)
    page = station.at(context, record_id)
    for address in (page.url, f"{station.base}/review/"):
        page.goto(address)
        found = Axe().run(page).response["violations"]
        assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"{station.base}/records/{record_id}/review")
    page.keyboard.press("F1")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "value-child_full_name"
