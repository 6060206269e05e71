"""What the codes on invented papers say: the QR of a card, the QR and the barcode of a land certificate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random

from classifiers.specimens.people import Person

LAND_LABELS = (
    ("serial", "Số phát hành"),
    ("certificate_code", "Mã Giấy chứng nhận"),
    ("owner_lines", "Người sử dụng đất"),
    ("parcel_number", "Thửa đất số"),
    ("map_sheet_number", "Tờ bản đồ số"),
    ("area_m2", "Diện tích"),
    ("land_use_purpose", "Loại đất"),
    ("land_use_term", "Thời hạn sử dụng"),
    ("parcel_address", "Địa chỉ"),
)
LONGEST = 420
"""Signs; with more the modules of a code of two centimetres are too fine for 300 dpi."""


def card(person: Person, number: str, old_number: str, residence: str, issued: date) -> str:
    """Number, old number, name, birth, sex, residence, issue; dates as ddmmyyyy."""
    parts = (
        number,
        old_number,
        person.name,
        f"{person.born:%d%m%Y}",
        person.sex,
        residence,
        f"{issued:%d%m%Y}",
    )
    return "|".join(parts)


def land(truth: Mapping[str, str], chance: Random) -> str:
    """What the code of a land certificate says, in one of the forms that programs of provinces may use.

    The form is not published (Circular 10/2024/TT-BTNMT, Article 14 names only the content): lines with
    labels, the same values between bars, or a link that carries the certificate's code.
    """
    said = [(label, " ".join(truth[name].split())) for name, label in LAND_LABELS if truth.get(name)]
    form = chance.choice(("lines", "lines", "bars", "link"))
    if form == "link" and truth.get("serial"):
        return f"https://gcn.example.vn/gcn?sp={truth['serial'].replace(' ', '')}"
    if form == "bars":
        return "|".join(text for _, text in said)[:LONGEST]
    return "\n".join(f"{label}: {text}" for label, text in said)[:LONGEST]


def land_barcode(chance: Random, year: int) -> str:
    """Commune (5), year (2), dossier (6); two digits of the province in front on every third one."""
    body = f"{chance.randrange(1, 32000):05d}{year % 100:02d}{chance.randrange(1, 9999):06d}"
    return f"{chance.randrange(1, 97):02d}{body}" if chance.random() < 0.33 else body
