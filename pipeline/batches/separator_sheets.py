"""Draws separator sheets: a large QR code for the machine, and a few words for people.

The code is 90 mm wide with the strongest error correction, so that it is read from a copy of a copy, at 100
dpi, crumpled, on its side or on its head.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import img2pdf
import numpy as np
import zxingcpp
from PIL import Image, ImageDraw

from classifiers.specimens.fonts import load
from pipeline.batches import Separator

DPI = 150
WIDTH_MM, HEIGHT_MM = 210, 297
CODE_MM = 90
LONGEST_LINE = 46
"""Letters of a line of 16 points between the margins."""


@dataclass(frozen=True, slots=True)
class SheetWords:
    """What a sheet says to people."""

    title: str
    use: tuple[str, ...]
    """Lines that say what the sheet is for."""
    kind: str
    unit: str
    two_sided: str


VIETNAMESE = SheetWords(
    "TỜ PHÂN CÁCH",
    (
        "Đặt tờ này trước trang đầu của mỗi giấy tờ,",
        "rồi quét cả tập một lần. Mỗi giấy tờ thành một hồ sơ.",
        "Tờ này dùng lại được nhiều lần.",
    ),
    "Loại giấy tờ tiếp theo: {}",
    "Đơn vị: {}",
    "Tiếp theo: quét hết mặt trước, lật cả tập, quét hết mặt sau.",
)
ENGLISH = SheetWords(
    "SEPARATOR SHEET",
    (
        "Lay this sheet before the first page of each paper,",
        "then scan the whole stack. Each paper becomes a record.",
        "This sheet may be used again and again.",
    ),
    "What follows: {}",
    "Unit: {}",
    "Next: scan all fronts, turn the stack over, scan all backs.",
)


def write_sheets(
    out: Path, separator: Separator, *, count: int, type_name: str = "", words: SheetWords = VIETNAMESE
) -> None:
    """Writes a PDF of `count` equal A4 sheets; `type_name` is the record type as staff call it."""
    page = out.with_name(f".{out.name}.png")
    try:
        sheet_picture(separator, type_name, words).save(page, dpi=(DPI, DPI))
        out.write_bytes(img2pdf.convert([str(page)] * count))
    finally:
        page.unlink(missing_ok=True)


def sheet_picture(separator: Separator, type_name: str = "", words: SheetWords = VIETNAMESE) -> Image.Image:
    """One sheet, A4 at 150 dpi, black on white."""
    sheet = Image.new("1", (_dots(WIDTH_MM), _dots(HEIGHT_MM)), 1)
    pen = ImageDraw.Draw(sheet)
    _write(pen, words.title, 34, points=40, is_bold=True)
    code = _code(separator.text)
    sheet.paste(code, ((sheet.width - code.width) // 2, _dots(70)))
    top = 70 + CODE_MM + 14.0
    for line in _lines(separator, type_name, words):
        _write(pen, line, top, points=16)
        top += 9.0
    return sheet


def _code(text: str) -> Image.Image:
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="H")
    modules = np.asarray(zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=True))
    side = _dots(CODE_MM) // modules.shape[0] * modules.shape[0]
    return Image.fromarray(modules).convert("1").resize((side, side), Image.Resampling.NEAREST)


def _lines(separator: Separator, type_name: str, words: SheetWords) -> list[str]:
    lines = list(words.use)
    if type_name:
        lines.append(words.kind.format(type_name)[: 2 * LONGEST_LINE])
    if separator.unit:
        lines.append(words.unit.format(separator.unit)[: 2 * LONGEST_LINE])
    if separator.is_two_sided:
        lines.append(words.two_sided)
    return lines


def _write(
    pen: ImageDraw.ImageDraw, text: str, top_mm: float, *, points: float, is_bold: bool = False
) -> None:
    font = load("serif", is_bold, False, points * DPI / 72)
    pen.text((_dots(WIDTH_MM) / 2, _dots(top_mm)), text, font=font, fill=0, anchor="ma")


def _dots(millimetres: float) -> int:
    return round(millimetres / 25.4 * DPI)
