"""Where on the pages a value stands that a person typed, and what other readings its ink had."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from classifiers.calibration import words_of
from classifiers.vietnamese import fold
from records import Box, FieldValue, Page, Word

MOST_OTHERS = 3
"""Other readings that are offered for one field."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands; a box without area says that nobody knows."""

    page: int
    box: Box
    as_read: str = ""


def located(value: str, pages: Sequence[Page], *, near: FieldValue | None) -> Place:
    """The field's own evidence where it has one, else the first words on the pages that say `value`."""
    if near is not None:
        return Place(near.page, near.box)
    wanted = _letters(value)
    for page in pages:
        run = _run(wanted, page) if wanted else ()
        if run:
            box = Box.around(word.box for word in run)
            return Place(page.number, box, " ".join(word.text for word in run))
    return Place(pages[0].number if pages else 1, Box(0, 0, 0, 0))


def other_readings(found: FieldValue, pages: Sequence[Page]) -> list[str]:
    """What the value would be with the other reading of its words, the likeliest first; often empty."""
    page = next((page for page in pages if page.number == found.page), None)
    if page is None or not found.as_read:
        return []
    others = [word for word in words_of(found, page) if word.other and word.other != word.text]
    offered = [_exchanged(found.value, [word]) for word in others]
    if len(others) > 1:
        offered.insert(0, _exchanged(found.value, others))
    return [text for text in dict.fromkeys(offered) if text and text != found.value][:MOST_OTHERS]


def _exchanged(value: str, words: Sequence[Word]) -> str:
    """The value with words in their other reading; unchanged where it does not hold them as read."""
    for word in words:
        pattern = rf"(?<!\w){re.escape(word.text.strip('.,;:'))}(?!\w)"
        other = word.other.strip(".,;:")
        value = re.sub(pattern, lambda _, other=other: other, value, count=1)  # type: ignore[misc]
    return value


def _run(wanted: str, page: Page) -> Sequence[Word]:
    """The first words in a row whose letters and figures are `wanted`."""
    texts = [_letters(word.text) for word in page.words]
    for start, text in enumerate(texts):
        if not text or not wanted.startswith(text):
            continue
        joined, end = "", start
        while end < len(texts) and len(joined) < len(wanted):
            joined += texts[end]
            end += 1
        if joined == wanted:
            return page.words[start:end]
    return ()


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))
