"""Number of an extract from a civil register: `300/2026/TLKT-BS`, `88/TLKS-BS` (BS for a copy)."""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean

FIELD_TYPES = (FieldType.CIVIL_EXTRACT_NUMBER,)
SYMBOLS = {
    "TLKS": "khai sinh",
    "TLKH": "kết hôn",
    "TLKT": "khai tử",
    "TLCCHT": "cải chính hộ tịch",
    "TLBSHT": "bổ sung hộ tịch",
    "TLCMC": "nhận cha, mẹ, con",
    "TLGH": "giám hộ",
    "TLCDGH": "chấm dứt giám hộ",
    "TLGCHT": "ghi chú thay đổi hộ tịch",
}


def parse(text: str) -> Parsed:
    """Reads the number; canonical without spaces. An unknown symbol is a warning."""
    value = re.sub(r"^[Ss]ố\s*[:.]?\s*", "", clean(text))
    joined = re.sub(r"\s+", "", value).replace("–", "-")
    match = re.fullmatch(r"\d{1,6}(?:/(?:19|20)\d{2})?/(TL[A-ZĐ]{2,6})(?:-BS)?", joined)
    if match is None:
        return refused(value, "Không đúng dạng số trích lục hộ tịch")
    parsed = Parsed(value, joined)
    return parsed if match[1] in SYMBOLS else parsed.with_warning("Ký hiệu trích lục lạ")
