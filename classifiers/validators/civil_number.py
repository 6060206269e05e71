"""Number of an entry in a civil register: `45/2021`, or `45` with its book beside it before 2016."""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean

FIELD_TYPES = (FieldType.CIVIL_REGISTRATION_NUMBER,)


def parse(text: str) -> Parsed:
    """Reads the number; canonical without spaces and leading label."""
    value = re.sub(r"^[Ss]ố\s*[:.]?\s*", "", clean(text))
    number = re.sub(r"\s*[Qq]uyển\s*số.*$", "", value)
    joined = re.sub(r"\s+", "", number)
    if not re.fullmatch(r"\d{1,5}(/(19|20)\d{2})?", joined):
        return refused(value, "Không đúng dạng số đăng ký hộ tịch")
    return Parsed(value, joined)
