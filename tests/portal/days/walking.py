"""What people do at the pages again and again, with the mouse or by keys alone."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from tests.portal.days.offices import RunningOffice

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from signing.demo_documents import DemoLetter

MOST_TABS = 80
BELOW_THE_RULE = "#station [data-seen] a"
MOST_LOOKS, LOOK_MS = 120, 500
_DROP = """([files]) => {
  const carried = new DataTransfer();
  for (const [name, text] of files) {
    const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
    carried.items.add(new File([bytes], name));
  }
  for (const what of ["dragover", "drop"])
    document.getElementById("drop").dispatchEvent(
      new DragEvent(what, { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


def drop(page: Page, files: list[Path]) -> None:
    """Drags files from the desktop onto the inbox."""
    page.evaluate(_DROP, [[[one.name, base64.b64encode(one.read_bytes()).decode()] for one in files]])


def look_until(page: Page, path: str, selector: str) -> Locator:
    """Opens the page again until it shows that; the office works beside the pages."""
    for _ in range(MOST_LOOKS):
        page.goto(path)
        if page.locator(selector).count():
            return page.locator(selector)
        page.wait_for_timeout(LOOK_MS)
    raise AssertionError(f"no {selector} on {path}: {page.locator('main').inner_text()}")


def send(page: Page, button: str) -> None:
    """Presses the button and waits for the page to which it leads."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).first.click()


def press_until(page: Page, selector: str, key: str = "Tab") -> None:
    """Moves on until what has the focus is `selector`, as somebody without a mouse does."""
    for _ in range(MOST_TABS):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{selector} is not reached by {key} on {page.url}")


def accept(page: Page) -> None:
    """Accepts each doubtful value of the record on the review station with Enter, and then the record.

    Ends at the next record, or with the focus on what Enter cannot settle: a scan below the rule.
    """
    station = page.url
    page.wait_for_function("() => document.activeElement.matches('input, textarea, select, button')")
    for _ in range(MOST_TABS):
        page.keyboard.press("Enter")
        page.wait_for_function("() => !document.querySelector('#station [aria-busy]')")
        if page.url != station or page.locator(f"{BELOW_THE_RULE}:focus").count():
            return
    raise AssertionError(page.locator("#station").inner_text())


def line(page: Page, letter: DemoLetter) -> Locator:
    """That paper in the list of a desk."""
    return page.locator("li.desk-item", has_text=letter.subject)


def hand_in(office: RunningOffice, letters: list[DemoLetter], *, note: str = "") -> None:
    """The chairman's own papers, through the form."""
    page = office.person("chu_tich")
    for letter in letters:
        page.goto("/outgoing/")
        page.locator("a.button[href='/outgoing/hand-in']").click()
        page.set_input_files("input[name=main]", letter.path)
        page.locator("select[name=signer]").first.select_option(label=letter.signers[0].full_name)
        page.fill("textarea[name=note]", note)
        send(page, "Gửi")


def tick(page: Page, path: str, letters: list[DemoLetter]) -> None:
    """Opens a desk until those papers can be ticked there, and ticks them and no other."""
    for letter in letters:
        look_until(page, path, f"li.desk-item:has-text('{letter.subject}') input:not([disabled])")
    for box in page.locator("input[name=document]:checked").all():
        box.uncheck()
    for letter in letters:
        line(page, letter).locator("input[name=document]").check()


def number(office: RunningOffice, letters: list[DemoLetter]) -> None:
    """The clerk gives them their numbers."""
    page = office.person("van_thu")
    tick(page, "/outgoing/clerk/?part=number", letters)
    send(page, "Cấp số các văn bản đã chọn")


def sign(page: Page, office: RunningOffice, letters: list[DemoLetter]) -> None:
    """Their signer signs them, with one PIN, and sees them done without loading the page again."""
    tick(page, "/outgoing/signing/", letters)
    page.fill("input[name=pin]", office.pin)
    page.get_by_role("button", name="Ký các văn bản đã chọn").click()
    _done(page, len(letters))


def seal(office: RunningOffice, letters: list[DemoLetter]) -> None:
    """The clerk puts the agency's seal on them."""
    page = office.person("van_thu")
    tick(page, "/outgoing/clerk/?part=seal", letters)
    page.fill("input[name=pin]", office.pin)
    page.get_by_role("button", name="Đóng dấu các văn bản đã chọn").click()
    _done(page, len(letters))


def _done(page: Page, count: int) -> None:
    page.locator("#work .badge", has_text="Xong").wait_for()
    assert f"{count} đã ký, 0 chưa ký được" in page.locator("#work").inner_text()
