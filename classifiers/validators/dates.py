"""Dates in figures: d/m/y, d-m-y, d.m.y, "ngày dd tháng mm năm yyyy"; month or year alone for old persons.

The canonical form is ISO 8601, as precise as the paper: `2021-11-20`, `2021-11` or `2021`.
"""

from __future__ import annotations

import re
from datetime import date

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean, fold

FIELD_TYPES = (FieldType.DATE,)
# Recognisers split digits ("0 9 tháng 6") and misread marks ("ngảy"): matched folded, spaces let in.
_LONG = re.compile(r"ngay\s*(\d(?:\s?\d)?)\s*thang\s*(\d(?:\s?\d)?)\s*nam\s*(\d(?:\s?\d){3})(?!\d)")
# "1l4/02/1994" is no 4 February: only "ngày" may be glued to the day.
_FIGURES = re.compile(r"(?:(?<=ngay)|(?<![\w/.-]))(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4})(?![\d/])")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_NO_DAY = re.compile(
    r"(?:thang\s*(\d(?:\s?\d)?)\s*nam|(?<![\d/.-])(\d{1,2})\s*[/.-])\s*(\d(?:\s?\d){3})(?![\d/])"
)
_YEAR = re.compile(r"(?<![\d/.-])(\d{4})(?![\d/])")
_EARLIEST, _LATEST = 1850, 2100


def parse(text: str) -> Parsed:
    """Reads one date anywhere in `text`. Two different dates, or a day that no month has, are errors.

    A long date whose day was left blank or not read gives month and year and says so.
    """
    value = clean(text)
    folded = fold(value)
    whole = [_joined(d, m, y) for d, m, y in _LONG.findall(folded)]
    whole += [_joined(d, m, y) for d, _, m, y in _FIGURES.findall(folded)]
    whole += [_joined(d, m, y) for y, m, d in _ISO.findall(folded)]
    if whole:
        return _whole_date(value, sorted(set(whole)))
    return _partial_date(value, folded)


def precision(iso: str) -> str:
    """`day`, `month` or `year`: how precise a canonical date is."""
    return {10: "day", 7: "month", 4: "year"}[len(iso)]


def _joined(*parts: str) -> tuple[int, int, int]:
    day, month, year = (int(re.sub(r"\s", "", part)) for part in parts)
    return year, month, day


def _whole_date(value: str, found: list[tuple[int, int, int]]) -> Parsed:
    if len(found) > 1:
        return refused(value, "Có nhiều ngày khác nhau trong một ô")
    year, month, day = found[0]
    try:
        read = date(year, month, day)
    except ValueError:
        return refused(value, "Ngày này không có trong lịch")
    if not _EARLIEST <= year <= _LATEST:
        return refused(value, "Năm không hợp lý")
    return Parsed(value, read.isoformat())


def _partial_date(value: str, folded: str) -> Parsed:
    months = {
        (int(re.sub(r"\s", "", y)), int(re.sub(r"\s", "", a or b))) for a, b, y in _NO_DAY.findall(folded)
    }
    years = {int(year) for year in _YEAR.findall(folded)}
    if len(months) > 1 or (not months and len(years) > 1):
        return refused(value, "Có nhiều ngày khác nhau trong một ô")
    if months:
        year, month = months.pop()
        if not (1 <= month <= 12 and _EARLIEST <= year <= _LATEST):
            return refused(value, "Tháng hoặc năm không hợp lý")
        parsed = Parsed(value, f"{year:04d}-{month:02d}")
    elif years and _EARLIEST <= (year := years.pop()) <= _LATEST:
        parsed = Parsed(value, f"{year:04d}")
    else:
        return refused(value, "Không đọc được ngày tháng")
    return parsed.with_warning("Thiếu ngày, không đọc được") if "ngay" in folded.split() else parsed
