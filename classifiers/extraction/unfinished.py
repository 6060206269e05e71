"""Whether an address stops in the middle of a unit's name, so that it must go on below."""

from __future__ import annotations

import re
from functools import cache

from classifiers.extraction.folding import fold_words
from classifiers.places.units import Regime, provinces

UNIT_LAST = re.compile(
    r"(?:^|[\s,.-])"
    r"(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|thôn|ấp|bản|xóm|tổ|khu phố|đường|phố)$",
    re.IGNORECASE,
)
"""A word that asks for a name behind it; in capitals or not."""
PROVINCE = re.compile(r"(?:tỉnh|thành phố|TP\.?)\s+(\w+)$", re.IGNORECASE)


def breaks_off(text: str, below: str) -> bool:
    """Whether a name that begins at the end of `text` goes on with the first word of `below`.

    "…, tỉnh Quảng" is no province, "Quảng Ninh" is one.
    """
    text = text.rstrip(" .")
    if UNIT_LAST.search(text):
        return True
    begun = PROVINCE.search(text)
    following = fold_words(below).split()
    if begun is None or not following:
        return False
    first = fold_words(begun[1])
    return first not in _names() and any(
        name.startswith(f"{first} {following[0]}") for name in _names() if " " in name
    )


@cache
def _names() -> frozenset[str]:
    """Folded names of all provinces, before and since 1 July 2025."""
    return frozenset(fold_words(unit.name) for regime in Regime for unit in provinces(regime))
