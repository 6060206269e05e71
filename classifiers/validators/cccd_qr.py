"""The QR code of an identity card: number|old number|name|birth|sex|residence|issued, dates as ddmmyyyy.

The form of 2021, front of the card. The card of 2024 may add parts, which are kept and not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.validators import cccd
from classifiers.vietnamese import nfc

FIELD_TYPES = (FieldType.QR,)
LONGEST = 4296
"""Letters of a payload that is looked at; no QR code holds more (ISO/IEC 18004, version 40-L)."""
_FORM = re.compile(r"(\d{12})\|(\d{9})?\|([^|]+)\|(\d{8})\|(Nam|Nữ)\|([^|]*)\|(\d{8})(\|.*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CitizenCard:
    """What the code says of its holder."""

    number: str
    old_number: str
    """Of the earlier 9-digit paper; empty when there was none."""
    full_name: str
    date_of_birth: str
    """ISO 8601."""
    sex: str
    residence: str
    issue_date: str
    """ISO 8601."""


def parse(text: str) -> Parsed:
    """Reads the payload; canonical is the 12-digit number. Number, sex and birth year must agree."""
    payload = nfc(text[:LONGEST]).strip()
    card = read(payload)
    if card is None:
        return refused(payload, "Không đúng dạng mã QR của thẻ căn cước")
    judged = cccd.parse(card.number, sex=card.sex, birth_year=int(card.date_of_birth[:4]))
    return Parsed(payload, card.number, judged.errors, judged.warnings)


def read(payload: str) -> CitizenCard | None:
    """The parts of the payload; `None` when it has another form or an impossible date."""
    match = _FORM.fullmatch(nfc(payload[:LONGEST]).strip())
    if match is None:
        return None
    birth, issued = _iso(match[4]), _iso(match[7])
    if birth is None or issued is None:
        return None
    return CitizenCard(match[1], match[2] or "", match[3].strip(), birth, match[5], match[6].strip(), issued)


def _iso(ddmmyyyy: str) -> str | None:
    try:
        return datetime.strptime(ddmmyyyy, "%d%m%Y").date().isoformat()  # noqa: DTZ007 - a date has no zone
    except ValueError:
        return None
