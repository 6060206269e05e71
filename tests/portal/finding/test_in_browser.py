"""Finding in a real browser: by typing, by keys alone, with filters clicked and without any script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.portal.browsers import chromium
from tests.portal.catalogued import add, make_field, make_record
from tests.portal.persons import make_person

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]
LONG = 40_000
"""Milliseconds that anything may take on a busy machine."""


@pytest.fixture(scope="module")
def browser(django_ready: Path) -> Iterator[Browser]:
    with chromium() as opened:
        expect.set_options(timeout=LONG)
        yield opened


@pytest.fixture
def office(portal_data: Path) -> Iterator[tuple[str, str]]:
    """Address of a portal with three papers, and the session of somebody who may see them."""
    from django.test import Client

    from portal.server import PortalServer

    for number, kind in enumerate(("decision", "decision", "notice"), start=1):
        fields = {
            "signer_name": make_field("Trần Văn Bình"),
            "issue_date": make_field(f"202{number}", f"202{number}-01-05"),
        }
        record = make_record(
            f"Thu hồi đất số {number}", name=f"{number}.pdf", record_type=kind, fields=fields
        )
        add(record, unit="xã An Phú")
    client = Client()
    client.force_login(make_person("lan"))
    with PortalServer("localhost", 0) as server:
        yield server.address.rstrip("/"), client.cookies["sessionid"].value


def opened(browser: Browser, office: tuple[str, str], path: str, **options: object) -> Page:
    base, session = office
    context = browser.new_context(**{"viewport": {"width": 1366, "height": 768}, **options})  # type: ignore[arg-type]
    context.set_default_timeout(LONG)
    context.add_cookies([{"name": "sessionid", "value": session, "url": base}])
    page = context.new_page()
    page.goto(base + path)
    return page


def test_results_follow_the_typing_and_filters_narrow_and_widen(
    browser: Browser, office: tuple[str, str]
) -> None:
    page = opened(browser, office, "/search/")
    page.locator("#q").press_sequentially("thu hoi")
    expect(page.locator(".count b")).to_have_text("3")
    page.keyboard.press("Escape")
    page.locator(".panels a", has_text="Thông báo").first.click()
    expect(page.locator(".count b")).to_have_text("1")
    assert "type=notice" in page.url
    page.locator("#q").press_sequentially(" dat")
    expect(page.locator(".chips a").first).to_contain_text("Thông báo")
    page.locator(".chips a").first.click()
    expect(page.locator(".count b")).to_have_text("3")
    page.go_back()
    expect(page.locator(".count b")).to_have_text("1")
    expect(page.locator(".rail")).to_be_visible()
    page.context.close()


def test_offers_are_taken_and_records_opened_by_keys(browser: Browser, office: tuple[str, str]) -> None:
    page = opened(browser, office, "/search/")
    page.keyboard.type("tran van")
    offer = page.locator("#offers [role=option]", has_text="Trần Văn Bình")
    expect(offer).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(offer).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#q")).to_have_value('"Trần Văn Bình" ')
    page.wait_for_selector("#found[data-here*='%22']")
    expect(page.locator(".why").first).to_contain_text("Người ký")
    page.locator(".hit .title").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/records/hs-*/**")
    page.context.close()


def test_everything_works_without_script(browser: Browser, office: tuple[str, str]) -> None:
    page = opened(browser, office, "/records/", java_script_enabled=False)
    page.locator("#q").fill("thu hồi")
    page.locator("#q").press("Enter")
    expect(page.locator(".count b")).to_have_text("3")
    page.locator(".panels a", has_text="2022").click()
    expect(page.locator(".count b")).to_have_text("1")
    page.locator("#q").fill("=đất")
    page.locator(".finding-ask button.main").click()
    assert "year=2022" in page.url
    expect(page.locator(".count b")).to_have_text("1")
    page.context.close()


@pytest.mark.parametrize(
    ("path", "width"), [("/search/?q=thu", 1366), ("/records/", 390), ("/search/saved/", 683)]
)
def test_no_serious_fault_of_access_and_nothing_beside_the_screen(
    browser: Browser, office: tuple[str, str], path: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(browser, office, path, viewport={"width": width, "height": 768})
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.context.close()
