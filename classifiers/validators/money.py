"""Amounts of money in đồng: dots between thousands, no decimals; "1,25 tỷ đồng" as contracts write."""

from __future__ import annotations

import re
from decimal import Decimal

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean, fold

FIELD_TYPES = (FieldType.MONEY,)
SCALES = {"ty": 10**9, "ti": 10**9, "trieu": 10**6, "nghin": 10**3, "ngan": 10**3}
_SCALED = re.compile(r"(\d{1,6}(?:,\d{1,6})?)(tỷ|tỉ|triệu|nghìn|ngàn)", re.IGNORECASE)
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
    if match := _SCALED.fullmatch(figure):
        amount = Decimal(match[1].replace(",", ".")) * SCALES[fold(match[2])]
        if amount == amount.to_integral_value():
            return Parsed(value, str(int(amount)))
    return refused(value, "Không đọc được số tiền")
