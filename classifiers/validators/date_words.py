"""Dates in words: "Ngày hai mươi, tháng mười một, năm hai nghìn không trăm hai mươi mốt" is 2021-11-20.

A time of day in front ("Mười tám giờ, mười phút, ngày …") is passed over.
"""

from __future__ import annotations

from datetime import date

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.validators import number_words
from classifiers.validators.number_words import digit_of, to_number
from classifiers.vietnamese import clean, fold_words

FIELD_TYPES = (FieldType.DATE_WORDS,)
_MONTH_NAMES = {"gieng": 1, "chap": 12}
_EARLIEST, _LATEST = 1850, 2100


def parse(text: str) -> Parsed:
    """Reads a date in words into ISO 8601; month or year alone when the paper gives no more."""
    value = clean(text)
    iso = to_iso(value)
    return refused(value, "Không hiểu được ngày viết bằng chữ") if iso is None else Parsed(value, iso)


def to_iso(words: str) -> str | None:
    """The date that `words` say, as precise as they are; `None` when they say none or an impossible one."""
    tokens = fold_words(words).split()
    if "ngay" in tokens:
        tokens = tokens[tokens.index("ngay") + 1 :]
    before, after_month = _cut(tokens, "thang")
    month_tokens, year_tokens = _month_and_year(after_month if after_month is not None else tokens)
    year = _year(year_tokens)
    if year is None or not _EARLIEST <= year <= _LATEST:
        return None
    if after_month is None:
        return f"{int(year):04d}" if tokens[:1] == ["nam"] else None
    month = _small(month_tokens)
    day = _small([token for token in before if token not in {"mong", "mung"}]) if before else None
    if month is None or not 1 <= month <= 12 or (before and day is None):
        return None
    if day is None:
        return f"{int(year):04d}-{month:02d}"
    try:
        return date(int(year), month, day).isoformat()
    except ValueError:
        return None


def _cut(tokens: list[str], at: str) -> tuple[list[str], list[str] | None]:
    if at not in tokens:
        return tokens, None
    place = tokens.index(at)
    return tokens[:place], tokens[place + 1 :]


def _month_and_year(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Parts month from year at the word "năm", which is also the number five: "tháng năm năm hai nghìn"."""
    places = [place for place, token in enumerate(tokens) if token == "nam"]  # noqa: S105
    if not places:
        return tokens, []
    at = 1 if places[0] == 0 and tokens[1:2] == ["nam"] else places[0]
    return tokens[:at], tokens[at + 1 :]


def _year(tokens: list[str]) -> int | None:
    """A year as a number, or said digit by digit: "một chín tám lăm", "hai không hai một"."""
    number = to_number(" ".join(tokens))
    if number is not None:
        return int(number) if number == int(number) else None
    digits = [digit_of(token) for token in tokens]
    if len(digits) != 4 or None in digits:
        return None
    return int("".join(str(digit) for digit in digits))


def to_words(iso: str) -> str:
    """Writes a date of ISO 8601 in words, as precise as it is: "Ngày hai mươi tháng mười một năm …".

    The first ten days are said "mồng", the fourth month "tư". Raises `ValueError` for what is no such date.
    """
    parts = [int(part) for part in iso.split("-")]
    if not 1 <= len(parts) <= 3:
        raise ValueError("a date has a year and may have month and day")
    year, month, day = (*parts, 0, 0)[:3]
    date(year, month or 1, day or 1)
    said = [f"năm {number_words.to_words(year).lower()}"]
    if month:
        said.insert(0, f"tháng {'tư' if month == 4 else number_words.to_words(month).lower()}")
    if day:
        mong = "mồng " if day <= 10 else ""
        said.insert(0, f"ngày {mong}{number_words.to_words(day).lower()}")
    words = " ".join(said)
    return words[0].upper() + words[1:]


def _small(tokens: list[str]) -> int | None:
    if len(tokens) == 1 and tokens[0] in _MONTH_NAMES:
        return _MONTH_NAMES[tokens[0]]
    number = to_number(" ".join(tokens))
    return int(number) if number is not None and number == int(number) else None
