"""Provinces that were divided or merged before the list of June 2025 was made: known by name, without codes.

Papers of the years before 2008 carry them. From memory of the resolutions of the National Assembly of
1989–2008; the year is that of the division or merger.
"""

from __future__ import annotations

from classifiers.places.pieces import UNREAD, Piece
from classifiers.places.units import folded_of

FORMER = {
    "Hà Tây": (2008, "Hà Nội"),
    "Hà Sơn Bình": (1991, "Hà Tây và Hòa Bình"),
    "Hà Bắc": (1996, "Bắc Giang và Bắc Ninh"),
    "Vĩnh Phú": (1996, "Phú Thọ và Vĩnh Phúc"),
    "Bắc Thái": (1996, "Bắc Kạn và Thái Nguyên"),
    "Cao Lạng": (1978, "Cao Bằng và Lạng Sơn"),
    "Hà Tuyên": (1991, "Hà Giang và Tuyên Quang"),
    "Hoàng Liên Sơn": (1991, "Lào Cai và Yên Bái"),
    "Hải Hưng": (1996, "Hải Dương và Hưng Yên"),
    "Nam Hà": (1996, "Hà Nam và Nam Định"),
    "Hà Nam Ninh": (1991, "Nam Hà và Ninh Bình"),
    "Nghệ Tĩnh": (1991, "Nghệ An và Hà Tĩnh"),
    "Bình Trị Thiên": (1989, "Quảng Bình, Quảng Trị và Thừa Thiên Huế"),
    "Quảng Nam - Đà Nẵng": (1996, "Quảng Nam và Đà Nẵng"),
    "Nghĩa Bình": (1989, "Quảng Ngãi và Bình Định"),
    "Phú Khánh": (1989, "Phú Yên và Khánh Hòa"),
    "Gia Lai - Kon Tum": (1991, "Gia Lai và Kon Tum"),
    "Thuận Hải": (1991, "Ninh Thuận và Bình Thuận"),
    "Sông Bé": (1996, "Bình Dương và Bình Phước"),
    "Cửu Long": (1991, "Vĩnh Long và Trà Vinh"),
    "Minh Hải": (1996, "Bạc Liêu và Cà Mau"),
}
_BY_NAME = {folded_of(name): name for name in FORMER}


def former_province(piece: Piece) -> str | None:
    """The former province that a piece names, or `None`."""
    return next(
        (
            known
            for kind, name in piece.readings
            if kind in {"", UNREAD, "Tỉnh"} and (known := _BY_NAME.get(folded_of(name)))
        ),
        None,
    )
