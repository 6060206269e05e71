"""Areas in square metres: decimal comma, dots between thousands, the unit in any of its misread forms."""

from __future__ import annotations

import re
from decimal import Decimal

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean

FIELD_TYPES = (FieldType.AREA_M2,)
_UNIT = re.compile(r"\s*(?:m\s?[²2?*°'’]|m\^2|mét vuông|m)\s*$|^\s*(?:m\s?[²2?*])\s*", re.IGNORECASE)
_HECTARES = re.compile(r"(\d+(?:,\d{1,4})?)\s*(?:ha|héc\s?-?ta|hecta)\.?", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?")
_PLAIN = re.compile(r"\d+(?:,\d{1,2})?")
_DOT_DECIMAL = re.compile(r"\d+\.\d{1,2}")


def parse(text: str) -> Parsed:
    """Reads an area; canonical with a decimal point and no separators: `1041.9`.

    "120.5" stands on old papers for 120,5 and is read so, with a warning. "1.041" is one thousand forty-one;
    the other reading is given as an alternative, for the words or the sum of the parts to decide.
    """
    value = clean(text)
    if hectares := _HECTARES.fullmatch(value):
        return _in_hectares(value, hectares[1])
    figure = re.sub(r"\s", "", _UNIT.sub("", value))
    if re.fullmatch(r"khong", figure, re.IGNORECASE) or figure.lower() == "không":
        return Parsed(value, "0")
    if _GROUPED.fullmatch(figure):
        other = (figure,) if "," not in figure and figure.count(".") == 1 else ()
        return Parsed(value, figure.replace(".", "").replace(",", "."), alternatives=other)
    if _PLAIN.fullmatch(figure):
        return Parsed(value, figure.replace(",", "."))
    if _DOT_DECIMAL.fullmatch(figure):
        return Parsed(value, figure).with_warning("Dùng dấu chấm làm dấu thập phân; hãy so với số bằng chữ")
    return refused(value, "Không đọc được diện tích")


def _in_hectares(value: str, figure: str) -> Parsed:
    """Plans and old papers count fields in hectares of 10,000 m²."""
    metres = Decimal(figure.replace(",", ".")) * 10_000
    return Parsed(value, format(metres.normalize(), "f")).with_warning(
        "Diện tích ghi bằng héc-ta, đã đổi ra m²"
    )
