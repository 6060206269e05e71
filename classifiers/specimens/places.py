"""Invented communes and districts in the provinces that there were and are, before and after 1 July 2025."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

TWO_LEVELS_FROM = date(2025, 7, 1)
"""No district level any more, and 34 provinces in place of 63."""

# Name, first three digits of the personal numbers registered there, and its province since 2025.
PROVINCES = (
    ("tỉnh Hà Giang", "002", "tỉnh Tuyên Quang"),
    ("tỉnh Cao Bằng", "004", "tỉnh Cao Bằng"),
    ("tỉnh Lào Cai", "010", "tỉnh Lào Cai"),
    ("tỉnh Sơn La", "014", "tỉnh Sơn La"),
    ("tỉnh Thái Nguyên", "019", "tỉnh Thái Nguyên"),
    ("tỉnh Lạng Sơn", "020", "tỉnh Lạng Sơn"),
    ("tỉnh Quảng Ninh", "022", "tỉnh Quảng Ninh"),
    ("tỉnh Bắc Giang", "024", "tỉnh Bắc Ninh"),
    ("tỉnh Bắc Ninh", "027", "tỉnh Bắc Ninh"),
    ("tỉnh Phú Thọ", "025", "tỉnh Phú Thọ"),
    ("tỉnh Hải Dương", "030", "thành phố Hải Phòng"),
    ("tỉnh Hưng Yên", "033", "tỉnh Hưng Yên"),
    ("tỉnh Nam Định", "036", "tỉnh Ninh Bình"),
    ("tỉnh Thanh Hóa", "038", "tỉnh Thanh Hóa"),
    ("tỉnh Nghệ An", "040", "tỉnh Nghệ An"),
    ("tỉnh Hà Tĩnh", "042", "tỉnh Hà Tĩnh"),
    ("tỉnh Quảng Trị", "045", "tỉnh Quảng Trị"),
    ("tỉnh Quảng Nam", "049", "thành phố Đà Nẵng"),
    ("tỉnh Quảng Ngãi", "051", "tỉnh Quảng Ngãi"),
    ("tỉnh Bình Định", "052", "tỉnh Gia Lai"),
    ("tỉnh Khánh Hòa", "056", "tỉnh Khánh Hòa"),
    ("tỉnh Gia Lai", "064", "tỉnh Gia Lai"),
    ("tỉnh Đắk Lắk", "066", "tỉnh Đắk Lắk"),
    ("tỉnh Lâm Đồng", "068", "tỉnh Lâm Đồng"),
    ("tỉnh Tây Ninh", "072", "tỉnh Tây Ninh"),
    ("tỉnh Đồng Nai", "075", "tỉnh Đồng Nai"),
    ("tỉnh Tiền Giang", "082", "tỉnh Đồng Tháp"),
    ("tỉnh Vĩnh Long", "086", "tỉnh Vĩnh Long"),
    ("tỉnh An Giang", "089", "tỉnh An Giang"),
    ("tỉnh Cà Mau", "096", "tỉnh Cà Mau"),
    ("thành phố Cần Thơ", "092", "thành phố Cần Thơ"),
    ("thành phố Hà Nội", "001", "thành phố Hà Nội"),
)


def listed(names: str) -> tuple[str, ...]:
    """Names parted by bars; one given twice comes up twice as often."""
    return tuple(names.split("|"))


FIRST = listed(
    "Tân|Phú|An|Bình|Hòa|Long|Vĩnh|Đông|Xuân|Thanh|Đức|Nghĩa|Quảng|Thạnh|Mỹ|Hưng|"
    "Yên|Lộc|Sơn|Trường|Đại|Hải|Kim|Ngọc|Cẩm|Quế|Diên"
)
SECOND = listed(
    "Thịnh|Lâm|Phong|Hiệp|Khánh|Giang|Thủy|Sơn|Hạnh|Điền|Lạc|Thuận|Quý|Hòa|Phước|"
    "Trạch|Châu|Mỹ|Lĩnh|Bằng|Thượng|Trung|Xá|Hậu|Tiến|Đồng"
)
THIRD = ("", "", "", "", "", "", " Đông", " Tây", " Thượng", " Hạ")
HAMLETS = (
    "Thôn Đông",
    "Thôn Đoài",
    "Thôn Trung Hòa",
    "Thôn 4",
    "Thôn Phú Thượng",
    "Xóm 7",
    "Xóm Bãi",
    "Ấp 3",
    "Ấp Hòa Thuận",
    "Ấp Mỹ Lợi",
    "Bản Nà Lốc",
    "Bản Pom Khoang",
    "Buôn Ea Knốp",
    "Khóm 2",
    "Làng Kon Brăp",
    "Thôn An Định",
    "Thôn Tân Lập 2",
    "Xóm Đình",
    "Thôn Nghĩa Chánh",
)
STREETS = (
    "Số 15 đường Lê Lợi",
    "Số 102 đường Trần Phú",
    "Tổ dân phố số 4",
    "Tổ dân phố Quyết Thắng",
    "Số 7 ngõ 36 đường Hùng Vương",
    "Khu phố 3",
    "Số 218/4 đường Nguyễn Trãi",
    "Tổ 12, khu phố Bình An",
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune or ward, the district it lay in when there were districts, and its province."""

    commune: str
    """`xã Phú Lâm` or `phường Tân Hòa`."""
    district: str
    """`huyện Tiên Du`; empty from 1 July 2025."""
    province: str
    """`tỉnh Bắc Ninh`"""
    code: str
    """First three digits of personal numbers registered here."""

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(part for part in (self.commune, self.district, self.province) if part)

    @property
    def written(self) -> str:
        return ", ".join(self.parts)

    @property
    def committee(self) -> str:
        """`Ủy ban nhân dân xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh`"""
        return f"Ủy ban nhân dân {self.written}"

    @property
    def is_ward(self) -> bool:
        return self.commune.startswith("phường")


def bare(name: str) -> str:
    """`xã Phú Lâm` without its kind: `Phú Lâm`."""
    return name.split(" ", 2)[2] if name.startswith(("thành phố", "thị xã")) else name.split(" ", 1)[1]


def draw_name(chance: Random) -> str:
    first = chance.choice(FIRST)
    second = chance.choice([name for name in SECOND if name != first])
    return f"{first} {second}{chance.choice([name for name in THIRD if name.strip() not in (first, second)])}"


def draw_unit(chance: Random, on: date) -> Unit:
    """A unit as it was called on that day."""
    before, code, since = chance.choice(PROVINCES)
    commune = f"{chance.choice(('xã', 'xã', 'xã', 'phường'))} {draw_name(chance)}"
    district = f"{'thành phố' if commune.startswith('phường') else 'huyện'} {draw_name(chance)}"
    if on >= TWO_LEVELS_FROM:
        return Unit(commune, "", since, code)
    return Unit(commune, district, before, code)


def draw_home(chance: Random, unit: Unit) -> str:
    """An address in the unit, from small to large."""
    detail = chance.choice(STREETS if unit.is_ward else HAMLETS)
    return f"{detail}, {unit.written}"
