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
from openpyxl.styles import Font

from portal.models import BookEntry
from portal.outgoing.document_types import DOCUMENT_TYPES, format_number
from portal.outgoing.states import EntryState
from signing.printing.report import Column, Report

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""A cell that a spreadsheet would take for a formula (OWASP, "CSV Injection")."""
_WIDTHS = (16, 12, 18, 60, 34, 16, 44)


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
    """The table for Excel, its head frozen; text stays text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31].translate({ord(sign): " " for sign in "[]:*?/\\"}))
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    head = [WriteOnlyCell(sheet, value=text) for text in heads()]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        sheet.append([f"'{text}" if text.startswith(_FORMULA) else text for text in row.cells()])
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def printed(rows: Iterable[BookRow], title: str, agency: str) -> bytes:
    """The table as PDF/A, to be printed and bound."""
    report = Report(title, created=timezone.localtime())
    if agency:
        report.paragraph(agency, is_strong=True)
    shares = (2.0, 1.7, 4.2, 2.6, 2.5)
    kept = heads()
    columns = [
        Column(text, share) for text, share in zip((*kept[:2], *kept[3:5], kept[6]), shares, strict=True)
    ]
    lines = []
    for row in rows:
        cells = row.cells()
        remark = cells[5] if row.state != EntryState.ISSUED else ""
        remark = ": ".join(filter(None, (remark, cells[6])))
        lines.append((cells[0], cells[1], cells[3] or cells[2], cells[4], remark))
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
