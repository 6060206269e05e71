"""Nationalities as civil papers print them: Việt Nam, and the countries that a registrar often meets."""

from __future__ import annotations

from functools import cache

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean, fold

FIELD_TYPES: tuple[FieldType, ...] = ()  # chosen by the field's name
FIELD_NAMES = ("nationality",)
COUNTRIES: dict[str, tuple[str, ...]] = {
    "Việt Nam": ("VN", "Vietnamese", "Cộng hòa xã hội chủ nghĩa Việt Nam", "VNM"),
    "Lào": ("Cộng hòa dân chủ nhân dân Lào",),
    "Campuchia": ("Căm pu chia", "Cambodia"),
    "Trung Quốc": ("Trung Hoa", "China", "Cộng hòa nhân dân Trung Hoa"),
    "Đài Loan": ("Trung Quốc (Đài Loan)", "Đài Loan (Trung Quốc)", "Taiwan"),
    "Hàn Quốc": ("Đại Hàn Dân Quốc", "Korea", "Nam Hàn"),
    "Nhật Bản": ("Nhật", "Japan"),
    "Hoa Kỳ": ("Mỹ", "USA", "Hợp chủng quốc Hoa Kỳ", "United States of America"),
    "Canada": ("Ca-na-đa",),
    "Úc": ("Ô-xtrây-li-a", "Australia"),
    "Anh": ("Vương quốc Anh", "United Kingdom"),
    "Pháp": ("France",),
    "Đức": ("Cộng hòa Liên bang Đức", "Germany"),
    "Nga": ("Liên bang Nga", "Russia"),
    "Thái Lan": ("Thailand",),
    "Ma-lai-xi-a": ("Malaysia",),
    "Xin-ga-po": ("Singapore", "Sing-ga-po"),
    "In-đô-nê-xi-a": ("Indonesia",),
    "Phi-líp-pin": ("Philippines", "Phi-lip-pin"),
    "Ấn Độ": ("India",),
    "Séc": ("Cộng hòa Séc", "Tiệp Khắc"),
    "Ba Lan": ("Poland",),
    "Hà Lan": ("Netherlands",),
    "Không quốc tịch": ("Chưa xác định", "Không có quốc tịch"),
}


def parse(text: str) -> Parsed:
    """Reads a nationality; canonical under its usual Vietnamese name. An unknown one is kept, warned."""
    value = clean(text)
    if not any(letter.isalpha() for letter in value):
        return refused(value, "Không đọc được quốc tịch")
    known = _spellings().get(_joined(value))
    return (
        Parsed(value, known) if known else Parsed(value, value).with_warning("Quốc tịch ít gặp, hãy xem lại")
    )


@cache
def _spellings() -> dict[str, str]:
    return {_joined(one): country for country, others in COUNTRIES.items() for one in (country, *others)}


def _joined(name: str) -> str:
    return "".join(letter for letter in fold(name) if letter.isalnum())
