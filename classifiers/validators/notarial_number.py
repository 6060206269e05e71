"""Numbers of notaries and of communes that certify: `1358/2025, quyển số 01/TP/CC-SCC/HĐGD`."""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean

FIELD_TYPES: tuple[FieldType, ...] = ()  # chosen by the field's name
FIELD_NAMES = ("notarial_number", "certification_number", "notary_number")
_LABEL = re.compile(r"^(?:[Ss]ố\s*)?(?:[Cc]ông chứng|[Cc]hứng thực)?\s*(?:[Ss]ố)?\s*[:.]?\s*")
_BOOK = re.compile(r"[,;]?\s*[Qq]uyển\s*(?:số)?\s*[:.]?\s*")
_NUMBER = re.compile(r"\d{1,6}(?:/(?:19|20)\d{2})?(?:/[A-ZĐ]{2,6}(?:-[A-ZĐ]{2,6})*)?")
_BOOK_NUMBER = re.compile(r"\d{1,4}(?:[-/][A-ZĐ0-9][A-ZĐ0-9,]*)*(?:/(?:19|20)\d{2})?")


def parse(text: str) -> Parsed:
    """Reads number and book; canonical `1358/2025, quyển 01/TP/CC-SCC/HĐGD`, or the number alone."""
    value = _LABEL.sub("", clean(text))
    number, *book = _BOOK.split(value, maxsplit=1)
    joined = re.sub(r"\s+", "", number).strip(",.;")
    volume = re.sub(r"\s+", "", book[0]).replace("–", "-").rstrip(".,;") if book else ""
    if not _NUMBER.fullmatch(joined):
        return refused(value, "Không đúng dạng số công chứng, chứng thực")
    if volume and not _BOOK_NUMBER.fullmatch(volume):
        return Parsed(value, joined).with_warning("Không đọc được số quyển")
    return Parsed(value, f"{joined}, quyển {volume}" if volume else joined)
