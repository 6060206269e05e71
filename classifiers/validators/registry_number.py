"""Number of a land certificate in the register ("số vào sổ cấp GCN"): `CH 00321`, `CN4157`, `CL.3016`.

CH district, CT province, CS province to persons, CN land office branch, VP land office.
It is never the serial of the blank.
"""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean

FIELD_TYPES = (FieldType.REGISTRY_NUMBER,)
_FORM = re.compile(r"[A-ZĐ]{0,3}\.?\d{2,6}(?:[./-][0-9A-Za-zĐđ/.-]+)?")

_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}")
"""The day that stands behind a number left blank: `số vào sổ: …… do UBND huyện … cấp ngày 20/05/2015`."""


def parse(text: str) -> Parsed:
    """Reads the number; canonical without inner spaces, a printed dot kept."""
    value = clean(text)
    joined = re.sub(r"\s+", "", value)
    if not _FORM.fullmatch(joined) or _DAY.fullmatch(joined):
        return refused(value, "Không đúng dạng số vào sổ cấp Giấy chứng nhận")
    parsed = Parsed(value, joined)
    if re.fullmatch(r"\d{2,4}", joined):
        return parsed.with_warning("Chỉ có phần số, có thể đọc thiếu chữ đầu")
    return parsed
