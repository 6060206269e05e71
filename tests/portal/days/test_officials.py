"""The day of an official and of the clerk: preview, place, number, sign one and many, refuse, seal, book."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.portal.days import papers, walking
from tests.portal.days.offices import RunningOffice

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from signing.demo_documents import DemoLetter

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
    pytest.mark.timeout(600),
]
WHY = "Thiếu căn cứ pháp lý ở đoạn hai"


@pytest.fixture(scope="module")
def numbered(opened: RunningOffice, tmp_path_factory: pytest.TempPathFactory) -> list[DemoLetter]:
    """Four letters of the chairman's, each with its number."""
    letters = papers.letters(tmp_path_factory.mktemp("day"), seed=2, count=4)
    with opened.watched():
        walking.hand_in(opened, letters, note="Kính trình Chủ tịch xem xét")
        walking.number(opened, letters)
    return letters


def test_the_paper_is_read_before_it_is_signed_and_the_place_is_dragged(
    office: RunningOffice, numbered: list[DemoLetter]
) -> None:
    page = office.person("chu_tich")
    open_paper(page, numbered[0])
    assert "Kính trình Chủ tịch xem xét" in page.locator("#paper").inner_text()
    page.wait_for_function("() => document.querySelector('#paper .sheet img').naturalWidth > 0")
    page.locator("[data-to-stand]").click()
    stand = page.locator("#paper .stand.own.moves")
    before = place(page)
    box = stand.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 - 90, box["y"] + box["height"] / 2 + 14, steps=6)
    page.mouse.up()
    told = page.locator(".place-told")
    told.wait_for()
    if told.get_by_role("button").count():
        told.get_by_role("button").first.click()
    page.locator(".place-told.good").wait_for()
    moved = place(page)
    assert moved[0] < before[0] - 10 and moved[1] > before[1] + 1
    open_paper(page, numbered[0])
    assert place(page) == pytest.approx(moved, abs=0.5)


def open_paper(page: Page, letter: DemoLetter) -> None:
    """On the desk, the paper of that line beside the list."""
    walking.look_until(page, "/outgoing/signing/", f"li.desk-item:has-text('{letter.subject}')")
    link = walking.line(page, letter).locator("a.desk-open")
    if link.get_attribute("aria-current") is None:  # a click on what lies open would lay it out once more
        link.click()
    page.locator("#paper-name", has_text=letter.subject).wait_for()


def place(page: Page) -> tuple[float, float]:
    """Where the own signature will stand, in points from the page's upper left corner."""
    stand = page.locator("#paper .stand.own.moves")
    return float(stand.get_attribute("x") or 0), float(stand.get_attribute("y") or 0)


def test_one_is_signed_then_many_with_one_pin_and_one_goes_back(
    office: RunningOffice, numbered: list[DemoLetter]
) -> None:
    page = office.person("chu_tich")
    walking.look_until(page, "/outgoing/signing/", "input[name=document]")
    assert page.locator("input[name=document]:checked").count() == 0, "nothing is ticked beforehand"
    walking.sign(page, office, numbered[:1])
    open_paper(page, numbered[3])
    page.locator(".paper-refuse summary").click()
    page.fill(".paper-refuse textarea", WHY)
    walking.send(page, "Trả lại người trình")
    walking.sign(page, office, numbered[1:3])
    page.goto("/outgoing/")
    sent_back = page.locator(".my-list li", has_text=numbered[3].subject)
    assert WHY in sent_back.inner_text()
    assert sent_back.get_by_role("link", name="Sửa và trình lại").count() == 1


def test_the_clerk_seals_what_was_signed_and_the_book_has_no_gap(
    office: RunningOffice, numbered: list[DemoLetter]
) -> None:
    walking.seal(office, numbered[:3])
    page = office.person("van_thu")
    page.goto("/outgoing/books/")
    for letter in numbered:
        row = page.locator("tr", has_text=letter.subject)
        row.wait_for()
        remark = row.locator("td").last.inner_text()
        assert ("Không ban hành" in remark) == (letter is numbered[3])
    assert "không khuyết số" in page.locator(".book-sums").inner_text()
    with page.expect_download() as begun:
        page.get_by_role("link", name="Excel").click()
    assert letter_in(Path(begun.value.path()), numbered[0])
    official = office.person("chu_tich")
    walking.look_until(
        official,
        "/outgoing/",
        f".my-list li:has-text('{numbered[0].subject}') .badge:has-text('Đã ban hành')",
    )


def letter_in(book: Path, letter: DemoLetter) -> bool:
    from openpyxl import load_workbook

    return any(
        letter.subject in str(cell)
        for row in load_workbook(io.BytesIO(book.read_bytes())).active.iter_rows(values_only=True)
        for cell in row
    )
