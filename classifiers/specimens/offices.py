"""Invented agencies: who issues a paper, how its letterhead is set, who signs and with what authority."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from classifiers.specimens.places import Unit, bare

DEPARTMENTS = (
    ("Nội vụ", "SNV"),
    ("Tài chính", "STC"),
    ("Xây dựng", "SXD"),
    ("Tư pháp", "STP"),
    ("Y tế", "SYT"),
    ("Giáo dục và Đào tạo", "SGDĐT"),
    ("Nông nghiệp và Môi trường", "SNNMT"),
    ("Công Thương", "SCT"),
    ("Khoa học và Công nghệ", "SKHCN"),
    ("Văn hóa, Thể thao và Du lịch", "SVHTTDL"),
)
ROOMS_NEW = (("Kinh tế", "PKT"), ("Văn hóa - Xã hội", "PVHXH"), ("Kinh tế, Hạ tầng và Đô thị", "PKTHTĐT"))
ROOMS_OLD = (
    ("Tài chính - Kế hoạch", "PTCKH"),
    ("Nội vụ", "PNV"),
    ("Tư pháp", "PTP"),
    ("Kinh tế và Hạ tầng", "PKTHT"),
    ("Tài nguyên và Môi trường", "PTNMT"),
    ("Giáo dục và Đào tạo", "PGDĐT"),
)
LETTER_UNITS = ("VP", "KT", "VX", "NC", "KTN", "TTHC", "VHXH", "NNMT", "TH", "XD", "TCKH", "NV")


@dataclass(frozen=True, slots=True)
class Office:
    """An agency as Decree 30/2020 has it printed and signed."""

    parent: str
    """Line above the issuer, capitals; empty where none is printed."""
    issuer: tuple[str, ...]
    """One or two lines, capitals."""
    abbreviation: str
    place: str
    authority: tuple[str, ...]
    """Lines above the signer's title, such as `TM. ỦY BAN NHÂN DÂN` and `KT. CHỦ TỊCH`."""
    title: str
    """The signer's own title, capitals."""
    spoken: str
    """The agency in running text: `Ủy ban nhân dân xã Phú Lâm`."""
    letter_unit: str = "VP"

    @property
    def seal_text(self) -> str:
        return " ".join(self.issuer)


def committee(chance: Random, unit: Unit, level: str) -> Office:
    """A People's Committee of the `commune`, `district` or `province`."""
    full = {"commune": unit.commune, "district": unit.district, "province": unit.province}[level]
    above = {"commune": unit.district or unit.province, "district": unit.province, "province": ""}[level]
    parent = ""
    issuer: tuple[str, ...] = ("ỦY BAN NHÂN DÂN", full.upper())
    authority: tuple[str, ...]
    if above and chance.random() < 0.4:
        parent = f"UBND {above.upper()}"
        issuer = (f"ỦY BAN NHÂN DÂN {full.upper()}",) if chance.random() < 0.4 else issuer
    kind = chance.random()
    if kind < 0.45:
        authority, title = ("TM. ỦY BAN NHÂN DÂN",), "CHỦ TỊCH"
    elif kind < 0.85:
        authority, title = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), "PHÓ CHỦ TỊCH"
    else:
        authority, title = (), "CHỦ TỊCH"
    return Office(
        parent,
        issuer,
        "UBND",
        bare(full),
        authority,
        title,
        f"Ủy ban nhân dân {full}",
        chance.choice(LETTER_UNITS),
    )


def department(chance: Random, unit: Unit) -> Office:
    """A department of the province, or a room of the district or commune."""
    if chance.random() < 0.5:
        name, short = chance.choice(DEPARTMENTS)
        above, place, prefix, head = unit.province, bare(unit.province), "SỞ", "GIÁM ĐỐC"
    else:
        name, short = chance.choice(ROOMS_OLD if unit.district else ROOMS_NEW)
        above, prefix, head = unit.district or unit.commune, "PHÒNG", "TRƯỞNG PHÒNG"
        place = bare(above)
    is_deputy = chance.random() < 0.45
    return Office(
        parent=chance.choice((f"UBND {above.upper()}", f"ỦY BAN NHÂN DÂN {above.upper()}")),
        issuer=(f"{prefix} {name.upper()}",),
        abbreviation=short,
        place=place,
        authority=(f"KT. {head}",) if is_deputy else (),
        title=f"PHÓ {head}" if is_deputy else head,
        spoken=f"{prefix.capitalize()} {name}",
        letter_unit=chance.choice(LETTER_UNITS),
    )


def draw_office(chance: Random, unit: Unit) -> Office:
    """Any agency that issues administrative papers in the unit's province."""
    roll = chance.random()
    if roll < 0.45:
        return committee(chance, unit, "commune")
    if roll < 0.62:
        return committee(chance, unit, "district" if unit.district else "province")
    if roll < 0.75:
        return committee(chance, unit, "province")
    return department(chance, unit)


def council(chance: Random, unit: Unit) -> Office:
    """A People's Council, which adopts resolutions."""
    full = chance.choice([part for part in unit.parts if part])
    return Office(
        "",
        ("HỘI ĐỒNG NHÂN DÂN", full.upper()),
        "HĐND",
        bare(full),
        (),
        "CHỦ TỊCH",
        f"Hội đồng nhân dân {full}",
    )
