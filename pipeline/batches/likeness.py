"""Tells two scans of one page by their look: a 64-bit hash that scanning again changes in a few bits.

The upright, levelled ink is trimmed to what is written, brought to 32 × 32 and transformed by cosines: each
of the 64 lowest frequencies gives a bit, whether it lies above their median (Zauner 2010, DCT hash). Pages
of one form look alike whatever is filled in: whoever compares must ask the text too (`is_same_text`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import cv2
import numpy as np
from rapidfuzz import fuzz

from pipeline.ink import Glimpse, Picture
from records import Page

SIDE = 32
LOWEST = 8
FEWEST_PIECES = 12
"""Letter-sized pieces below which a page has no look of its own."""
MOST_DIFFERENT = 8
"""Bits of 64 in which two scans of one page may differ: 0 to 4 when scanned well twice, 4 to 10 when one was
worn; other pages of a form 6 and more, other papers 16 and more."""
FEWEST_LETTERS = 40
"""Letters of a text that can confirm anything."""
LEAST_TEXT_ALIKE = 90.0
"""Per cent of the text, by edits, in which two readings of one page agree."""
LEAST_NUMBERS_ALIKE = 0.75
"""Share of the numbers that both hold: a form filled in for two people differs there first."""
_NUMBER = re.compile(r"\d+")


def likeness_of(look: Glimpse) -> str:
    """The hash of a page's upright, levelled ink, 16 hexadecimal digits; empty for a nearly empty page."""
    if len(look.boxes) < FEWEST_PIECES:
        return ""
    written = _trimmed(look.letters)
    small = cv2.resize(written, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    lowest = cv2.dct(cv2.GaussianBlur(small, (0, 0), 1.0))[:LOWEST, :LOWEST].ravel()
    bits = lowest > np.median(lowest[1:])
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):016x}"


def _trimmed(letters: Picture) -> Picture:
    """Without margins; the last hundredth on each side may be specks."""
    (top, bottom), (left, right) = _reach(letters, 1), _reach(letters, 0)
    return np.ascontiguousarray(letters[top : bottom + 1, left : right + 1])


def _reach(letters: Picture, axis: int) -> tuple[int, int]:
    """First and last row (axis 1) or column (axis 0) between which 98 of 100 pixels of ink lie."""
    profile = cv2.reduce(letters, axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel()
    so_far = np.cumsum(profile, dtype=np.int64)
    first, last = np.searchsorted(so_far, (0.01 * so_far[-1], 0.99 * so_far[-1]))
    return int(first), int(last)


def bits_apart(one: str, other: str) -> int:
    """In how many of 64 bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def is_same_text(one: str, other: str) -> bool:
    """Whether two texts are readings of one page and not of two pages of one form.

    Drawn forms filled in for two people agreed in 70 to 84 % of the text and in at most 44 % of the numbers.
    """
    if min(len(one), len(other)) < FEWEST_LETTERS:
        return False
    numbers, others = (_NUMBER.findall(text) for text in (one, other))
    shared = len(set(numbers) & set(others))
    if shared < LEAST_NUMBERS_ALIKE * max(len(set(numbers)), len(set(others))):
        return False
    return fuzz.ratio(" ".join(one.split()), " ".join(other.split())) >= LEAST_TEXT_ALIKE


def alike_pages(pages: Iterable[Page]) -> Iterator[tuple[Page, Page]]:
    """Pages of one record of which the second is another scan of the first."""
    seen: list[Page] = []
    for page in pages:
        if not page.likeness:
            continue
        first = next((other for other in seen if is_alike(page, other)), None)
        if first is not None:
            yield first, page
        else:
            seen.append(page)


def is_alike(page: Page, other: Page) -> bool:
    """Whether two pages with a hash are scans of one sheet, by look and text."""
    near = bits_apart(page.likeness, other.likeness) <= MOST_DIFFERENT
    return near and is_same_text(page.text, other.text)
