"""An identity paper in one line: its kind, number, issuer and date, as civil papers print it."""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.validators import id_number
from classifiers.vietnamese import clean

FIELD_TYPES = (FieldType.ID_DOCUMENT,)
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z/])([0-9](?:[ .]?[0-9]){11}|[0-9](?:[ .]?[0-9]){8}|[A-Z][0-9]{7,8})(?![0-9/])"
)


def parse(text: str, *, sex: str | None = None, birth_year: int | None = None) -> Parsed:
    """Keeps the line; the canonical form is the number alone. Two different numbers in it are an error."""
    value = clean(text)
    numbers = {re.sub(r"[ .]", "", found) for found in _NUMBER.findall(value)}
    if not numbers:
        return refused(value, "Không thấy số giấy tờ tùy thân trong dòng này")
    if len(numbers) > 1:
        return refused(value, "Có nhiều số giấy tờ trong một dòng")
    judged = id_number.parse(numbers.pop(), sex=sex, birth_year=birth_year)
    return Parsed(value, judged.normalised, judged.errors, judged.warnings)
