"""Number, symbol and date as Decree 30/2020, Appendix I, section II, points 3 and 4 write them."""

from __future__ import annotations

import unicodedata
from datetime import date

from records.errors import NotSignable


def two_figures(number: str | int) -> str:
    """A number below 10 with a nought before it (point 3 b); longer ones as they are.

    Raises `NotSignable` for what is no whole number from 1 on.
    """
    text = str(number).strip()
    if not text.isascii() or not text.isdigit() or int(text) < 1 or len(text) > 7:
        raise NotSignable(
            "the number is not a whole number",
            remedy_vi="Số văn bản phải là số nguyên từ 1 trở lên. Hãy cấp lại số.",
            remedy_en="A document's number is a whole number from 1 on. Allocate it again.",
        )
    return f"{int(text):02d}"


def number_text(number: str | int, symbol: str) -> str:
    """`15/QĐ-UBND`."""
    return f"{two_figures(number)}/{unicodedata.normalize('NFC', symbol).strip().lstrip('/')}"


def day_text(day: date) -> str:
    """Days below 10 have a nought before them (point 4 b)."""
    return f"{day.day:02d}"


def month_text(day: date) -> str:
    """Months 1 and 2 have a nought before them, 3 to 9 have none (point 4 b)."""
    return f"{day.month:02d}" if day.month <= 2 else str(day.month)


def date_text(day: date, place: str = "") -> str:
    """`Thử Nghiệm, ngày 05 tháng 02 năm 2026`; without its place where none is given."""
    words = f"ngày {day_text(day)} tháng {month_text(day)} năm {day.year}"
    return f"{unicodedata.normalize('NFC', place).strip()}, {words}" if place.strip() else words


def same_symbol(one: str, other: str) -> bool:
    """Whether two symbols are the same but for spaces, dashes and the Icelandic letter that looks like Đ."""
    return _folded(one) == _folded(other)


def _folded(symbol: str) -> str:
    kept = "".join(unicodedata.normalize("NFC", symbol).split()).upper()
    return kept.replace("Ð", "Đ").replace("–", "-").replace("‑", "-").strip("/.")
