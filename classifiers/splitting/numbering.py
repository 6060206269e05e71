"""Numbers by which pages and clauses follow each other: "2" in the upper margin, "Trang 1/3", "Điều 4"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from classifiers.vietnamese import fold_words
from records import Box, Page, Word

MARGIN = 0.09
"""Part of the page's height, from above and below, in which page numbers are printed."""
OFF_CENTRE = 0.14
"""Part of the width by which the middle of a page number may miss the page's; the number that an archive
writes on each leaf stands in the corner and runs through all papers of a file."""
_NUMBER = re.compile(r"^\W*(?:(trang|tờ)\s+)?(\d{1,3})(?:\s*(?:/|trên)\s*(\d{1,3}))?\W*$", re.IGNORECASE)
# "Trang số: 180" is a page of the register that it lies in, not of a paper: it does not match.
_ITEM = re.compile(r"^(?:(dieu|chuong|muc|phan) )?(\d{1,3}|[ivx]{1,5})\b")
_ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A page number as printed."""

    number: int
    total: int = 0
    """Pages of the whole paper, where it is said; 0 where not."""


@dataclass(frozen=True, slots=True)
class Item:
    """The number with which a clause begins."""

    kind: str
    """`dieu`, `chuong`, `muc`, `phan`, `roman` or `figures`."""
    number: int


def page_number_of(page: Page) -> PageNumber | None:
    """The page number printed in the middle of a margin, or anywhere in it where it says "Trang"."""
    for line in page.lines():
        found = _NUMBER.match(" ".join(word.text for word in line))
        if found is None or any(word.remark == "handwritten" for word in line):
            continue
        number, total = int(found[2]), int(found[3] or 0)
        if (found[1] or total or _is_centred(line, page)) and _is_in_margin(line, page) and 0 < number < 500:
            return PageNumber(number, total) if not total or number <= total else None
    return None


def _is_in_margin(line: Sequence[Word], page: Page) -> bool:
    box = Box.around(word.box for word in line)
    return box.y0 < MARGIN * page.height or box.y1 > (1 - MARGIN) * page.height


def _is_centred(line: Sequence[Word], page: Page) -> bool:
    middle = Box.around(word.box for word in line).centre[0]
    return abs(middle / max(page.width, 1) - 0.5) < OFF_CENTRE


def item_of(line: str) -> Item | None:
    """The number with which a line begins: `Điều 4.`, `3.`, `II.`; `None` for running text."""
    if not re.match(r"^\W*\S+(\s+\S+)?\s*[.):/]", line):
        return None
    found = _ITEM.match(fold_words(line))
    if found is None:
        return None
    said = found[2]
    number = int(said) if said.isdigit() else _roman(said)
    kind = found[1] or ("figures" if said.isdigit() else "roman")
    return Item(kind, number) if number else None


def _roman(said: str) -> int:
    values = [_ROMAN[letter] for letter in said]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
