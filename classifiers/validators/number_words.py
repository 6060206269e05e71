"""Vietnamese numbers in words, read and written: "hai nghìn không trăm linh năm" is 2005.

Written by hand because the usual library gets Vietnamese wrong (2021 as "hai nghìn lẻ hai mươi mốt").
"""

from __future__ import annotations

import re
from decimal import Decimal

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean, fold_words

FIELD_TYPES = (FieldType.AREA_WORDS, FieldType.MONEY_WORDS)
# Marks never tell two of these words apart, so reading folds them and bears what recognisers do to marks.
_DIGITS = {
    "khong": 0,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "nam": 5,
    "lam": 5,
    "nham": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
}
_SCALES = {"nghin": 10**3, "ngan": 10**3, "trieu": 10**6, "ty": 10**9, "ti": 10**9}
_UNIT = re.compile(r"\b(dong|chan|viet nam|met vuong|met|m2|m²|vnd|(?:viet )?bang chu|so tien)\b")
_HALF = "ruoi"
"""Half of the scale before it: "một triệu rưỡi" is 1,500,000, "hai trăm rưỡi" 250."""
_WRITTEN = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def parse(text: str) -> Parsed:
    """Reads an amount in words, closing unit and all; canonical is a plain number such as `120.5`."""
    value = clean(text)
    number = to_number(value)
    if number is None:
        return refused(value, "Không hiểu được số viết bằng chữ")
    return Parsed(value, format(number, "f"))


def to_number(words: str) -> Decimal | None:
    """The number that `words` say, or `None` when they are not one number said rightly."""
    tokens = _UNIT.sub(" ", fold_words(words)).split()
    if tokens.count(_HALF) == 1:
        return _and_a_half(tokens)
    if "phay" in tokens:
        comma = tokens.index("phay")
        whole, decimals = _whole(tokens[:comma]), _decimals(tokens[comma + 1 :])
        return None if whole is None or decimals is None else Decimal(f"{whole}.{decimals}")
    whole = _whole(tokens)
    return None if whole is None else Decimal(whole)


def _and_a_half(tokens: list[str]) -> Decimal | None:
    """Reads "hai tỷ rưỡi": "rưỡi" at the end, behind "trăm" or a scale; elsewhere it says nothing certain."""
    if tokens[-1] != _HALF or len(tokens) < 3:
        return None
    scale = 100 if tokens[-2] == "tram" else _SCALES.get(tokens[-2])
    whole = _whole(tokens[:-1])
    return None if scale is None or whole is None else Decimal(whole) + Decimal(scale) / 2


def _whole(tokens: list[str]) -> int | None:
    """A whole number: thousands of tỷ in front ("một nghìn hai trăm tỷ"), the rest behind."""
    at = next((place for place, token in enumerate(tokens) if _SCALES.get(token) == 10**9), None)
    if at is None:
        return _below_billion(tokens)
    head, tail = _below_billion(tokens[:at]), tokens[at + 1 :]
    below = _below_billion(tail) if tail else 0
    return None if head is None or below is None else head * 10**9 + below


def _below_billion(tokens: list[str]) -> int | None:
    """Adds up groups of three digits; each scale must be smaller than the one before, as in speech."""
    if not tokens:
        return None
    total, group, last_scale = 0, list[str](), 10**9
    for token in tokens:
        if token not in _SCALES:
            group.append(token)
            continue
        scale, below = _SCALES[token], _below_thousand(group)
        if below is None or scale >= last_scale:
            return None
        total, group, last_scale = total + below * scale, [], scale
    if not group:
        return total
    below = _below_thousand(group)
    return None if below is None else total + below


def _below_thousand(tokens: list[str]) -> int | None:
    hundreds = 0
    if "tram" in tokens:
        at = tokens.index("tram")
        if at != 1 or tokens[0] not in _DIGITS:
            return None
        hundreds, tokens = _DIGITS[tokens[0]] * 100, tokens[2:]
        if not tokens:
            return hundreds
    rest = _below_hundred(tokens)
    return None if rest is None else hundreds + rest


def _below_hundred(tokens: list[str]) -> int | None:
    tens, unit = "khong", "khong"
    match tokens:
        case ["muoi"]:
            tens = "mot"
        case [unit] | ["linh" | "le", unit]:
            pass
        case ["muoi", unit]:
            tens = "mot"
        case [tens, "muoi"]:
            pass
        case [tens, "muoi", unit]:
            pass
        # "tám lăm" for 85: only with forms that a unit takes after tens, so that two loose digits are refused
        case [tens, ("lam" | "nham" | "tu") as unit] if _DIGITS.get(tens, 0) > 1:
            pass
        case _:
            return None
    return _DIGITS[tens] * 10 + _DIGITS[unit] if tens in _DIGITS and unit in _DIGITS else None


def _decimals(tokens: list[str]) -> str | None:
    """Digits after "phẩy": one by one ("bảy năm") or as a number ("bảy mươi lăm"), which reads the same."""
    if tokens and all(token in _DIGITS for token in tokens):
        return "".join(str(_DIGITS[token]) for token in tokens)
    number = _below_hundred(tokens)
    return None if number is None else str(number)


def digit_of(word: str) -> int | None:
    """The digit that one folded word says, `lam` and `tu` too; `None` for another word."""
    return _DIGITS.get(word)


def to_words(number: Decimal | int) -> str:
    """Writes a number of at most 15 whole digits in words, first letter capital, as offices print it.

    Raises `ValueError` for a negative or longer number.
    """
    whole, _, decimals = format(Decimal(number), "f").partition(".")
    if whole.startswith("-") or len(whole) > 15:
        raise ValueError("numbers from 0 to 999 nghìn tỷ are written in words")
    words = _whole_words(int(whole))
    if decimals.strip("0"):
        words += " phẩy " + _decimal_words(decimals.rstrip("0"))
    return words[0].upper() + words[1:]


def _whole_words(number: int) -> str:
    if number == 0:
        return "không"
    if number >= 10**12:
        head, tail = divmod(number, 10**9)
        return f"{_whole_words(head)} tỷ" + (f" {_whole_words(tail)}" if tail else "")
    parts: list[str] = []
    for scale, name in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, number = divmod(number, scale)
        if group:
            parts.append(f"{_group_words(group, is_first=not parts)} {name}".strip())
    return " ".join(parts)


def _group_words(group: int, *, is_first: bool) -> str:
    """Three digits in words; a lower group says its zero hundreds: "hai nghìn không trăm linh năm"."""
    hundreds, rest = divmod(group, 100)
    parts = [] if is_first and not hundreds else [f"{_WRITTEN[hundreds]} trăm"]
    tens, unit = divmod(rest, 10)
    if tens == 0 and unit:
        parts.append(f"linh {_WRITTEN[unit]}" if parts else _WRITTEN[unit])
    elif tens:
        parts.append("mười" if tens == 1 else f"{_WRITTEN[tens]} mươi")
        if unit:
            parts.append(_unit_after_tens(tens, unit))
    return " ".join(parts)


def _unit_after_tens(tens: int, unit: int) -> str:
    if unit == 5:
        return "lăm"
    if tens > 1 and unit == 1:
        return "mốt"
    return "tư" if tens > 1 and unit == 4 else _WRITTEN[unit]


def _decimal_words(decimals: str) -> str:
    if len(decimals) == 2 and decimals[0] != "0":
        return _group_words(int(decimals), is_first=True)
    return " ".join(_WRITTEN[int(digit)] for digit in decimals)
