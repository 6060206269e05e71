"""The barcode of a land certificate of 2009–2024: commune (5), year (2), dossier (6).

Two digits of the province stand in front where the province issued it. Circular 23/2014/TT-BTNMT, Article 15.
"""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean

FIELD_TYPES = (FieldType.BARCODE,)


def parse(text: str) -> Parsed:
    """Reads 13 or 15 digits."""
    value = clean(text)
    digits = re.sub(r"[\s.]", "", value)
    if not re.fullmatch(r"(\d{2})?\d{13}", digits):
        return refused(value, "Mã vạch phải có 13 hoặc 15 chữ số")
    return Parsed(value, digits)


def year_of(digits: str) -> int:
    """The two digits of the year in which the dossier was filed."""
    return int(digits[-8:-6])
