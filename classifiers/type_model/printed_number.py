"""Reads what the number line of a paper tells of its type: the abbreviation, or that it has none.

The number itself is often handwritten; its symbol is printed. Decree 30/2020/NĐ-CP, Article 8: an official
letter's symbol begins with the agency, every other type's with the type.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from classifiers.type_model.paper import Paper
from classifiers.validators.doc_number import ABBREVIATIONS, OFFICE_SYMBOLS
from classifiers.vietnamese import fold

_NUMBER_ZONE = 0.42
_LINE = re.compile(
    r"^\W*(?:(?:S[ốôồổỗộóòoõð6Ố]{1,2}|[sS]o)\s*[:.;,]?|(?=\d{1,5}[a-eđ]?\s?/))(?P<rest>.{0,40})"
)
_SYMBOL = re.compile(
    r"[/|](?!\d{4}\b)\s*"
    r"(?P<symbol>[A-Za-zĐđÐƯưÔôƠơ][A-Za-zĐđÐƯưÔôƠơ0-9&]{0,11}(?:\s?[-–—.]\s?[A-Za-zĐđÐƯưÔôƠơ0-9&.]+)*)"
)
_SLASH_LOST = re.compile(r"\d(?P<symbol>[A-ZĐƯ]{2,}(?:[-–—][A-ZĐƯ&.]+)+)\s*$")
"""`329UBND-VP`: the slash stands close and is lost before other strokes are."""
_PARTY = re.compile(r"\d{1,5}\s?[-–]\s?(?P<type>[A-ZĐÐ][A-Za-zĐđ]{0,4})\s?/\s?(?P<symbol>[A-ZĐ][\w-]{1,12})")
"""`45-QĐ/HU`: the Party puts the type before the slash (Hướng dẫn 36-HD/VPTW)."""
_FOLDED = {fold(known): known for known in ABBREVIATIONS if known not in {"HD", "HĐ", "CĐ"}}


@dataclass(frozen=True, slots=True)
class NumberSeen:
    """The symbol of a document number."""

    symbol: str
    """All of it, such as `QĐ-UBND`."""
    abbreviation: str | None
    """Of the type; `None` when the symbol begins with an agency."""
    is_exact: bool
    """Read letter for letter, capitals and marks included."""


def find_number(paper: Paper) -> NumberSeen | None:
    """The symbol on the paper's own number line, or `None`; numbers cited in the text do not count."""
    for line in paper.top:
        if line.y > _NUMBER_ZONE or len(line.text) > 60:
            continue
        match = _LINE.match(line.text)
        if match is None:
            continue
        if not match[0][0].isalpha() and line.centre > 0.5:
            continue
        party = _PARTY.search(match["rest"])
        if party is not None:
            return _judge(f"{party['type']}-{party['symbol']}")
        symbol = _SYMBOL.search(match["rest"]) or _SLASH_LOST.search(match["rest"])
        if symbol is not None:
            return _judge(re.sub(r"\s", "", symbol["symbol"]).replace("–", "-").replace("—", "-"))
    return None


def _judge(symbol: str) -> NumberSeen:
    first = re.split(r"[-.]", symbol)[0]
    if first in ABBREVIATIONS or first in OFFICE_SYMBOLS or first.startswith("TL"):
        return NumberSeen(symbol, first, is_exact=True)
    near = _FOLDED.get(fold(first))
    if near is not None:
        return NumberSeen(symbol, near, is_exact=False)
    return NumberSeen(symbol, None, is_exact=True)


def carries_mark(paper: Paper, mark: str) -> bool:
    """Whether a number in the upper part carries a piece such as `/TLKS-BS`, a letter misread at most."""
    wanted = re.sub(r"\W", "", fold(mark))
    for line in paper.top:
        if "/" not in line.text or line.y > _NUMBER_ZONE:
            continue
        for piece in re.findall(r"/\s*([^\s/]+(?:\s?-\s?\S+)?)", line.text):
            read = re.sub(r"\W", "", fold(piece))
            if read == wanted or (len(wanted) >= 5 and fuzz.ratio(read, wanted) >= 85):
                return True
    return False
