"""The 12-character code under the QR of a land certificate of 2024.

Circular 10/2024/TT-BTNMT, Article 15.
"""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean

FIELD_TYPES: tuple[FieldType, ...] = ()  # a `text` field's regex asks for it; there is no kind of its own

_IN_TEXT = re.compile(r"(?<![A-Z0-9])T[12][A-Z0-9]{10}(?![A-Z0-9])")
"""T1 (province, first issue) and T2 (land registration office) are the only issuers known so far."""


def found_in(text: str) -> tuple[str, ...]:
    """The codes of known issuers that stand in a longer text."""
    return tuple(_IN_TEXT.findall(text))


def parse(text: str) -> Parsed:
    """Reads the code: 12 capitals and digits; the first two name the issuing authority."""
    value = clean(text)
    joined = re.sub(r"\s+", "", value)
    if not re.fullmatch(r"[A-Z0-9]{12}", joined):
        return refused(value, "Mã Giấy chứng nhận phải có 12 chữ và số")
    return Parsed(value, joined)
