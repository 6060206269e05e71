"""Personal identification number, 12 digits: PPP C YY SSSSSS.

Province (or country) of birth registration, a digit of century and sex, two digits of the birth year, six
random digits; there is no check digit. Decree 137/2015/NĐ-CP, Article 13; Circular 07/2016/TT-BCA.
"""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean

FIELD_TYPES: tuple[FieldType, ...] = ()  # `id_number` chooses between the kinds of number

# Codes of Decision 124/2004/QĐ-TTg; the merger of 1 July 2025 renumbered no card.
PROVINCES = {
    "001": "Hà Nội",
    "002": "Hà Giang",
    "004": "Cao Bằng",
    "006": "Bắc Kạn",
    "008": "Tuyên Quang",
    "010": "Lào Cai",
    "011": "Điện Biên",
    "012": "Lai Châu",
    "014": "Sơn La",
    "015": "Yên Bái",
    "017": "Hòa Bình",
    "019": "Thái Nguyên",
    "020": "Lạng Sơn",
    "022": "Quảng Ninh",
    "024": "Bắc Giang",
    "025": "Phú Thọ",
    "026": "Vĩnh Phúc",
    "027": "Bắc Ninh",
    "030": "Hải Dương",
    "031": "Hải Phòng",
    "033": "Hưng Yên",
    "034": "Thái Bình",
    "035": "Hà Nam",
    "036": "Nam Định",
    "037": "Ninh Bình",
    "038": "Thanh Hóa",
    "040": "Nghệ An",
    "042": "Hà Tĩnh",
    "044": "Quảng Bình",
    "045": "Quảng Trị",
    "046": "Thừa Thiên Huế",
    "048": "Đà Nẵng",
    "049": "Quảng Nam",
    "051": "Quảng Ngãi",
    "052": "Bình Định",
    "054": "Phú Yên",
    "056": "Khánh Hòa",
    "058": "Ninh Thuận",
    "060": "Bình Thuận",
    "062": "Kon Tum",
    "064": "Gia Lai",
    "066": "Đắk Lắk",
    "067": "Đắk Nông",
    "068": "Lâm Đồng",
    "070": "Bình Phước",
    "072": "Tây Ninh",
    "074": "Bình Dương",
    "075": "Đồng Nai",
    "077": "Bà Rịa - Vũng Tàu",
    "079": "Hồ Chí Minh",
    "080": "Long An",
    "082": "Tiền Giang",
    "083": "Bến Tre",
    "084": "Trà Vinh",
    "086": "Vĩnh Long",
    "087": "Đồng Tháp",
    "089": "An Giang",
    "091": "Kiên Giang",
    "092": "Cần Thơ",
    "093": "Hậu Giang",
    "094": "Sóc Trăng",
    "095": "Bạc Liêu",
    "096": "Cà Mau",
}


def parse(text: str, *, sex: str | None = None, birth_year: int | None = None) -> Parsed:
    """Reads a 12-digit number; compares `sex` (Nam, Nữ) and `birth_year`, where known, with its digits.

    Spaces inside are joined ("0270 8590 4417"); a letter among the digits is an error, never replaced.
    The province of birth registration is not that of residence and is compared with nothing.
    """
    value = clean(text)
    digits = re.sub(r"[\s.]", "", value)
    if not re.fullmatch(r"[0-9]{12}", digits):
        return refused(value, "Số định danh phải có đúng 12 chữ số")
    parsed = Parsed(value, digits)
    if digits[:3] not in PROVINCES:
        parsed = parsed.with_warning("Ba số đầu không phải mã tỉnh đã biết (có thể là mã nước)")
    if int(digits[3]) > 3:
        parsed = parsed.with_error("Số thứ tư (thế kỷ và giới tính) không thể lớn hơn 3 với người đang sống")
    if sex is not None and sex != sex_of(digits):
        parsed = parsed.with_error(f"Số định danh là của {sex_of(digits)}, khác giới tính trên giấy")
    if birth_year is not None and birth_year != birth_year_of(digits):
        parsed = parsed.with_error(
            f"Số định danh ghi năm sinh {birth_year_of(digits)}, khác năm sinh trên giấy"
        )
    return parsed


def sex_of(digits: str) -> str:
    """`Nam` or `Nữ`, from the fourth digit: even for men, odd for women."""
    return "Nữ" if int(digits[3]) % 2 else "Nam"


def birth_year_of(digits: str) -> int:
    """The year of birth, from the fourth to the sixth digit."""
    return 1900 + 100 * (int(digits[3]) // 2) + int(digits[4:6])
