"""The day of records staff: scan, photograph, review, ask for a new scan, find, take out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.portal.days import papers, walking
from tests.portal.days.offices import PHONE, RunningOffice

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
    pytest.mark.timeout(600),
]


def test_what_was_scanned_is_counted_and_adds_up(office: RunningOffice, scanned: None) -> None:
    page = office.person("lan")
    assert sum(counted(page)) >= 3
    page.goto("/inbox/files/")
    listed = page.locator("main").inner_text()
    assert all(name in listed for name in (papers.CLEAR, *papers.DOUBTFUL))


def counted(page: Page) -> list[int]:
    """Scanned files of today and of the day before (a day may end meanwhile); each adds up by itself."""
    found = []
    for path in ("/", str(page.locator("#day-before").get_attribute("href"))):
        page.goto(path)
        whole = number_in(page.locator(".sum-whole b").inner_text())
        assert sum(number_in(one) for one in page.locator(".sum-part b").all_inner_texts()) == whole
        found.append(whole)
    return found


def number_in(text: str) -> int:
    return int(text.replace(".", ""))


def test_photographs_of_a_telephone_become_one_paper(office: RunningOffice, tmp_path: Path) -> None:
    page = office.person("lan", size=PHONE)
    taken = papers.photographs(tmp_path)
    page.set_input_files("#pick-photographs", taken[1])
    page.set_input_files("#more-photographs", taken[0])
    page.locator("#photograph-list li").nth(1).get_by_role("button", name="Lên trước").click()
    first = page.locator("#photograph-list canvas").first
    assert first.get_attribute("aria-label") == taken[0].name
    page.get_by_role("button", name="Gửi thành một giấy tờ").click()
    page.locator("#sent-list li.good").wait_for()
    row = page.locator("#work tr", has_text="Ảnh chụp").first
    row.locator(".badge", has_text="Đã lưu").or_(row.locator(".badge", has_text="Chờ xem")).wait_for()
    assert "Thành 2 hồ sơ" not in row.inner_text()
    row.locator("a[href^='/records/hs-']").first.click()
    page.locator("form.goto").wait_for()
    assert "/ 2" in page.locator("form.goto").inner_text()


def test_a_doubtful_record_is_looked_through_and_filed(office: RunningOffice, scanned: None) -> None:
    page = office.person("lan")
    page.goto("/review/")
    page.locator("#begin").click()
    page.wait_for_selector(".station.live")
    record = page.locator("#station").get_attribute("data-record")
    for box in page.locator(".check[data-doubtful] input[name^='ok-']").all():
        box.check()
    walking.accept(page)
    assert page.locator(walking.BELOW_THE_RULE).count() == 0
    page.goto("/review/")
    assert page.locator(f"table.queue a[href*='{record}']").count() == 0
    page.goto(f"/records/{record}/?tab=history")
    assert "lan" in page.locator("main").inner_text()


def test_a_scan_below_the_rule_is_kept_where_the_paper_is_gone(office: RunningOffice, tmp_path: Path) -> None:
    """Its values are accepted; the resolution no key can settle, and the station leads to who may."""
    page = office.person("lan")
    walking.drop(page, [papers.poor_scan(tmp_path)])
    row = page.locator("#work tr", has_text=papers.POOR).first
    row.locator(".badge", has_text="Chờ xem").wait_for()
    address = str(row.locator("a[href^='/records/hs-']").first.get_attribute("href")).partition("?")[0]
    page.goto(f"{address.rstrip('/')}/review")
    page.wait_for_selector(".station.live")
    walking.accept(page)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    walking.send(page, "Giữ nguyên bản quét này")
    page.goto("/review/")
    page.locator("main h1").wait_for()
    assert page.locator(f"table.queue a[href*='{address}']").count() == 0


def test_a_page_that_is_hard_to_read_is_asked_for_again(office: RunningOffice, scanned: None) -> None:
    page = office.person("lan")
    open_record(page, "khai sinh")
    record = page.url.partition("/records/")[2].partition("/")[0]
    page.goto(f"/inbox/ask/{record}")
    page.fill("#ask-reason", "Mờ góc trên")
    walking.send(page, "Gửi yêu cầu")
    page.goto("/rescan/")
    asked = page.locator("tr", has_text="Mờ góc trên")
    with page.expect_navigation():
        asked.get_by_role("button", name="Rút yêu cầu").click()
    page.goto("/rescan/")
    assert page.locator("tr", has_text="Mờ góc trên").count() == 0


def open_record(page: Page, words: str) -> None:
    page.goto("/")
    page.locator(".rail-entry[href='/search/']").click()
    page.fill("input[type=search][name=q]", words)
    page.keyboard.press("Enter")
    page.locator("li.hit mark").first.wait_for()
    page.locator("li.hit a.title").first.click()
    page.wait_for_url(re.compile("/records/hs-"))


def test_a_record_is_found_by_its_words_and_taken_out(office: RunningOffice, scanned: None) -> None:
    page = office.person("lan")
    open_record(page, "khai sinh")
    page.locator("rect.hit").first.wait_for(state="attached")
    page.goto(page.url.partition("?")[0] + "?tab=files")
    with page.expect_download() as begun:
        page.locator("a[href$='/searchable.pdf']").first.click()
    assert Path(begun.value.path()).read_bytes().startswith(b"%PDF-")
