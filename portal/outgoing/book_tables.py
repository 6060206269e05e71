"""A year's number books as one table: what was issued, what was not and why, and numbers that nobody finds.

The same rows are shown, printed and taken away as a workbook or a PDF (Decree 30/2020, Appendix V: number,
date, name and subject, signer).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet as Worksheet
from openpyxl.worksheet.properties import PageSetupProperties

from portal.models import BookEntry
from portal.outgoing.document_types import DOCUMENT_TYPES, format_number
from portal.outgoing.states import EntryState
from portal.spreadsheet_cells import as_text
from signing.printing.report import Column, Report

_WIDTHS = (16, 12, 18, 60, 34, 16, 44)
A4 = 9
"""Excel's number of the paper."""
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_HEAD = PatternFill("solid", fgColor="E3EEF5")


@dataclass(frozen=True, slots=True)
class BookRow:
    """One number, given or missing."""

    notation: str
    issued_on: date | None
    type_name: str
    subject: str
    signers: str
    state: str
    """A value of `EntryState`, or `missing`."""
    remark: str
    document_id: int | None = None

    def cells(self) -> tuple[str, ...]:
        """As taken away."""
        day = self.issued_on.strftime("%d/%m/%Y") if self.issued_on else ""
        words = {
            EntryState.GIVEN: _("chưa ban hành"),
            EntryState.ISSUED: _("đã ban hành"),
            EntryState.NOT_ISSUED: _("không ban hành"),
        }
        state = words[EntryState(self.state)] if self.state != MISSING else _("không có trong sổ")
        return (self.notation, day, self.type_name, self.subject, self.signers, state, self.remark)


MISSING = "missing"


@dataclass(frozen=True, slots=True)
class BookSum:
    """One book of the year in a line."""

    type_name: str
    first: str
    last: str
    issued: int
    open: int
    not_issued: int
    missing: int
    begins_at: int


def rows_of_books(entries: Iterable[BookEntry], *, is_whole: bool) -> Iterator[BookRow]:
    """The rows in order of book and number; in whole books also the numbers between that are not there."""
    for book, held in groupby(entries, key=lambda entry: entry.book):
        expected = book.begins_at
        for entry in held:
            if is_whole:
                yield from (_missing(number, entry) for number in range(expected, entry.number))
            expected = entry.number + 1
            yield _row(entry)


def sums_of(entries: Sequence[BookEntry]) -> list[BookSum]:
    """What each whole book holds."""
    sums = []
    for book, held in groupby(entries, key=lambda entry: entry.book):
        listed = list(held)
        states = [entry.state for entry in listed]
        span = listed[-1].number - book.begins_at + 1
        sums.append(
            BookSum(
                DOCUMENT_TYPES.get(book.type_code, book.type_code),
                format_number(listed[0].number),
                format_number(listed[-1].number),
                states.count(EntryState.ISSUED),
                states.count(EntryState.GIVEN),
                states.count(EntryState.NOT_ISSUED),
                max(0, span - len(listed)),
                book.begins_at,
            )
        )
    return sums


def heads() -> tuple[str, ...]:
    """What stands above the columns."""
    return (
        _("Số, ký hiệu"),
        _("Ngày"),
        _("Loại văn bản"),
        _("Trích yếu"),
        _("Người ký"),
        _("Tình trạng"),
        _("Ghi chú"),
    )


def workbook(rows: Iterable[BookRow], title: str) -> io.BytesIO:
    """The table for Excel: dates as dates, long lines wrapped, printed across A4 with its head above."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31].translate({ord(sign): " " for sign in "[]:*?/\\"}))
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    for column, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    head = [WriteOnlyCell(sheet, value=text) for text in heads()]
    for cell in head:
        cell.font, cell.fill, cell.alignment = Font(bold=True), _HEAD, _WRAPPED
    sheet.append(head)
    lines = [_sheet_cells(sheet, row) for row in rows]
    for line in lines:
        sheet.append(line)
    sheet.auto_filter.ref = f"A1:G{len(lines) + 1}"
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def _sheet_cells(sheet: Worksheet, row: BookRow) -> list[WriteOnlyCell]:
    cells = []
    for text in row.cells():
        cell = WriteOnlyCell(sheet, value=as_text(text))
        cell.alignment = _WRAPPED
        cells.append(cell)
    if row.issued_on is not None:
        cells[1].value, cells[1].number_format = row.issued_on, "dd/mm/yyyy"
    return cells


def printed(rows: Iterable[BookRow], title: str, agency: str) -> bytes:
    """The table as PDF/A, to be printed and bound."""
    report = Report(title, created=timezone.localtime())
    if agency:
        report.paragraph(agency, is_strong=True)
    shares = (2.7, 1.8, 4.2, 2.3, 2.0)  # "147/QĐ-UBND" and "31/12/2026" stand in one line
    kept = heads()
    titles = (*kept[:2], _("Tên loại và trích yếu"), kept[4], kept[6])
    columns = [Column(text, share) for text, share in zip(titles, shares, strict=True)]
    lines = []
    for row in rows:
        cells = row.cells()
        remark = cells[5] if row.state != EntryState.ISSUED else ""
        remark = ": ".join(filter(None, (remark, cells[6])))
        named = ". ".join(filter(None, (cells[2], cells[3])))
        lines.append((cells[0], cells[1], named, cells[4], remark))
    report.table(columns, lines)
    return report.pdf()


def _row(entry: BookEntry) -> BookRow:
    remark = ""
    if entry.state == EntryState.NOT_ISSUED:
        when = timezone.localtime(entry.ended_at).strftime("%d/%m/%Y") if entry.ended_at else ""
        remark = f"{entry.ended_why} ({', '.join(filter(None, (entry.ended_by, when)))})"
    document = entry.document
    signers = (
        f"{one.prefix} {one.user.get_full_name() or one.user.username}".strip()
        for one in document.signers.all()
    )
    return BookRow(
        notation=entry.notation,
        issued_on=entry.issued_on,
        type_name=DOCUMENT_TYPES.get(entry.book.type_code, entry.book.type_code),
        subject=document.subject or entry.subject,
        signers=", ".join(signers),
        state=entry.state,
        remark=remark,
        document_id=document.pk,
    )


def _missing(number: int, entry: BookEntry) -> BookRow:
    notation = f"{format_number(number)}/{entry.symbol}"
    name = DOCUMENT_TYPES.get(entry.book.type_code, entry.book.type_code)
    return BookRow(notation, None, name, "", "", MISSING, "")
