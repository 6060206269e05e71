"""Where papers are issued and people live: real units of both regimes, on invented streets.

Real ones, so that what is known of them (`classifiers.places`) helps or misleads as on real papers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from classifiers.places import units as known

TWO_LEVELS_FROM = date(2025, 7, 1)
"""No district level any more, and 34 provinces in place of 63."""


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
    """`xã Phú Lâm`, `phường Tân Hòa` or `thị trấn Lim`."""
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
        """Whether its homes have streets rather than hamlets."""
        return self.commune.startswith(("phường", "thị trấn"))


KINDS_OF_TWO_WORDS = ("thành phố ", "thị xã ", "thị trấn ", "đặc khu ")


def bare(name: str) -> str:
    """`xã Phú Lâm` without its kind: `Phú Lâm`; a number keeps it, as in `Quận 3`."""
    words = name.split(" ", 2 if name.startswith(KINDS_OF_TWO_WORDS) else 1)
    return name[:1].upper() + name[1:] if words[-1].isdigit() else words[-1]


def draw_name(chance: Random) -> str:
    first = chance.choice(FIRST)
    second = chance.choice([name for name in SECOND if name != first])
    return f"{first} {second}{chance.choice([name for name in THIRD if name.strip() not in (first, second)])}"


def draw_unit(chance: Random, on: date) -> Unit:
    """A unit of that day."""
    if on >= TWO_LEVELS_FROM:
        province = chance.choice(known.provinces(known.Regime.POST_2025))
        commune = chance.choice(known.new_communes(province.code))
        return Unit(commune.full, "", province.full, chance.choice(_digits_since(province.code)))
    province = chance.choice(known.provinces(known.Regime.PRE_2025))
    district = chance.choice([one for one in known.districts(province.code) if _communes(one)])
    commune = chance.choice(_communes(district))
    return Unit(commune.full, district.full, province.full, digits_of(province.code))


def _communes(district: known.Unit) -> known.Pool:
    return known.communes_of_district(district)


def digits_of(province_code: str) -> str:
    """First three digits of the personal numbers of a province: its code (Circular 59/2021/TT-BCA)."""
    return f"{int(province_code):03d}"


@cache
def registering_provinces() -> tuple[str, ...]:
    """The first three digits of all personal numbers given out at birth in this country so far."""
    return tuple(digits_of(unit.code) for unit in known.provinces(known.Regime.PRE_2025))


@cache
def _digits_since(province_code: str) -> tuple[str, ...]:
    return tuple(digits_of(unit.code) for unit in known.merged_from(province_code))


def draw_home(chance: Random, unit: Unit) -> str:
    """An address in the unit, from small to large."""
    detail = chance.choice(STREETS if unit.is_ward else HAMLETS)
    return f"{detail}, {unit.written}"
