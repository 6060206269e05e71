"""A time of day: "18 giờ 10 phút"; canonical `18:10`."""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean, fold

FIELD_TYPES = (FieldType.TIME,)


def parse(text: str) -> Parsed:
    """Reads hour and, where given, minute. "24 giờ" is the end of the day and kept as 24:00."""
    value = clean(text)
    match = re.search(r"(\d(?:\s?\d)?)\s*(?:gio|h|:)\s*(?:(\d(?:\s?\d)?)(?:\s*phut)?)?", fold(value))
    if match is None:
        return refused(value, "Không đọc được giờ")
    hour, minute = (int(re.sub(r"\s", "", part or "0")) for part in match.groups())
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return refused(value, "Giờ phút không hợp lý")
    return Parsed(value, f"{hour:02d}:{minute:02d}")
