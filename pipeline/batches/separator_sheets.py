"""Draws separator sheets: a large QR code for the machine, and a few words for people.

The code is 90 mm wide with the strongest error correction, so that it is read from a copy of a copy, at 100
dpi, crumpled, on its side or on its head.
"""

from __future__ import annotations

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


def write_sheets(out: Path, separator: Separator, *, count: int, type_name: str = "") -> None:
    """Writes a PDF of `count` equal A4 sheets; `type_name` is the record type as staff call it."""
    page = out.with_name(f".{out.name}.png")
    try:
        sheet_picture(separator, type_name).save(page, dpi=(DPI, DPI))
        out.write_bytes(img2pdf.convert([str(page)] * count))
    finally:
        page.unlink(missing_ok=True)


def sheet_picture(separator: Separator, type_name: str = "") -> Image.Image:
    """One sheet, A4 at 150 dpi, black on white."""
    sheet = Image.new("1", (_dots(WIDTH_MM), _dots(HEIGHT_MM)), 1)
    pen = ImageDraw.Draw(sheet)
    _write(pen, "TỜ PHÂN CÁCH", 34, points=40, is_bold=True)
    code = _code(separator.text)
    sheet.paste(code, ((sheet.width - code.width) // 2, _dots(70)))
    top = 70 + CODE_MM + 14.0
    for line in _lines(separator, type_name):
        _write(pen, line, top, points=16)
        top += 9.0
    return sheet


def _code(text: str) -> Image.Image:
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="H")
    modules = np.asarray(zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=True))
    side = _dots(CODE_MM) // modules.shape[0] * modules.shape[0]
    return Image.fromarray(modules).convert("1").resize((side, side), Image.Resampling.NEAREST)


def _lines(separator: Separator, type_name: str) -> list[str]:
    lines = [
        "Đặt tờ này trước trang đầu của mỗi giấy tờ,",
        "rồi quét cả tập một lần. Mỗi giấy tờ thành một hồ sơ.",
        "Tờ này dùng lại được nhiều lần.",
    ]
    if type_name:
        lines.append(f"Loại giấy tờ tiếp theo: {type_name}"[: 2 * LONGEST_LINE])
    if separator.unit:
        lines.append(f"Đơn vị: {separator.unit}"[: 2 * LONGEST_LINE])
    if separator.is_two_sided:
        lines.append("Tiếp theo: quét hết mặt trước, lật cả tập, quét hết mặt sau.")
    return lines


def _write(
    pen: ImageDraw.ImageDraw, text: str, top_mm: float, *, points: float, is_bold: bool = False
) -> None:
    font = load("serif", is_bold, False, points * DPI / 72)
    pen.text((_dots(WIDTH_MM) / 2, _dots(top_mm)), text, font=font, fill=0, anchor="ma")


def _dots(millimetres: float) -> int:
    return round(millimetres / 25.4 * DPI)
