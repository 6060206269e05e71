"""Free text: kept as it is, on one line or several. Nothing about it can be wrong but its absence."""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean, nfc

FIELD_TYPES = (
    FieldType.TEXT,
    FieldType.TEXT_MULTILINE,
    FieldType.ENUM_OPEN,
    FieldType.PLACE,
)
# "-/-" and a row of dashes are how an office writes "none" in a blank that must not stay empty.
_NONE = re.compile(r"^[-–—/\s.]*$")


def parse(text: str) -> Parsed:
    """Keeps the text; `-/-` counts as empty, as printed on land certificates."""
    value = clean(text)
    if not value or _NONE.match(value):
        return refused(nfc(text).strip(), "Ô này để trống")
    return Parsed(value, value)
