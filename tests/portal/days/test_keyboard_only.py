"""Whole days without a mouse: signing in, review, search, signing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.portal.days import papers, walking
from tests.portal.days.offices import RunningOffice
from tests.portal.days.walking import press_until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
    pytest.mark.timeout(600),
]


def sign_in(office: RunningOffice, name: str) -> Page:
    """By keys alone, from the first address that somebody opens."""
    page = office.stranger()
    page.goto("/")
    press_until(page, "#id_username")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(office.passwords[name])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    return page


def enter(page: Page, selector: str) -> None:
    """Opens or sends what is meant, and waits for the page to which it leads."""
    press_until(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_record_is_reviewed(office: RunningOffice, scanned: None, tmp_path: Path) -> None:
    page = sign_in(office, "lan")
    walking.look_until(page, "/review/", "#begin")
    page.goto("/")
    enter(page, ".rail-entry[href='/review/']")
    page.wait_for_url("**/review/")
    enter(page, "#begin")
    page.wait_for_selector(".station.live")
    walking.accept(page)


def test_a_record_is_found_and_its_words_are_boxed(office: RunningOffice, scanned: None) -> None:
    page = sign_in(office, "lan")
    enter(page, ".rail-entry[href='/search/']")
    page.wait_for_selector("input[type=search][name=q]:focus")
    page.keyboard.type("khai sinh", delay=20)
    page.keyboard.press("Enter")
    page.wait_for_selector("li.hit mark")
    enter(page, "li.hit a.title")
    page.wait_for_url(re.compile("/records/hs-"))
    page.wait_for_selector("rect.hit", state="attached")
    assert page.locator("rect.hit").count() >= 2
    assert "từ ở trang này" in page.locator(".found").inner_text()


def test_a_letter_is_signed_and_another_sent_back(office: RunningOffice, tmp_path: Path) -> None:
    letters = papers.letters(tmp_path, seed=3, count=2)
    walking.hand_in(office, letters)
    walking.number(office, letters)
    page = sign_in(office, "chu_tich")
    for letter in letters:
        walking.look_until(page, "/outgoing/signing/", f"li.desk-item:has-text('{letter.subject}')")
    page.goto("/")
    enter(page, ".rail-entry[href='/outgoing/']")
    enter(page, "a[href='/outgoing/signing/']")
    page.wait_for_url("**/outgoing/signing/")
    go_to(page, letters[1].subject)
    page.keyboard.press("r")
    page.wait_for_selector(".paper-refuse textarea:focus")
    page.keyboard.type("Sửa lại nơi nhận")
    enter(page, ".paper-refuse button.danger")
    page.locator("li.desk-item", has_text=letters[1].subject).wait_for(state="detached")
    go_to(page, letters[0].subject)
    page.keyboard.press("Space")
    assert page.locator("input[name=document]:checked").count() == 1
    press_until(page, "input[name=pin]")
    page.keyboard.type(office.pin)
    page.keyboard.press("Enter")
    page.locator("#work .badge", has_text="Xong").wait_for()
    assert letters[0].subject in page.locator("#work").inner_text()


def go_to(page: Page, subject: str) -> None:
    """Walks the list with j and k until that paper lies open beside it."""
    wanted = page.locator("li.desk-item", has_text=subject).locator("a.desk-open[aria-current]")
    for key in ("k", "j"):
        for _ in range(page.locator("li.desk-item").count()):
            if wanted.count():
                page.locator("#paper-name", has_text=subject).wait_for()
                return
            page.keyboard.press(key)
    assert wanted.count(), subject
