"""Amounts of money in đồng: dots between thousands, no decimals."""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean

FIELD_TYPES = (FieldType.MONEY,)
_UNIT = re.compile(r"\s*(?:đồng(?: Việt Nam)?|vnđ|vnd|đ)\.?\s*$", re.IGNORECASE)


def parse(text: str) -> Parsed:
    """Reads an amount; canonical without separators: `1250000000`. Groups not of three are an error."""
    value = clean(text)
    figure = re.sub(r"\s", "", _UNIT.sub("", value))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", figure):
        return Parsed(value, figure.replace(".", ""))
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", figure):
        return Parsed(value, figure.replace(",", "")).with_warning("Dùng dấu phẩy giữa các nhóm ba số")
    if re.fullmatch(r"\d+", figure):
        return Parsed(value, figure)
    return refused(value, "Không đọc được số tiền")
