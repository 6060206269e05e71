"""Numbers, dates and money as Vietnamese papers write them, in figures and in words."""

from __future__ import annotations

from datetime import date

from classifiers.validators.number_words import to_words


def number_in_words(number: int) -> str:
    """A whole number in words, lower case, for example `hai nghìn không trăm linh năm`."""
    words = to_words(number)
    return words[:1].lower() + words[1:]


def sentence(words: str) -> str:
    """The same with a capital first letter."""
    return words[:1].upper() + words[1:]


def day_in_words(day: date) -> str:
    """`Ngày hai mươi, tháng mười một, năm hai nghìn không trăm hai mươi mốt`."""
    month = "tư" if day.month == 4 else number_in_words(day.month)
    return f"Ngày {number_in_words(day.day)}, tháng {month}, năm {number_in_words(day.year)}"


def figures(day: date) -> str:
    """`05/09/1988`"""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def long_day(day: date) -> str:
    """`ngày 05 tháng 3 năm 2026`; days below 10 and months 1 and 2 take a leading 0 (Decree 30/2020)."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def grouped(number: int) -> str:
    """`1.250.000`"""
    return f"{number:,}".replace(",", ".")


def area(square_metres: float) -> str:
    """`1.041,9`"""
    whole, part = divmod(round(square_metres * 10), 10)
    return f"{grouped(whole)},{part}"


def ordinal_number(number: int) -> str:
    """Numbers of papers below 10 take a leading 0 (Decree 30/2020)."""
    return f"{number:02d}"
