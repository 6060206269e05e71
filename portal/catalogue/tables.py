"""The records of a search as a table to take away: rows for CSV and for Excel.

Dates stay dates and numbers of papers stay text. A cell that a spreadsheet would take for a formula
(OWASP, "CSV Injection") is made text: a scan may hold any words.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from portal.catalogue.asked import Asked
from portal.catalogue.finding import Order, answered
from portal.catalogue.type_names import field_labels, type_name
from portal.models import CatalogueRecord, FieldEntry
from portal.rights.holding import Rights
from portal.rights.roles import Right
from portal.spreadsheet_cells import as_text

MOST_ROWS = {"csv": 100_000, "xlsx": 20_000}
"""openpyxl writes some 5,000 rows of this width a second; CSV goes out while it is made."""
LONGEST_CELL = 32_000
"""Excel holds 32,767 characters."""
_ROWS_AT_ONCE = 500
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDEST = 48

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Table:
    """What is taken away."""

    record_ids: list[str]
    total: int
    """Records that answer; more than are in the table where they are too many."""
    is_more: bool
    heads: tuple[str, ...]
    fields: tuple[str, ...]
    """Fields of the one type that all records have; empty where there are several."""

    def rows(self) -> Iterator[list[Cell]]:
        """The rows, in order, read some hundred at a time."""
        for start in range(0, len(self.record_ids), _ROWS_AT_ONCE):
            yield from _rows(self.record_ids[start : start + _ROWS_AT_ONCE], self.fields)


def table_of(asked: Asked, rights: Rights, kind: str) -> Table:
    """The records that a search finds and the person may take away. Raises `QueryInvalid`."""
    result = answered(asked.query(), rights, chosen=asked.chosen(), right=Right.DOWNLOAD)
    ids = result.record_ids(asked.order or Order.RECEIVED)
    codes = {result.cards.type_codes[number] for number in set(result.cards.type[result.chosen].tolist())}
    labels = field_labels(next(iter(codes))) if len(codes) == 1 else {}
    heads = (
        _("Mã hồ sơ"), _("Tên hồ sơ"), _("Loại giấy tờ"), _("Số, ký hiệu"), _("Ngày văn bản"),
        _("Đơn vị"), _("Ngày nhận"), _("Trạng thái"), _("Số trang"), *labels.values(),
    )  # fmt: skip
    return Table(ids[: MOST_ROWS[kind]], len(ids), result.is_more, heads, tuple(labels))


def _rows(record_ids: Sequence[str], fields: Sequence[str]) -> Iterator[list[Cell]]:
    records = CatalogueRecord.objects.defer("record", "reasons", "rescans").in_bulk(list(record_ids))
    values: dict[tuple[str, str], Cell] = {}
    if fields:
        entries = FieldEntry.objects.filter(record_id__in=record_ids, name__in=fields)
        for record_id, name, value, day in entries.values_list("record_id", "name", "value", "date"):
            values[record_id, name] = day or value
    for record_id in record_ids:
        row = records.get(record_id)
        if row is not None:
            yield [
                record_id,
                row.title,
                type_name(row.record_type),
                row.document_number,
                row.document_date,
                row.unit,
                timezone.localtime(row.received_at).date(),
                _("Chờ xem") if row.needs_review else _("Đã lưu"),
                row.page_count,
                *(values.get((record_id, name)) for name in fields),
            ]


class _Line:
    """A file of one line: the csv module writes, whoever streams takes."""

    def write(self, text: str) -> str:
        return text


def as_csv(table: Table) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, without which Excel takes it for Windows-1252; dates as YYYY-MM-DD."""
    writer = csv.writer(_Line(), lineterminator="\r\n")
    yield b"\xef\xbb\xbf" + str(writer.writerow(table.heads)).encode()
    lines = io.StringIO()
    buffered = csv.writer(lines, lineterminator="\r\n")
    for number, row in enumerate(table.rows(), start=1):
        buffered.writerow([_as_text(cell) for cell in row])
        if number % _ROWS_AT_ONCE == 0:
            yield lines.getvalue().encode()
            lines.seek(0)
            lines.truncate()
    yield lines.getvalue().encode()


def _as_text(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    text = _clean(str(cell)) if cell is not None else ""
    return as_text(text) if isinstance(cell, str) else text


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text)[:LONGEST_CELL]


def as_xlsx(table: Table) -> IO[bytes]:
    """A workbook with one sheet, its head frozen, in a temporary file that goes with its handle."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Hồ sơ"))
    sheet.freeze_panes = "A2"
    for column, head in enumerate(table.heads, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = min(_WIDEST, max(14, len(head) + 4))
    sheet.column_dimensions["B"].width = _WIDEST
    heads = []
    for head in table.heads:
        cell = WriteOnlyCell(sheet, _clean(head))
        cell.font = Font(bold=True)
        heads.append(cell)
    sheet.append(heads)
    for row in table.rows():
        sheet.append([_cell(sheet, value) for value in row])
    out = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it
    book.save(out)
    out.seek(0)
    return out


def _cell(sheet: object, value: Cell) -> object:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, datetime(value.year, value.month, value.day))  # noqa: DTZ001  # a day
        cell.number_format = "dd/mm/yyyy"
        return cell
    cell = WriteOnlyCell(sheet, _clean(value))
    cell.data_type = "s"  # openpyxl takes text that begins with "=" for a formula
    return cell
