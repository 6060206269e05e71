"""What is odd about an address, in Vietnamese: parts that contradict each other, parts that no list knows.

The list before July 2025 is that of its last month. A commune that was merged away earlier is in no list,
so a name not found is a warning; an error needs the same name, and its unit word, under another parent
of the same province. Of 9,792 names in a province 154 stand in several of its districts: where a commune is
gone, an older paper is wronged about once in sixty.
"""

from __future__ import annotations

from classifiers.places import units
from classifiers.places.address import Address
from classifiers.places.former import FORMER, former_province
from classifiers.places.matching import Match, match
from classifiers.places.pieces import Piece
from classifiers.places.reading import COMMUNE_WORDS, DISTRICT_WORDS
from classifiers.places.units import Regime, Unit, folded_of, key_of


def errors_of(address: Address) -> list[str]:
    """Why its parts cannot all be right."""
    if not address.rest or address.commune is not None:
        return []
    nearest = address.rest[-1]
    if address.district is not None and nearest.kind in COMMUNE_WORDS:
        return _other_district(nearest, address.district.unit)
    if address.province is not None and address.district is None and nearest.kind in DISTRICT_WORDS:
        return _other_province(nearest, address.province.unit)
    return []


def warnings_of(address: Address) -> list[str]:
    """Why a person may want to look."""
    found = [warning for part in _told(address) if (warning := _misprint(part))]
    if address.candidates and not address.is_sure:
        found.append(
            "Chưa rõ đơn vị hành chính; có thể là: " + "; ".join(unit.path for unit in address.candidates[:4])
        )
    if address.rest and address.commune is None:
        found += _unknown(address, address.rest[-1])
    if address.province is not None and not address.province.name:
        found.append(f"Địa chỉ không ghi tỉnh; {address.province.unit.full} suy từ tên cấp huyện")
    return found


def _told(address: Address) -> list[Match]:
    return [part for part in (address.commune, address.district, address.province) if part is not None]


def _other_district(piece: Piece, district: Unit) -> list[str]:
    if district.parent is None:
        return []
    kind, name = piece.readings[0]
    others = [
        commune
        for commune in units.old_communes(district.parent.code)
        if commune.key == key_of(name) and commune.kind == kind and commune.parent
    ]
    if not others:
        return []
    where = " hoặc ".join(commune.parent.full for commune in others if commune.parent)
    return [f"{_capital(others[0].full)} không thuộc {district.full}, mà thuộc {where}"]


def _other_province(piece: Piece, province: Unit) -> list[str]:
    kind, name = piece.readings[0]
    if kind == "Thành phố" and folded_of(name) == province.folded:
        return []
    named = units.districts_by_name(folded_of(name))
    elsewhere = [unit for unit in named if unit.key == key_of(name) and unit.kind == kind and unit.parent]
    if not elsewhere or any(unit.parent and unit.parent.folded == province.folded for unit in named):
        return []
    where = " hoặc ".join(unit.parent.full for unit in elsewhere if unit.parent)
    return [f"{_capital(elsewhere[0].full)} không thuộc {province.full}, mà thuộc {where}"]


def _unknown(address: Address, nearest: Piece) -> list[str]:
    if name := former_province(nearest):
        year, today = FORMER[name]
        return [f"Tỉnh {name} có đến năm {year} (nay là {today} hoặc tỉnh kế tiếp); không có mã đơn vị"]
    parent = address.units[0] if address.units else None
    if address.candidates or parent is None or nearest.kind not in COMMUNE_WORDS | DISTRICT_WORDS:
        return []
    kind, name = nearest.readings[0]
    unknown = f"Danh mục không có {kind.lower()} {name} trong {parent.full}"
    return [f"{unknown}; có thể đã sáp nhập trước đó hoặc đọc sai"]


def _misprint(part: Match) -> str:
    unit = part.unit
    if not part.name:
        return ""
    if unit.parent is None and key_of(part.name) != unit.key:
        today = match(Piece(part.name, 0), units.provinces(Regime.POST_2025))
        if any(unit in units.merged_from(one.unit.code) for one in today):
            return f"Giấy ghi {part.name}; trước 01/7/2025 nơi này thuộc {unit.full}"
    if folded_of(part.name) != unit.folded and part.cost:
        return f"Đọc được “{part.name}”, hiểu là {unit.full}"
    if part.is_other_kind:
        return f"Giấy ghi {part.kind.lower()} {part.name}, danh mục ghi {unit.full}"
    return (
        f"Đọc được “{part.name}”, hiểu là {unit.full}" if key_of(part.name) != unit.key and part.cost else ""
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
