"""Names of agencies and companies: kept as printed; the canonical form spells usual abbreviations out.

`UBND xã Phú Lâm` and `Uỷ ban nhân dân xã Phú Lâm` are one agency; capitals stay as printed.
"""

from __future__ import annotations

import re

from classifiers.parsed import Parsed
from classifiers.record_type import FieldType
from classifiers.validators import plain_text

FIELD_TYPES = (FieldType.ORG_NAME,)
AGENCIES = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "UBMTTQ": "Ủy ban Mặt trận Tổ quốc",
    "MTTQ": "Mặt trận Tổ quốc",
    "VPĐKĐĐ": "Văn phòng đăng ký đất đai",
    "CNVPĐKĐĐ": "Chi nhánh Văn phòng đăng ký đất đai",
    "TNMT": "Tài nguyên và Môi trường",
    "NNMT": "Nông nghiệp và Môi trường",
    "LĐTBXH": "Lao động - Thương binh và Xã hội",
    "GDĐT": "Giáo dục và Đào tạo",
    "KHĐT": "Kế hoạch và Đầu tư",
    "QLHC": "quản lý hành chính",
    "TTXH": "trật tự xã hội",
    "TNHH": "trách nhiệm hữu hạn",
    "BHXH": "Bảo hiểm xã hội",
    "TAND": "Tòa án nhân dân",
    "VKSND": "Viện kiểm sát nhân dân",
    "THADS": "Thi hành án dân sự",
    "HTX": "Hợp tác xã",
    "THCS": "Trung học cơ sở",
    "THPT": "Trung học phổ thông",
    "KBNN": "Kho bạc Nhà nước",
    "TTHC": "thủ tục hành chính",
    "CATP": "Công an thành phố",
}
"""Abbreviations in names and symbols of agencies, beside those of Decree 30 for kinds of documents."""
_WORD = re.compile(r"(?<![\w.])([A-ZĐ]{3,9})(?![\w.])")
_UY_BAN = re.compile(r"\bUỷ ban\b")


def parse(text: str) -> Parsed:
    """Keeps the name; canonical with abbreviations spelt out: `Ủy ban nhân dân xã Phú Lâm`."""
    parsed = plain_text.parse(text)
    if not parsed.normalised:
        return parsed
    return Parsed(parsed.value, spelt_out(parsed.value))


def spelt_out(name: str) -> str:
    """The name with the abbreviations of `AGENCIES` in full, in capitals where all of it is."""
    is_capital = name.isupper()

    def full(match: re.Match[str]) -> str:
        known = AGENCIES.get(match[1], match[1])
        return known.upper() if is_capital else known

    return _UY_BAN.sub("Ủy ban", _WORD.sub(full, name)).replace("UỶ BAN", "ỦY BAN")
