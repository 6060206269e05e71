"""Purposes of land: codes and names of the land registers, several to a parcel, each with its area.

Names of the lists before and since the Land Law of 2024 (BHK and NHK were merged into HNK; "hàng năm" became
"hằng năm"). "Đất ở" alone has no code: xã makes it ONT, phường and thị trấn ODT (`dwelling_code`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import Levenshtein

from classifiers.parsed import Parsed, refused
from classifiers.places import read_address
from classifiers.places.pieces import pieces_of
from classifiers.record_type import FieldType
from classifiers.validators import area
from classifiers.vietnamese import clean, fold_words

FIELD_TYPES: tuple[FieldType, ...] = ()  # chosen by the field's name
FIELD_NAMES = ("land_use_purpose", "land_use_code", "purpose_from", "purpose_to")
CODES = {
    "LUA": "Đất trồng lúa",
    "LUC": "Đất chuyên trồng lúa",
    "LUK": "Đất trồng lúa còn lại",
    "LUN": "Đất trồng lúa nương",
    "HNK": "Đất trồng cây hằng năm khác",
    "BHK": "Đất bằng trồng cây hàng năm khác",
    "NHK": "Đất nương rẫy trồng cây hàng năm khác",
    "CLN": "Đất trồng cây lâu năm",
    "RSX": "Đất rừng sản xuất",
    "RPH": "Đất rừng phòng hộ",
    "RDD": "Đất rừng đặc dụng",
    "NTS": "Đất nuôi trồng thủy sản",
    "LMU": "Đất làm muối",
    "NKH": "Đất nông nghiệp khác",
    "ONT": "Đất ở tại nông thôn",
    "ODT": "Đất ở tại đô thị",
    "TSC": "Đất xây dựng trụ sở cơ quan",
    "DTS": "Đất xây dựng trụ sở của tổ chức sự nghiệp",
    "DVH": "Đất xây dựng cơ sở văn hóa",
    "DYT": "Đất xây dựng cơ sở y tế",
    "DGD": "Đất xây dựng cơ sở giáo dục và đào tạo",
    "DTT": "Đất xây dựng cơ sở thể dục, thể thao",
    "DKH": "Đất xây dựng cơ sở khoa học và công nghệ",
    "DXH": "Đất xây dựng cơ sở dịch vụ xã hội",
    "DNG": "Đất xây dựng cơ sở ngoại giao",
    "DSK": "Đất xây dựng công trình sự nghiệp khác",
    "CQP": "Đất quốc phòng",
    "CAN": "Đất an ninh",
    "SKK": "Đất khu công nghiệp",
    "SKN": "Đất cụm công nghiệp",
    "SKT": "Đất khu chế xuất",
    "CNC": "Đất khu công nghệ cao",
    "TMD": "Đất thương mại, dịch vụ",
    "SKC": "Đất cơ sở sản xuất phi nông nghiệp",
    "SKS": "Đất sử dụng cho hoạt động khoáng sản",
    "SKX": "Đất sản xuất vật liệu xây dựng, làm đồ gốm",
    "DGT": "Đất công trình giao thông",
    "DTL": "Đất công trình thủy lợi",
    "DNL": "Đất công trình năng lượng",
    "DBV": "Đất công trình hạ tầng bưu chính, viễn thông, công nghệ thông tin",
    "DCH": "Đất chợ dân sinh, chợ đầu mối",
    "DDT": "Đất có di tích",
    "DDL": "Đất có danh lam thắng cảnh",
    "DSH": "Đất sinh hoạt cộng đồng",
    "DKV": "Đất khu vui chơi, giải trí công cộng",
    "DRA": "Đất bãi thải, xử lý chất thải",
    "DCK": "Đất công trình công cộng khác",
    "TON": "Đất cơ sở tôn giáo",
    "TIN": "Đất cơ sở tín ngưỡng",
    "NTD": "Đất nghĩa trang, nhà tang lễ, cơ sở hỏa táng",
    "SON": "Đất có mặt nước dạng sông, ngòi, kênh, rạch, suối",
    "MNC": "Đất có mặt nước chuyên dùng",
    "PNK": "Đất phi nông nghiệp khác",
    "BCS": "Đất bằng chưa sử dụng",
    "DCS": "Đất đồi núi chưa sử dụng",
    "NCS": "Núi đá không có rừng cây",
}
OTHER_NAMES = {
    "Đất ở nông thôn": "ONT",
    "Đất ở đô thị": "ODT",
    "Đất chuyên trồng lúa nước": "LUC",
    "Đất trồng lúa nước còn lại": "LUK",
    "Đất trồng lúa nương": "LUN",
    "Đất trồng cây hàng năm khác": "HNK",
    "Đất bằng trồng cây hằng năm khác": "BHK",
    "Đất nương rẫy trồng cây hằng năm khác": "NHK",
    "Đất có rừng trồng sản xuất": "RSX",
    "Đất nuôi trồng thủy sản nước ngọt": "NTS",
    "Đất trụ sở cơ quan": "TSC",
    "Đất giao thông": "DGT",
    "Đất thủy lợi": "DTL",
    "Đất chợ": "DCH",
    "Đất cơ sở sản xuất, kinh doanh": "SKC",
    "Đất nghĩa trang, nghĩa địa": "NTD",
}
"""Names of earlier lists and of usage."""
NO_CODE = frozenset({"dat vuon", "vuon", "ao", "t", "dat t", "tho cu", "dat tho cu", "dat ao", "dat vuon ao"})
"""Names of red books before 2009 that no list turns into a code."""
DWELLING = frozenset({"dat o", "o"})
OPEN_DWELLING = "“Đất ở”: ONT hay ODT phải xem địa chỉ thửa đất (xã hay phường, thị trấn)"
"""Warning of "đất ở" without more."""
_PART = re.compile(
    r"\s*[;\n]\s*|\s+và\s+(?=[Đđ]ất)|\s*,\s*(?=[Đđ]ất|[A-Z]{3}\b)"
    r"|(?<=m2|m²)\s*,\s*"
)
_AREA = re.compile(r"\s*[:(–-]?\s*(\d[\d.,]*)\s*(?:m\s?[²2?*]?|m\^2|mét vuông)?\s*\)?\s*$")


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose of a parcel."""

    name: str
    """As printed."""
    code: str
    """Of the list; empty where the name has none or could have two."""
    square_metres: str
    """Canonical, such as `120.5`; empty when no area stands beside it."""


