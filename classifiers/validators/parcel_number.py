"""Number of a parcel: `152`, `152-1`, `152a`."""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean

FIELD_TYPES = (FieldType.PARCEL_NUMBER,)


def parse(text: str) -> Parsed:
    """Reads the number; canonical without spaces."""
    value = clean(text)
    joined = re.sub(r"\s+", "", value)
    if not re.fullmatch(r"\d{1,5}(?:[-/]\d{1,4})?[a-z]?", joined):
        return refused(value, "Không đúng dạng số thửa")
    return Parsed(value, joined)
