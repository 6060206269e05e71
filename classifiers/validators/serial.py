"""Serial of a land certificate's blank: letters and digits, `AA 00123456`, `CĐ 123456`, `Q 123456`.

Two letters and eight digits since 2024, six from 2009, one or two letters and six or seven digits before.
Đ and D are different letters: BĐ 123456 is not BD 123456.
"""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean

FIELD_TYPES = (FieldType.SERIAL,)
# A space inside the digits is a recogniser's, but only where one parts them from the letters too:
# "A1 123456" is no serial.
_PARTS = re.compile(r"([A-ZĐ]{1,2}) (\d[\d ]*)|([A-ZĐ]{1,2})(\d+)")
_DIGITS = {1: {6, 7}, 2: {6, 7, 8}}


def parse(text: str) -> Parsed:
    """Reads a serial; canonical with one space. Small letters and letters among digits are refused."""
    value = clean(text)
    match = _PARTS.fullmatch(value)
    letters = (match[1] or match[3]) if match else ""
    digits = (match[2] or match[4]).replace(" ", "") if match else ""
    if len(digits) not in _DIGITS.get(len(letters), set()):
        return refused(value, "Không đúng dạng số phát hành của Giấy chứng nhận")
    return Parsed(value, f"{letters} {digits}")
