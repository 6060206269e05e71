"""Tax code (mã số thuế): 10 digits with a check digit, 10-3 for a branch, or the 12 digits of a person.

Weights 31, 29, 23, 19, 17, 13, 7, 5, 3 on the first nine digits; the check digit is ten less the remainder
by 11, and a remainder of 0 belongs to no code. Twelve digits since 1 July 2025 (Circular 86/2024/TT-BTC).
"""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.validators import cccd
from classifiers.vietnamese import clean

FIELD_TYPES = (FieldType.TAX_CODE,)
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def parse(text: str) -> Parsed:
    """Reads a tax code; canonical `0314409058` or `0314409058-002`. A wrong check digit is an error."""
    value = clean(text)
    joined = re.sub(r"[\s.]", "", value)
    if re.fullmatch(r"\d{12}", joined):
        return cccd.parse(value)
    match = re.fullmatch(r"(\d{10})(?:-?(\d{3}))?", joined)
    if match is None:
        return refused(value, "Mã số thuế phải có 10 số, 10 số và 3 số chi nhánh, hoặc 12 số")
    code, branch = match[1], match[2]
    parsed = Parsed(value, f"{code}-{branch}" if branch else code)
    if branch == "000":
        return parsed.with_error("Số chi nhánh bắt đầu từ 001")
    if not has_check_digit(code):
        return parsed.with_error("Sai số kiểm tra của mã số thuế")
    return parsed


def has_check_digit(code: str) -> bool:
    """Whether the tenth of ten digits is the one that the first nine ask for."""
    remainder = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, code[:9], strict=True)) % 11
    return remainder != 0 and 10 - remainder == int(code[9])
