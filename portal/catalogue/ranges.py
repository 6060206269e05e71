"""The ranges of days and numbers that a search may be narrowed to."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from portal.catalogue.folding import words_of
from records.errors import QueryInvalid

EARLIEST_YEAR = 1000
SMALLEST_STEP = Decimal("0.0001")
"""What a stored number is rounded to: the nearest number above or below."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included; `None` leaves that end open."""

    first: date | None = None
    last: date | None = None

    def within(self, other: Span) -> Span:
        """The days that lie in both."""
        firsts = [day for day in (self.first, other.first) if day is not None]
        lasts = [day for day in (self.last, other.last) if day is not None]
        return Span(max(firsts, default=None), min(lasts, default=None))


@dataclass(frozen=True, slots=True)
class FieldFilter:
    """Narrows to records whose field `name` holds these words, or a number or day in the range."""

    name: str
    words: tuple[str, ...] = ()
    numbers: tuple[Decimal | None, Decimal | None] | None = None
    days: Span | None = None


def span_of(text: str) -> Span:
    """The days that `2024`, `03/2024`, `1/3/2024`, `2024-03` or `2024-03-01` stands for.

    Understands more than `portal.days.day_of`, to which forms hold: years, months, and the year first with
    any sign between. A day that both understand is the same day (`tests/portal/test_days.py`).
    Raises `QueryInvalid` for anything else.
    """
    parts = [part for part in re.split(r"[/.\-]", text.strip()) if part]
    if (
        not text.strip().startswith(tuple("0123456789"))
        or len(parts) > 3
        or not all(map(str.isdecimal, parts))
    ):
        raise _bad_date()
    numbers = [int(part) for part in parts]
    if len(parts[0]) != 4:
        numbers.reverse()
    if numbers[0] < EARLIEST_YEAR:
        raise _bad_date()  # 15/3/26 would be the year 26
    try:
        first = date(numbers[0], *[*numbers[1:], 1, 1][:2])
    except ValueError as error:
        raise _bad_date() from error
    match len(numbers):
        case 1:
            return Span(first, date(first.year, 12, 31))
        case 2:
            return Span(first, first.replace(day=calendar.monthrange(first.year, first.month)[1]))
    return Span(first, first)


def is_day(text: str) -> bool:
    """Whether `span_of` understands it."""
    try:
        span_of(text)
    except QueryInvalid:
        return False
    return True


def _bad_date() -> QueryInvalid:
    return QueryInvalid(
        "a malformed date",
        remedy_vi="Không hiểu ngày tháng. Hãy viết năm đủ bốn chữ số, như 2024, 03/2024 hoặc 01/03/2024.",
        remedy_en="The date cannot be understood. Write the year in full, like 2024, 03/2024 or 01/03/2024.",
    )


def field_filter(name: str, value: str, *, is_quoted: bool = False) -> FieldFilter:
    """Reads `>100`, `100..200`, `>=01/03/2024`, `2020..2024` as a range, anything else as words.

    Raises `QueryInvalid` when a comparison stands before something that is neither number nor date.
    """
    sign, low, high = _comparison(value) if not is_quoted else ("", value, None)
    if not sign and high is None:
        return FieldFilter(name, words=tuple(words_of(value)))
    ends = (low.strip(), (high or "").strip())
    found = FieldFilter(name, numbers=_numbers(sign, *ends), days=_days(sign, *ends))
    if found.numbers is None and found.days is None:
        raise QueryInvalid(
            "a malformed range",
            remedy_vi="Không hiểu khoảng giá trị. Hãy viết như area_m2:>100 hoặc issue_date:2020..2024.",
            remedy_en="The range cannot be understood. Write it like area_m2:>100 or issue_date:2020..2024.",
        )
    return found


def _numbers(sign: str, low: str, high: str) -> tuple[Decimal | None, Decimal | None] | None:
    """Lowest and highest number that are meant; `None` when these are no numbers."""
    try:
        first, last = (Decimal(end.replace(",", ".")) if end else None for end in (low, high))
    except InvalidOperation:
        return None
    if not all(number is None or number.is_finite() for number in (first, last)):
        return None
    if not sign:
        return None if first is last is None else (first, last)
    if first is None:
        return None
    ends = {
        ">": (first + SMALLEST_STEP, None),
        ">=": (first, None),
        "<": (None, first - SMALLEST_STEP),
        "<=": (None, first),
    }
    return ends.get(sign, (first, first))


def _days(sign: str, low: str, high: str) -> Span | None:
    """First and last day that are meant; `None` when these are no dates."""
    try:
        first, last = (span_of(end) if end else Span() for end in (low, high))
    except QueryInvalid:
        return None
    ends = {
        "": Span(first.first, last.last),
        ">": Span(first=_next(first.last, 1)),
        ">=": Span(first=first.first),
        "<": Span(last=_next(first.first, -1)),
        "<=": Span(last=first.last),
    }
    found = ends.get(sign, first)
    return None if found == Span() else found


def _next(day: date | None, step: int) -> date | None:
    try:
        return None if day is None else day + timedelta(days=step)
    except OverflowError:
        return None


def _comparison(value: str) -> tuple[str, str, str | None]:
    for sign in (">=", "<=", ">", "<", "="):
        if value.startswith(sign):
            return sign, value[len(sign) :], None
    low, dots, high = value.partition("..")
    return ("", low, high) if dots else ("", value, None)
