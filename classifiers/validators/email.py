"""E-mail addresses, in small letters."""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean

FIELD_TYPES = (FieldType.EMAIL,)


def parse(text: str) -> Parsed:
    """Reads an address; a space inside is an error, since it may hide a lost dot or sign."""
    value = clean(text)
    if not re.fullmatch(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", value):
        return refused(value, "Không đúng dạng thư điện tử")
    return Parsed(value, value.lower())
