"""Plain numbers: whole ones, decimals with a comma, percentages."""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean

FIELD_TYPES = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.PERCENT)


def parse(text: str) -> Parsed:
    """Reads a number with an optional percent sign or unit m; canonical with a decimal point."""
    value = clean(text)
    figure = re.sub(r"\s*(?:%|m)\s*$", "", value)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", figure):
        return Parsed(
            value,
            figure.replace(".", "").replace(",", "."),
            alternatives=(figure,) if "," not in figure else (),
        )
    if re.fullmatch(r"\d+(?:,\d+)?", figure):
        return Parsed(value, figure.replace(",", "."))
    if re.fullmatch(r"\d+\.\d{1,2}", figure):
        return Parsed(value, figure).with_warning("Dùng dấu chấm làm dấu thập phân")
    return refused(value, "Không đọc được số")
