"""The 54 ethnic groups under their many spellings: Khơ-me, Khmer; H'Mông, Hmông, Mông; Ê-đê, Ê Đê.

Names as in the list of the General Statistics Office of 1979 (Decision 121-TCTK/PPCĐ) and its other names
that papers carry; from the catalogue of record types, marked there as from memory. What is printed is kept.
"""

from __future__ import annotations

from functools import cache

from rapidfuzz.distance import Levenshtein

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean, fold

FIELD_TYPES: tuple[FieldType, ...] = ()  # chosen by the field's name
FIELD_NAMES = ("ethnicity",)
# Canonical name, then other spellings; hyphens, apostrophes, spaces and marks are folded away.
GROUPS: dict[str, tuple[str, ...]] = {
    "Kinh": ("Việt",),
    "Tày": ("Thổ Tày",),
    "Thái": ("Thái trắng", "Thái đen"),
    "Hoa": ("Hán",),
    "Khmer": ("Khơ me", "Khơ mer", "Kh'mer", "Miên"),
    "Mường": (),
    "Nùng": (),
    "Mông": ("H'Mông", "Hơ Mông", "Mèo"),
    "Dao": ("Mán",),
    "Gia Rai": ("Jrai", "J'rai", "Giarai", "Ja rai"),
    "Ngái": ("Sán Ngái",),
    "Ê Đê": ("Êđê", "Ra đê", "Rhađê"),
    "Ba Na": ("Bahnar", "Bana"),
    "Xơ Đăng": ("Sê đăng", "Xê đăng", "Xơ đăng", "Sơ đăng", "Ca Dong"),
    "Sán Chay": ("Cao Lan", "Sán Chỉ", "Cao Lan - Sán Chỉ"),
    "Cơ Ho": ("K'Ho", "Cờ Ho", "Kơ Ho"),
    "Chăm": ("Chàm", "Chiêm", "Champa"),
    "Sán Dìu": (),
    "Hrê": ("H'rê", "Hơ rê"),
    "Mnông": ("M'Nông", "Mơ Nông"),
    "Ra Glai": ("Raglay", "Ra Glay", "Raglai", "Rắc Lây"),
    "Xtiêng": ("S'tiêng", "X'tiêng", "Stiêng"),
    "Bru - Vân Kiều": ("Vân Kiều", "Bru", "Bru-Vân Kiều"),
    "Thổ": (),
    "Giáy": ("Nhắng", "Dáy"),
    "Cơ Tu": ("K'Tu", "Ka Tu", "Katu", "Cờ Tu"),
    "Gié Triêng": ("Giẻ Triêng", "Dẻ Triêng", "Gié - Triêng", "Giẻ - Triêng"),
    "Mạ": ("Châu Mạ",),
    "Khơ Mú": ("Khơ-mú", "Kh'mú", "Khmú"),
    "Co": ("Cor", "Col", "Cùa"),
    "Tà Ôi": ("Tôi Ôi", "Pa Cô", "Pa Kô", "Tà-ôi"),
    "Chơ Ro": ("Châu Ro", "Chrau", "Dơ Ro"),
    "Kháng": ("Xá Khao",),
    "Xinh Mun": ("Puộc", "Xinh-mun"),
    "Hà Nhì": ("U Ní", "Xá U Ní"),
    "Chu Ru": ("Churu", "Chơ Ru"),
    "Lào": ("Lào Nọi", "Lào Bốc"),
    "La Chí": ("Cù Tê",),
    "La Ha": ("Xá Khắc",),
    "Phù Lá": ("Xá Phó",),
    "La Hủ": ("Cò Xung",),
    "Lự": ("Lừ", "Nhuồn"),
    "Lô Lô": (),
    "Chứt": ("Sách", "Rục"),
    "Mảng": ("Mảng Ư",),
    "Pà Thẻn": ("Pà Hưng",),
    "Cơ Lao": ("Cờ Lao",),
    "Cống": ("Xắm Khống",),
    "Bố Y": ("Chủng Chá",),
    "Si La": ("Cú Dé Xử",),
    "Pu Péo": ("La Quả",),
    "Brâu": ("Brao",),
    "Ơ Đu": ("Tày Hạt",),
    "Rơ Măm": ("Rơ-măm",),
}


def parse(text: str) -> Parsed:
    """Reads an ethnic group; canonical under its name in the list. An unknown name is kept with a warning."""
    value = clean(text)
    name = value.removeprefix("Dân tộc ").removeprefix("dân tộc ").strip(" :")
    if not any(letter.isalpha() for letter in name):
        return refused(value, "Không đọc được dân tộc")
    known = canonical(name)
    if known is not None:
        return Parsed(value, known)
    near = _nearest(name)
    if near is not None:
        return Parsed(value, near).with_warning(f"Đọc được “{name}”, hiểu là {near}")
    return Parsed(value, name).with_warning("Tên dân tộc không có trong danh mục 54 dân tộc")


def canonical(name: str) -> str | None:
    """The group's name in the list for any of its spellings, or `None`.

    Marks decide where they tell two groups apart: Thổ and Thổ Tày, Cống and Co.
    """
    exact, folded = _spellings()
    return exact.get(_joined(name.lower())) or folded.get(_joined(fold(name)))


def _nearest(name: str) -> str | None:
    """The only group one letter away, for names of five letters or more."""
    joined = _joined(fold(name))
    if len(joined) < 5:
        return None
    near = {
        group
        for spelling, group in _spellings()[1].items()
        if Levenshtein.distance(joined, spelling, score_cutoff=1) <= 1
    }
    return near.pop() if len(near) == 1 else None


@cache
def _spellings() -> tuple[dict[str, str], dict[str, str]]:
    """Every spelling to its group: with marks, and without where no other group shares it."""
    exact, folded = dict[str, str](), dict[str, str]()
    shared = set[str]()
    for group, others in GROUPS.items():
        for spelling in (group, *others):
            exact.setdefault(_joined(spelling.lower()), group)
            bare = _joined(fold(spelling))
            if folded.setdefault(bare, group) != group:
                shared.add(bare)
    return exact, {bare: group for bare, group in folded.items() if bare not in shared}


def _joined(name: str) -> str:
    return "".join(letter for letter in name if letter.isalnum())
