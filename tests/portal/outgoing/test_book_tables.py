"""The number book as it is taken away: a table that opens well in Excel, and a PDF to print and bind."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from portal.outgoing.book_tables import BookRow

pytestmark = pytest.mark.usefixtures("portal_data")


def row(**changes: object) -> BookRow:
    from portal.outgoing.book_tables import BookRow

    parts = {
        "notation": "147/QĐ-UBND", "issued_on": date(2026, 12, 31), "type_name": "Quyết định",
        "subject": "Về việc kiện toàn Ban chỉ đạo", "signers": "Nguyễn Văn Thử",
        "state": "issued", "remark": "",
    }  # fmt: skip
    return BookRow(**{**parts, **changes})  # type: ignore[arg-type]


def test_a_date_is_a_date_long_lines_wrap_and_no_subject_is_a_formula() -> None:
    from openpyxl import load_workbook

    from portal.outgoing.book_tables import workbook

    sheet = load_workbook(workbook([row(), row(subject="=1+1", issued_on=None)], "Sổ văn bản đi 2026")).active
    assert (str(sheet["B2"].value)[:10], sheet["B2"].number_format) == ("2026-12-31", "dd/mm/yyyy")
    assert sheet["D2"].alignment.wrap_text
    assert (sheet["D3"].value, sheet["D3"].data_type) == ("'=1+1", "s")
    assert (sheet.freeze_panes, sheet.page_setup.orientation, sheet.auto_filter.ref) == (
        "A2", "landscape", "A1:G3"
    )  # fmt: skip


def test_number_and_date_stand_in_one_line_of_the_pdf_with_the_type_before_the_subject() -> None:
    from pypdfium2 import PdfDocument

    from portal.outgoing.book_tables import printed

    content = printed(
        [row(), row(notation="1203/TTr-UBND", state="missing")], "Sổ văn bản đi 2026", "UBND XÃ"
    )
    lines = PdfDocument(content)[0].get_textpage().get_text_range().splitlines()
    assert any("147/QĐ-UBND" in line for line in lines)
    assert any("1203/TTr-UBND" in line for line in lines)
    assert any("31/12/2026" in line for line in lines)
    assert "Quyết định. Về việc" in " ".join(lines)
