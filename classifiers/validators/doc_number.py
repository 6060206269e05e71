"""Number and symbol of an administrative document: `15/QĐ-UBND`, `123/UBND-VP`, `47/2026/QĐ-UBND`.

Decree 30/2020/NĐ-CP, Article 8 and Appendices I and III. Case matters: CTr is a programme and CT a directive.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean

FIELD_TYPES = (FieldType.DOC_NUMBER,)
ABBREVIATIONS = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "TC": "Thông cáo",
    "TB": "Thông báo",
    "HD": "Hướng dẫn",
    "CTr": "Chương trình",
    "KH": "Kế hoạch",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "HĐ": "Hợp đồng",
    "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận",
    "GUQ": "Giấy ủy quyền",
    "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu",
    "GNP": "Giấy nghỉ phép",
    "PG": "Phiếu gửi",
    "PC": "Phiếu chuyển",
    "PB": "Phiếu báo",
    "SY": "Sao y",
    "TrS": "Trích sao",
    "SL": "Sao lục",
}
# Permits and confirmations of single offices, numbered like documents though the decree does not name them.
OFFICE_SYMBOLS = {"GPXD": "Giấy phép xây dựng", "XN": "Xác nhận"}
_SYMBOL = r"[A-ZĐƯÔƠÂĂÊ0-9][A-ZĐƯÔƠÂĂÊa-zđ0-9&.]*"
_NUMBER = re.compile(
    rf"(?P<number>\d{{1,5}})[a-eđ]?(?:/(?P<year>\d{{4}}))?"
    rf"/(?P<first>[A-Za-zĐđ][A-Za-zĐđ0-9&.]{{0,11}})(?P<rest>(?:-{_SYMBOL})*)"
)


@dataclass(frozen=True, slots=True)
class DocNumber:
    """The parts of a document number."""

    number: int
    year: int | None
    """Written in the number of legal documents only."""
    abbreviation: str | None
    """Of the type; `None` for an official letter, whose symbol starts with the agency."""
    agency: str
    """The rest of the symbol, such as `UBND` or `UBND-VP`."""


def parse(text: str) -> Parsed:
    """Reads a number and symbol; canonical without spaces. A symbol without its number is an error."""
    value = re.sub(r"^\s*[Ss][ốôồổỗộoó]\s*[:.]?\s*", "", clean(text))
    joined = re.sub(r"\s+", "", value).replace("–", "-")
    if joined.startswith("/"):
        return refused(value, "Chưa đọc được số (phần trước dấu gạch chéo)")
    read = parts(joined)
    if read is None:
        return refused(value, "Không đúng dạng số và ký hiệu văn bản")
    parsed = Parsed(value, joined)
    if read.number == 0:
        return parsed.with_error("Số văn bản không thể bằng 0")
    if read.abbreviation is None and (twin := _other_case(joined)):
        return parsed.with_error(f"Ký hiệu viết hoa, viết thường không đúng; có phải {twin}?")
    return parsed


def parts(joined: str) -> DocNumber | None:
    """The parts of a number without spaces; `None` when it is not one."""
    match = _NUMBER.fullmatch(joined)
    if match is None:
        return None
    first, rest = match["first"], match["rest"].lstrip("-")
    year = int(match["year"]) if match["year"] else None
    number = int(match["number"])
    if first in OFFICE_SYMBOLS:
        return DocNumber(number, year, first, rest)
    if first in ABBREVIATIONS and rest:
        return DocNumber(number, year, first, rest)
    # An official letter: the agency, then the unit that drafted it.
    if re.fullmatch(r"[A-ZĐ][A-ZĐa-zđ0-9&.]{1,11}", first) and (rest or len(first) > 3):
        return DocNumber(number, year, None, f"{first}-{rest}" if rest else first)
    return None


def _other_case(joined: str) -> str | None:
    first = joined.rpartition("/")[2].partition("-")[0]
    return next((known for known in ABBREVIATIONS if known.lower() == first.lower() and known != first), None)
