"""The province inside a personal number against the place where the birth was registered.

The first three digits are those of the province of registration (Circular 07/2016/TT-BCA); the merger of
July 2025 renumbered nobody, so a later province agrees with each of those that went into it. Places of origin
and residence are no witnesses: people move.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from classifiers.places import read_address
from classifiers.places.units import Regime, merged_from, provinces
from classifiers.record_type import RecordType
from classifiers.testimony import Testimony, Verdict, shown
from classifiers.validators import cccd
from classifiers.vietnamese import fold
from records import FieldValue, Page

REGISTERED = {"birth_registration_place": "id_number", "registration_place": "child_personal_id"}
"""By the field that names where a birth was registered, the number that was given there."""
CONFIDENCE = 0.8
"""That a number of the right province was read right: of wrong ones one in sixty is."""
DIFFERS_VI = "Số “{number}” là của {of}, khác nơi đăng ký khai sinh “{place}”"


def testify(
    record_type: RecordType, fields: Mapping[str, FieldValue], pages: Sequence[Page]
) -> Sequence[Testimony]:
    """Agreement or contradiction of each pair that was read and names a province."""
    del record_type, pages
    said = []
    for place, number in REGISTERED.items():
        if place in fields and number in fields:
            told = _compared(place, number, fields)
            said += [told] if told is not None else []
    return said


def _compared(place: str, number: str, fields: Mapping[str, FieldValue]) -> Testimony | None:
    digits = fields[number].normalised
    of = cccd.PROVINCES.get(digits[:3]) if re.fullmatch(r"\d{12}", digits) else None
    address = read_address(fields[place].value)
    if of is None or address.province is None or address.province.cost:
        return None
    if any(
        fold(of).endswith(name) for name in _names(address.province.unit.name)
    ):  # Thừa Thiên Huế is Huế today
        return Testimony(Verdict.AGREES, (number,), CONFIDENCE)
    reason = DIFFERS_VI.format(number=digits, of=of, place=shown(fields[place].value))
    return Testimony(Verdict.CONTRADICTS, (number, place), reason=reason)


@cache
def _names(name: str) -> frozenset[str]:
    """Folded names of a province and, since one of today has the numbers of old ones, of those."""
    today = [unit for unit in provinces(Regime.POST_2025) if unit.name == name]
    old = (before.name for unit in today for before in merged_from(unit.code))
    return frozenset(map(fold, (name, *old)))
