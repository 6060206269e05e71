"""Number of a cadastral map sheet: `14`, `00`, `TĐ 05-2023`; `-/-` where there is none."""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import nfc

FIELD_TYPES = (FieldType.MAP_SHEET_NUMBER,)


def parse(text: str) -> Parsed:
    """Reads the number; canonical without spaces, `TĐ 05-2023` with one."""
    value = re.sub(r"\s+", " ", nfc(text)).strip(" :;,.")
    joined = value.replace(" ", "")
    if match := re.fullmatch(r"TĐ(\d{1,4}[-/]\d{4})", joined):
        return Parsed(value, f"TĐ {match[1]}")
    if not re.fullmatch(r"\d{1,4}(?:[-/]\d{1,4})?[a-z]?|-/-", joined):
        return refused(value, "Không đúng dạng số tờ bản đồ")
    return Parsed(value, joined)
