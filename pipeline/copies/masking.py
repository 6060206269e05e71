"""Finds where personal data stands on a record's pages, wherever it is said and not only where it was read.

A number that was read from its field usually stands on other pages too, and a date of birth is written in
figures and in words. What is told here is blacked; a value that was misread by more than a letter or two
elsewhere is not found, which is why a person looks at the copy before it is handed out.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from records import Box, FieldValue, Page, Word

Masks = Mapping[int, tuple[Box, ...]]
"""By page number, places in pixels of the upright page at its dpi."""

_MARGIN = 0.18
"""Part of a place's height added on each side: tails of letters and marks above capitals."""
_LEAST_MARGIN = 4.0
"""Pixels."""
_LEAST_LETTERS = 2
_ALIGNED_BELOW = 6
"""Letters; a shorter value counts only as whole words: "An" is no part of "ban"."""
_MISREAD = ((12, 2), (8, 1))
"""From so many letters, so many may be read otherwise."""
_PADDED = ("{:02}", "{}")


def masks_for(
    pages: Sequence[Page],
    fields: Iterable[FieldValue],
    words: Iterable[str] = (),
    *,
    hides_codes: bool = False,
) -> Masks:
    """Where `fields` and further `words` stand on `pages`, which have their words.

    With anything to hide, machine-readable codes are hidden too: those of identity cards hold everything.
    `hides_codes` says that something is hidden by hand.
    """
    chosen = list(fields)
    sought = {key for one in chosen for key in _keys_of(one)} | {
        key for text in words for key in _spellings(text)
    }
    found = {page.number: list(_on_page(page, chosen, sought)) for page in pages}
    if chosen or sought or hides_codes:
        for page in pages:
            found[page.number] += [_wider(code.box, page) for code in page.codes]
    return {number: tuple(boxes) for number, boxes in found.items() if boxes}


def _on_page(page: Page, chosen: Sequence[FieldValue], sought: Iterable[str]) -> Iterator[Box]:
    for one in chosen:
        if one.page == page.number and one.box.area > 0:
            yield _wider(one.box, page)
    keys = [_key(word.text) for word in page.words]
    text = "".join(keys)
    starts = list(itertools.accumulate((len(key) for key in keys), initial=0))
    owners = [index for index, key in enumerate(keys) for _ in key]
    places = {place for key in sought for place in _places(text, key, starts)}
    for start, end in sorted(places):
        yield from _boxes(page, page.words[owners[start] : owners[end - 1] + 1])


def _keys_of(found: FieldValue) -> Iterator[str]:
    for text in (found.value, found.normalised, found.as_read):
        for line in text.splitlines():
            yield from _spellings(line)


def _spellings(text: str) -> Iterator[str]:
    """The ways in which a value may stand on the paper, as keys."""
    key = _key(text)
    if len(key) >= _LEAST_LETTERS:
        yield key
    day = _day(text)
    if day is not None:
        for first, second in itertools.product(_PADDED, _PADDED):
            parts = first.format(day.day), second.format(day.month)
            yield f"{parts[0]}{parts[1]}{day.year}"
            yield f"ngay{parts[0]}thang{parts[1]}nam{day.year}"


def _day(text: str) -> date | None:
    """The day that a value names, as ISO 8601 or as printed (05/03/2019, 5-3-2019, 05.03.2019)."""
    parts = "".join(sign if sign.isdigit() else " " for sign in text).split()
    if len(parts) != 3 or any(not part.isascii() or len(part) > 4 for part in parts):
        return None
    first, month, last = (int(part) for part in parts)
    try:
        return date(first, month, last) if len(parts[0]) == 4 else date(last, month, first)
    except ValueError:
        return None


def _places(text: str, key: str, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where `key` stands in a page's letters, a few of them misread where it is long."""
    edges = set(starts)
    has_digit = any(sign.isdigit() for sign in key)
    at = text.find(key)
    while at >= 0:
        end = at + len(key)
        if (at in edges and end in edges) or (has_digit and len(key) >= _ALIGNED_BELOW):
            yield at, end
        at = text.find(key, at + 1)
    allowed = next((most for least, most in _MISREAD if len(key) >= least), 0)
    for start in starts if allowed else ():
        end = start + len(key)
        if (
            end in edges
            and sum(one != other for one, other in zip(text[start:end], key, strict=True)) <= allowed
        ):
            yield start, end


def _boxes(page: Page, words: Iterable[Word]) -> Iterator[Box]:
    """A box for the words of each line, with what stands between them."""
    for _, line in itertools.groupby(words, key=lambda word: (word.block, word.line)):
        boxes = [word.box for word in line]
        yield _wider(
            Box(
                min(box.x0 for box in boxes),
                min(box.y0 for box in boxes),
                max(box.x1 for box in boxes),
                max(box.y1 for box in boxes),
            ),
            page,
        )


def _wider(box: Box, page: Page) -> Box:
    margin = max(box.height * _MARGIN, _LEAST_MARGIN)
    larger = Box(box.x0 - margin, box.y0 - margin, box.x1 + margin, box.y1 + margin)
    return larger.clipped(page.width, page.height)


def _key(text: str) -> str:
    """Letters and figures alone, without case and marks."""
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(sign for sign in plain if sign.isalnum())
