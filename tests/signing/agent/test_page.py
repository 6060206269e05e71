"""The agent's window in a real browser: both its languages, and what it says when nobody asks any more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pkcs11
import pytest

from signing.agent.calls import remark_in_english
from signing.cryptoki.login import pin_state_vi
from tests.portal.browsers import chromium
from tests.signing.agent.agents import PORTAL, RunningAgent, running_agent

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WISH = "{hoso: 1, kind: 'wish', id: 7, purpose: 'sign', signatures: 1, certificate: '', language: '%s'}"


@pytest.mark.parametrize("flag", ["USER_PIN_LOCKED", "USER_PIN_FINAL_TRY", "USER_PIN_COUNT_LOW"])
def test_what_a_token_says_of_earlier_wrong_pins_is_said_in_english_too(flag: str) -> None:
    said = pin_state_vi(SimpleNamespace(flags=getattr(pkcs11.TokenFlag, flag)))
    assert said
    assert remark_in_english(said).isascii()


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[RunningAgent]:
    with running_agent(tmp_path) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def asking(browser: Browser, agent: RunningAgent) -> Iterator[tuple[Page, Page]]:
    """A page of a portal, and the agent's window that it has opened; the browser itself speaks English."""
    context = browser.new_context(locale="en-US", viewport={"width": 480, "height": 640})
    context.route(f"{PORTAL}/**", lambda route: route.fulfill(content_type="text/html", body="<h1>Hoso</h1>"))
    portal = context.new_page()
    portal.goto(f"{PORTAL}/")
    with portal.expect_popup() as opened:
        portal.evaluate(f"void (window.agent = window.open('{agent.server.address}/'))")
    opened.value.wait_for_load_state()
    yield portal, opened.value
    context.close()


@pytest.mark.needs("chromium")
def test_the_window_speaks_vietnamese_until_the_portal_says_what_its_reader_chose(
    asking: tuple[Page, Page], agent: RunningAgent
) -> None:
    portal, window = asking
    window.get_by_text("Đang liên hệ với trang Hoso").wait_for()
    portal.evaluate(f"agent.postMessage({WISH % 'en'}, '{agent.server.address}')")
    window.get_by_role("heading", name="Pair with this page").wait_for()
    assert window.locator("#origin").inner_text() == PORTAL
    assert "--show-code" in window.locator("#code-where").inner_text()
    window.locator("#code:focus").wait_for()
    window.fill("#code", "0000 0000")
    window.keyboard.press("Enter")
    window.get_by_text("Wrong pairing code").wait_for()
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.needs("chromium")
def test_a_window_whose_portal_page_was_closed_says_so(
    asking: tuple[Page, Page], agent: RunningAgent
) -> None:
    portal, window = asking
    portal.evaluate(f"agent.postMessage({WISH % 'vi'}, '{agent.server.address}')")
    window.get_by_role("heading", name="Ghép với trang này").wait_for()
    portal.close()
    window.get_by_text("Trang Hoso đã đóng hoặc chuyển đi nơi khác").wait_for()
    assert not window.get_by_role("button", name="Thử lại").is_visible()


@pytest.mark.needs("chromium")
def test_a_window_that_nobody_asks_for_anything_says_so(asking: tuple[Page, Page]) -> None:
    _, window = asking
    window.get_by_text("Trang Hoso đã đóng hoặc chuyển đi nơi khác").wait_for()


@pytest.mark.needs("chromium")
def test_the_window_opened_by_hand_says_in_both_languages_where_to_go(
    browser: Browser, agent: RunningAgent
) -> None:
    page = browser.new_page()
    page.goto(f"{agent.server.address}/")
    page.get_by_text("quay lại trang Hoso rồi bấm Ký").wait_for()
    assert "go back and press Sign" in page.locator("#alone").inner_text()
    page.close()