def parse(text: str) -> Parsed:
    """Reads the purposes of a parcel; canonical `ONT 120.5; CLN 300`. A purpose without a code is a warning.

    "Đất ở" alone is left open between ONT and ODT, for the parcel's address to decide.
    """
    value = clean(text)
    found = purposes(value)
    if not found:
        return refused(value, "Không đọc được mục đích sử dụng đất")
    parsed = Parsed(value, canonical(found))
    for one in found:
        words = fold_words(one.name)
        if words in DWELLING:
            parsed = parsed.with_warning(OPEN_DWELLING)
        elif words in NO_CODE:
            parsed = parsed.with_warning(f"“{one.name}” ghi theo lối cũ, không có mã loại đất")
        elif not one.code:
            parsed = parsed.with_warning(f"“{one.name}” không có trong danh mục loại đất")
    return parsed


def canonical(found: Iterable[Purpose], *, parcel_address: str = "") -> str:
    """The purposes in canonical form; "Đất ở" alone by the parcel's address, where that tells."""
    dwelling = dwelling_code(parcel_address) if parcel_address else ""
    codes = ((one, dwelling if fold_words(one.name) in DWELLING else one.code) for one in found)
    return "; ".join(f"{code or one.name} {one.square_metres}".strip() for one, code in codes)


def purposes(text: str) -> tuple[Purpose, ...]:
    """Each purpose in its printed order."""
    found = []
    for part in _PART.split(text):
        match = _AREA.search(part)
        name = clean(part[: match.start()] if match else part).strip("()+- ")
        if any(letter.isalpha() for letter in name):
            size = area.parse(match[1].rstrip(".,")).normalised if match else ""
            found.append(Purpose(name, code_of(name), size))
    return tuple(found)


def code_of(name: str) -> str:
    """The code of a purpose by its name, or the code itself; empty where there is none or a choice."""
    bare = name.strip("()[] .")
    if bare.upper() in CODES and bare == bare.upper():
        return bare
    words = fold_words(name)
    if words in DWELLING or words in NO_CODE:
        return ""
    words = words if words.startswith("dat ") or words == "nui da khong co rung cay" else f"dat {words}"
    known = _by_words()
    if words in known:
        return known[words]
    near = {
        code
        for one, code in known.items()
        if Levenshtein.distance(words, one, score_cutoff=2) <= min(2, len(words) // 10)
    }
    return near.pop() if len(near) == 1 else ""


def dwelling_code(parcel_address: str) -> str:
    """`ONT` or `ODT` for "đất ở" on a parcel with this address; empty where the address does not tell.

    Commune first (xã rural; phường, thị trấn urban), then district (huyện, quận), then hamlet or quarter.
    """
    address = read_address(parcel_address)
    told = [unit.kind for unit in address.units]
    # Read from the end: the larger unit is the surer, and a hamlet may carry a ward's word in its name.
    printed = [piece.kind for piece in reversed(pieces_of(clean(parcel_address)))]
    for kinds in (told, printed):
        for kind in kinds:
            if kind == "Xã":
                return "ONT"
            if kind in {"Phường", "Thị trấn"}:
                return "ODT"
    if "Quận" in (*told, *printed):
        return "ODT"
    if "Huyện" in (*told, *printed):
        return "ONT"
    words = f" {fold_words(parcel_address)} "
    if any(f" {word} " in words for word in ("to dan pho", "khu pho", "tdp")):
        return "ODT"
    return "ONT" if any(f" {word} " in words for word in ("thon", "xom", "ap", "buon", "ban")) else ""


@cache
def _by_words() -> dict[str, str]:
    by_code = {fold_words(name): code for code, name in CODES.items()}
    return by_code | {fold_words(name): code for name, code in OTHER_NAMES.items()}
