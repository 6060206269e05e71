"""The number of an identity paper: 12 digits (căn cước), 9 digits (CMND) or a passport's."""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.validators import cccd
from classifiers.vietnamese import clean

FIELD_TYPES = (FieldType.ID_NUMBER,)


def parse(text: str, *, sex: str | None = None, birth_year: int | None = None) -> Parsed:
    """Reads a number of any of the three kinds; sex and birth year are compared for 12 digits only."""
    value = clean(text)
    joined = re.sub(r"[\s.]", "", value)
    if re.fullmatch(r"[0-9]{12}", joined):
        return cccd.parse(value, sex=sex, birth_year=birth_year)
    if re.fullmatch(r"[0-9]{9}", joined) or re.fullmatch(r"[A-Z][0-9]{7,8}", joined):
        return Parsed(value, joined)
    return refused(value, "Số giấy tờ phải là 12 số (căn cước), 9 số (CMND) hoặc số hộ chiếu")
