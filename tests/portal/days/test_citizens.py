"""A citizen with the file or the paper in hand, without an account."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from tests.portal.days.offices import RunningOffice

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
    pytest.mark.timeout(600),
]


def test_the_file_that_was_sent_is_told_to_be_the_office_s_own(office: RunningOffice, issued: Path) -> None:
    page = office.stranger()
    page.goto("/kiem-tra/")
    page.set_input_files("#paper", issued)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    page.get_by_text("Nguyễn Văn Thử").first.wait_for()
    told = page.locator("main").inner_text()
    assert "ỦY BAN NHÂN DÂN" in told.upper()
    assert "Văn bản nguyên vẹn, mọi chữ ký hợp lệ" in told
    with page.expect_download() as begun:
        page.get_by_role("button", name="Tải báo cáo (PDF)").click()
    assert Path(begun.value.path()).read_bytes().startswith(b"%PDF-")


def test_a_file_that_was_changed_is_told_so(office: RunningOffice, issued: Path, tmp_path: Path) -> None:
    content = bytearray(issued.read_bytes())
    content[len(content) // 5] ^= 0x20
    changed = tmp_path / "đã sửa.pdf"
    changed.write_bytes(content)
    page = office.stranger()
    page.goto("/kiem-tra/")
    page.set_input_files("#paper", changed)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    answer = page.locator(".answer")
    answer.wait_for()
    assert "good" not in str(answer.get_attribute("class")), answer.inner_text()


def test_the_code_printed_on_the_paper_tells_number_and_day_but_no_name(
    office: RunningOffice, issued: Path
) -> None:
    page = office.stranger()
    page.goto("/kiem-tra/")
    page.fill("#code", code_on(issued))
    page.get_by_role("button", name="Tra mã").click()
    page.locator(".answer.good").wait_for()
    told = page.locator("main").inner_text()
    assert "UBND" in told
    assert "Nguyễn Văn Thử" not in told


def code_on(path: Path) -> str:
    """What a telephone reads from the QR code on the last page."""
    document = pypdfium2.PdfDocument(path)
    picture = document[len(document) - 1].render(scale=4).to_pil()
    [found] = [one.text for one in zxingcpp.read_barcodes(picture) if "/kiem-tra/" in one.text]
    return str(found.rpartition("/")[2])
