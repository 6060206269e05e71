"""The day of an administrator: people, their roles, units, settings; and what comes of it for others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.portal.days import papers, walking
from tests.portal.days.offices import RunningOffice

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
    pytest.mark.timeout(600),
]
UNIT = "Xã Đông Mai"
SETTING = "reading.page_seconds"


def test_an_account_made_at_a_unit_sees_only_its_own(
    office: RunningOffice, scanned: None, tmp_path: Path
) -> None:
    page = office.person("quan_tri")
    add_unit(page, UNIT)
    page.goto("/people/")
    page.get_by_role("link", name="Thêm tài khoản").click()
    page.fill("#full_name", "Bế Thị Núi")
    page.fill("#name", "benui")
    page.get_by_role("button", name="Tạo tài khoản").click()
    page.locator("dl.slip").wait_for()
    password = page.locator("dl.slip code").nth(1).inner_text()
    page.get_by_role("link", name="Giao vai trò cho người này").click()
    page.locator("#role").select_option("records_staff")
    page.fill("#unit", UNIT)
    page.get_by_role("button", name="Giao vai trò").click()
    page.locator("td", has_text=UNIT).first.wait_for()
    assert page.locator(".rail-entry[href='/records/']").count() == 0, "administrators see no papers"

    folder = office.data_dir / "inbox" / UNIT
    folder.mkdir()
    papers.scan_of_a_unit(folder)
    newcomer = office.person("benui", password)
    newcomer.fill("[name=old]", password)
    for name in ("new", "again"):
        newcomer.fill(f"[name={name}]", "Đồi-Chè-9-xanh")
    newcomer.keyboard.press("Enter")
    newcomer.wait_for_url(lambda url: "/password/" not in url)
    found = walking.look_until(newcomer, "/records/", "tbody a[href^='/records/hs-']")
    assert found.count() == 1
    newcomer.goto("/search/?q=khai+sinh")
    assert newcomer.locator("li.hit").count() == 0


def add_unit(page: Page, name: str, parent: str = "") -> None:
    page.goto("/people/units/")
    page.fill("#new-name", name)
    page.fill("#new-parent", parent)
    page.get_by_role("button", name="Thêm").click()
    page.locator("table.units tr", has_text=name).wait_for()


def test_units_are_put_into_their_place(office: RunningOffice) -> None:
    page = office.person("quan_tri")
    add_unit(page, "Huyện Thử")
    add_unit(page, "Xã Mới", parent="Huyện Thử")
    row = page.locator("table.units tr", has=page.get_by_text("Xã Mới", exact=True))
    assert row.locator("input[name=parent]").input_value() == "Huyện Thử"


def test_a_setting_is_changed_told_and_taken_back(office: RunningOffice) -> None:
    page = office.person("quan_tri")
    page.goto("/settings/")
    box = page.locator(f"[id='s-{SETTING}']")
    before = box.input_value()
    box.fill("90")
    box.press("Enter")
    page.locator("table tr", has_text="90").first.wait_for()
    assert box.input_value() == "90"
    with page.expect_navigation():
        page.locator("table").last.get_by_role("button", name="Hoàn lại").first.click()
    page.goto("/settings/")
    assert box.input_value() == before


def test_a_locked_account_is_out_at_once(office: RunningOffice) -> None:
    page = office.person("quan_tri")
    page.goto("/people/")
    page.get_by_role("link", name="Thêm tài khoản").click()
    page.fill("#full_name", "Người Tạm")
    page.fill("#name", "tam")
    page.get_by_role("button", name="Tạo tài khoản").click()
    password = page.locator("dl.slip code").nth(1).inner_text()
    leaving = office.person("tam", password)
    page.get_by_role("link", name="Giao vai trò cho người này").click()
    page.get_by_role("button", name="Khóa tài khoản").click()
    page.locator(".badge", has_text="Đã khóa").first.wait_for()
    leaving.goto("/")
    assert "/login/" in leaving.url
