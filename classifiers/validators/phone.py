"""Telephone numbers: ten digits from 0 for a mobile, eleven for some land lines, +84 for the leading 0."""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean

FIELD_TYPES = (FieldType.PHONE,)


def parse(text: str) -> Parsed:
    """Reads a number; canonical in digits from 0."""
    value = clean(text)
    digits = re.sub(r"^\+84", "0", re.sub(r"[\s.()-]", "", value))
    if not re.fullmatch(r"0\d{9,10}", digits):
        return refused(value, "Số điện thoại phải bắt đầu bằng 0 và có 10 hoặc 11 số")
    return Parsed(value, digits)
