"""Addresses, small to large: kept as printed, judged only for being one.

Until 30 June 2025 commune, district and province; commune and province since.
"""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean

FIELD_TYPES = (FieldType.ADDRESS,)


def parse(text: str) -> Parsed:
    """Keeps the address on one line, single spaces after commas; digits or signs alone are refused."""
    value = re.sub(r"\s*,\s*", ", ", clean(text))
    if len(re.findall(r"[^\W\d_]", value)) < 2:
        return refused(value, "Không đọc được địa chỉ")
    return Parsed(value, value)
