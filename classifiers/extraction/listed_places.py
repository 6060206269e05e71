"""Names of places held against the lists of units: marks that a worn print lost in a commune or a hamlet.

"xã Ninh Điên, huyện Châu Thành, tỉnh Tây Ninh" names no commune of that district, and Ninh Điền alone differs
from it by marks: it is written as listed. Hamlets stand in no list but mostly bear names that communes bear
too: "Quyết Thăng" where no unit of the country is called so, and several are called Quyết Thắng, is doubted
and never changed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache

from classifiers.places.address import read_address
from classifiers.places.matching import Match
from classifiers.places.pieces import pieces_of
from classifiers.places.units import SINCE_FILE, UNTIL_FILE, folded_of, key_of
from classifiers.vietnamese import nfc

USUAL_FROM = 3
"""Units of the country that must bear a name before it is held against a hamlet's."""
_HAMLET = re.compile(
    r"(?:thôn|xóm|ấp|khóm|làng|khu phố|khu|tổ dân phố|bản|đội)\s+(?P<name>\D+?)(?:\s+\d+)?", re.IGNORECASE
)
"""Hamlets with a Vietnamese name; a buôn's or a plei's is of another language."""


def with_listed_units(text: str) -> str:
    """The name of an office with its commune, district and province as listed, where only marks differ.

    Nothing is changed unless one unit alone of the place that is named above it bears the name.
    """
    address = read_address(text)
    for part in (address.commune, address.district, address.province):
        if part is not None and _differs_in_marks(part):
            text = _with_name(text, part)
    return text


def _differs_in_marks(part: Match) -> bool:
    # A name printed without any mark was printed so: "TAY NINH" on a telegram.
    is_marked = bool(part.name) and not key_of(part.name).isascii()
    return is_marked and folded_of(part.name) == part.unit.folded and key_of(part.name) != part.unit.key


def _with_name(text: str, part: Match) -> str:
    at = text.rfind(part.name)
    if at < 0 or len(part.name.split()) != len(part.unit.name.split()):
        return text
    written = part.unit.name.upper() if part.name.isupper() else part.unit.name
    return text[:at] + written + text[at + len(part.name) :]


def usual_hamlet_name(address: str) -> tuple[str, str] | None:
    """A hamlet's name that no unit bears though a usual one differs in marks alone: as read, and usual."""
    for piece in pieces_of(address):
        match = _HAMLET.fullmatch(piece.text)
        name = match["name"].strip() if match is not None else ""
        if len(name.split()) < 2:
            continue
        borne = _names_borne().get(folded_of(name), Counter())
        spellings = {key_of(known) for known in borne}
        if len(spellings) == 1 and key_of(name) not in spellings and borne.total() >= USUAL_FROM:
            return name, borne.most_common(1)[0][0]
    return None


@lru_cache(maxsize=1)
def _names_borne() -> dict[str, Counter[str]]:
    """By folded name, how many communes and districts of both regimes are called so, by spelling."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for file in (UNTIL_FILE, SINCE_FILE):
        for line in file.read_text(encoding="utf-8").splitlines():
            name = nfc(line.split(",")[2])
            if " " in name:
                found[folded_of(name)][name] += 1
    return found
