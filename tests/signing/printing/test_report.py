"""Reports hold whatever is put in them, over as many pages as it takes, and conform to PDF/A-2u."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from signing.printing.report import Column, Report
from tests.signing.printing.papers import text_of
from tests.tools.verapdf import failures

WHEN = datetime(2026, 3, 2, tzinfo=UTC)
COLUMNS = (Column("Thời điểm", 1), Column("Việc đã làm", 3))


def make_report(title: str = "Kết quả kiểm tra chữ ký số") -> Report:
    return Report(title, created=WHEN)


def written(report: Report, path: Path) -> Path:
    path.write_bytes(report.pdf())
    return path


@pytest.mark.needs("pdftotext", "verapdf")
def test_a_report_is_read_as_it_was_written_and_conforms(tmp_path: Path) -> None:
    report = make_report()
    report.heading("Chữ ký 1")
    report.paragraph("Chữ ký hợp lệ; văn bản còn nguyên vẹn.", is_strong=True)
    report.facts([("Người ký", "Nguyễn Văn Thử"), ("Cơ quan", "UBND xã Thử Nghiệm"), ("Ghi chú", "")])
    report.heading("Nhật ký", level=2)
    report.table(COLUMNS, [("08:00 +07:00", "Ký số")])
    path = written(report, tmp_path / "report.pdf")
    text = text_of(path)
    for phrase in ("Kết quả kiểm tra chữ ký số", "Người ký Nguyễn Văn Thử", "08:00 +07:00 Ký số"):
        assert phrase in text
    assert failures([path]) == []


@pytest.mark.needs("pdftotext")
def test_a_table_goes_on_over_pages_under_its_head_and_loses_no_row(tmp_path: Path) -> None:
    report = make_report()
    report.table(COLUMNS, [(str(number), f"Việc thứ {number}") for number in range(200)])
    path = written(report, tmp_path / "long.pdf")
    with pikepdf.open(path) as pdf:
        pages = len(pdf.pages)
    text = text_of(path)
    assert pages > 3
    assert text.count("Việc đã làm") == pages
    assert all(f"Việc thứ {number}" in text for number in range(200))


@pytest.mark.needs("pdftotext")
def test_a_row_taller_than_a_page_is_continued(tmp_path: Path) -> None:
    report = make_report()
    report.table(COLUMNS, [("1", " ".join(f"từ{number}" for number in range(3000)))])
    text = text_of(written(report, tmp_path / "tall.pdf"))
    assert all(f"từ{number}" in text for number in range(3000))


def test_nothing_is_drawn_outside_the_page(tmp_path: Path) -> None:
    report = make_report("ệ" * 300)
    report.facts([("SHA-256", "ab" * 200), ("Nhãn dài " + "x" * 120, "đ")])
    report.table(COLUMNS, [("y" * 90, "z" * 500)])
    with pypdfium2.PdfDocument(written(report, tmp_path / "wide.pdf")) as pdf:
        for page in pdf:
            text = page.get_textpage()
            boxes = [text.get_charbox(index) for index in range(text.count_chars())]
            assert max(box[2] for box in boxes) <= 210 / 25.4 * 72 - 20 / 25.4 * 72 + 1
            assert min(box[1] for box in boxes) > 50


@pytest.mark.needs("pdftotext", "verapdf")
def test_letters_that_the_font_lacks_are_shown_as_missing(tmp_path: Path) -> None:
    report = make_report()
    report.paragraph("Tên: 漢字 😀 \x07 Ω ễ")  # decomposed at the end
    path = written(report, tmp_path / "odd.pdf")
    assert "Tên: ?? ? ? Ω ễ" in text_of(path)
    assert failures([path]) == []
