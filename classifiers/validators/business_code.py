"""Code of a household business: 10-3 digits, the owner's 12 since July 2025, or an older register's."""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.validators import tax_code
from classifiers.vietnamese import clean

FIELD_TYPES = (FieldType.BUSINESS_CODE,)


def parse(text: str) -> Parsed:
    """Reads the code; a wrong check digit is only a warning here, since old codes followed no rule."""
    value = clean(text)
    joined = re.sub(r"[\s.]", "", value)
    if re.fullmatch(r"\d{2}[A-Z]\d{7}", joined):
        return Parsed(value, joined)
    judged = tax_code.parse(joined)
    if not judged.normalised:
        return refused(value, "Không đúng dạng mã số hộ kinh doanh")
    return Parsed(value, judged.normalised, (), (*judged.warnings, *judged.errors))
