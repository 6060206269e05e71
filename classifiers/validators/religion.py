"""Religions as identity papers and declarations print them; "Không" where a person has none."""

from __future__ import annotations

from functools import cache

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean, fold

FIELD_TYPES: tuple[FieldType, ...] = ()  # chosen by the field's name
FIELD_NAMES = ("religion",)
RELIGIONS: dict[str, tuple[str, ...]] = {
    "Không": ("Không có", "Lương", "Không theo đạo nào"),
    "Phật giáo": ("Đạo Phật", "Phật"),
    "Công giáo": ("Thiên Chúa giáo", "Thiên Chúa", "Đạo Thiên Chúa", "Ki tô giáo", "Ki-tô giáo"),
    "Tin lành": ("Đạo Tin lành",),
    "Cao Đài": ("Đạo Cao Đài",),
    "Phật giáo Hòa Hảo": ("Hòa Hảo", "Đạo Hòa Hảo"),
    "Hồi giáo": ("Đạo Hồi", "Islam"),
    "Bà-la-môn": ("Bà la môn giáo", "Đạo Bà-la-môn"),
    "Tứ Ân Hiếu Nghĩa": (),
    "Bửu Sơn Kỳ Hương": (),
    "Tịnh độ Cư sĩ Phật hội Việt Nam": ("Tịnh độ cư sĩ",),
    "Baha'i": ("Tôn giáo Baha'i",),
    "Minh Sư đạo": ("Giáo hội Phật đường Nam tông Minh Sư đạo",),
    "Minh Lý đạo": ("Minh Lý đạo - Tam Tông Miếu",),
}


def parse(text: str) -> Parsed:
    """Reads a religion; canonical under its usual name, marks aside. An unknown one is kept, warned."""
    value = clean(text)
    if not any(letter.isalpha() for letter in value):
        return refused(value, "Không đọc được tôn giáo")
    known = _spellings().get(_joined(value))
    return (
        Parsed(value, known) if known else Parsed(value, value).with_warning("Tôn giáo ít gặp, hãy xem lại")
    )


@cache
def _spellings() -> dict[str, str]:
    return {_joined(one): name for name, others in RELIGIONS.items() for one in (name, *others)}


def _joined(name: str) -> str:
    return "".join(letter for letter in fold(name) if letter.isalnum())
