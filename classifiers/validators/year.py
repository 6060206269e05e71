"""A year in four digits, 1900 to 2099."""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean

FIELD_TYPES = (FieldType.YEAR,)


def parse(text: str) -> Parsed:
    """Reads a year; digits that a recogniser split are joined."""
    value = clean(text)
    digits = re.sub(r"\s", "", value)
    if not re.fullmatch(r"(19|20)\d{2}", digits):
        return refused(value, "Năm phải có bốn chữ số, từ 1900")
    return Parsed(value, digits)
