"""The day of an auditor: who did what, the chain, the week's minutes with a signature, a file judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.portal.days import walking
from tests.portal.days.offices import RunningOffice

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
    pytest.mark.timeout(600),
]
REMARKS = "Đăng nhập lúc 22 giờ 15 là trực bão, đã hỏi người dùng."
DONE = ("Đã ký số", "Đã đóng dấu", "Đã cấp số", "Đã tìm kiếm", "Đã xem hồ sơ", "Đã nộp tệp quét")


def test_what_everybody_did_is_there_and_narrowed_down_to_one_person(
    office: RunningOffice, scanned: None, issued: Path
) -> None:
    staff = office.person("lan")
    staff.goto("/search/?q=khai+sinh")
    staff.locator("li.hit a.title").first.click()
    staff.locator(".sheet-bar").wait_for()
    page = office.person("kiem_toan")
    page.locator(".rail-entry[href='/audit/']").click()
    offered = page.locator("select[name=kind] option").all_inner_texts()
    for done in DONE:
        assert any(one.strip() == done for one in offered), (done, offered)
        page.locator("select[name=kind]").select_option(label=done)
        walking.send(page, "Lọc")
        assert done in page.locator("table.events tbody tr").first.inner_text()
    page.goto("/audit/?who=chu_tich")
    rows = page.locator("table.events tbody tr").all_inner_texts()
    assert rows and all("chu_tich" in row for row in rows)
    assert any("Đã ký số" in row for row in rows)


def test_the_chain_is_checked_from_its_beginning(office: RunningOffice) -> None:
    page = office.person("kiem_toan")
    page.goto("/audit/chain/")
    page.get_by_role("button", name="Kiểm tra lại toàn bộ").click()
    page.locator(".verdict.good").wait_for()
    page.get_by_text("Không thấy sai lệch", exact=False).first.wait_for()


def test_the_week_s_minutes_are_written_and_signed(office: RunningOffice, tmp_path: Path) -> None:
    page = office.person("kiem_toan")
    page.goto("/audit/reviews/")
    page.get_by_role("link", name="Rà soát", exact=False).filter(has_text="/20").first.click()
    assert "22:15" in page.locator("main").inner_text(), "a sign-in at night is to be remarked"
    page.fill("#remarks", REMARKS)
    page.fill("input[name=pin]", office.pin)
    page.get_by_role("button", name="Ký số và chốt").click()
    page.get_by_text("Đã chốt biên bản tuần", exact=False).wait_for()
    assert REMARKS in page.locator("main").inner_text()
    with page.expect_download() as begun:
        page.get_by_role("link", name="Biên bản (PDF)").click()
    minutes = tmp_path / "biên bản.pdf"
    begun.value.save_as(minutes)
    page.goto("/kiem-tra/")
    page.set_input_files("#paper", minutes)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    page.locator(".signature.good", has_text="Đỗ Văn Soát").wait_for()
