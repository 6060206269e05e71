"""What was read on a scanned paper, kept beside it on the desk: its places are found by these words.

Only pages whose file holds no text that can be trusted are in it; on the others the file's own text is
nearer to the truth. Bounded, since a stranger's scan decides how much is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from records import Page, TextOrigin
from signing.appearance import PageWord

SCHEMA = 1
MOST_WORDS = 20_000
LONGEST_WORD = 100
MOST_BYTES = 4 << 20
POINTS_AN_INCH = 72.0
CAPITAL = 9.0
"""Points of a capital's width at the size 13 of number and place (Decree 30/2020, Appendix I)."""


def page_words(page: Page) -> Iterator[PageWord]:
    """The words of a page in points as it is shown, from the bottom left.

    None where the page had to be turned to be read: what is printed on it level would stand across its text.
    """
    if page.rotation or page.dpi <= 0:
        return
    points = POINTS_AN_INCH / page.dpi
    for word in page.words:
        box = word.box
        place = (box.x0, page.height - box.y1, box.x1, page.height - box.y0)
        left, bottom, right, top = (edge * points for edge in place)
        yield from _parted(PageWord(page.number, word.text, (left, bottom, right, top)))


def _parted(word: PageWord) -> Iterator[PageWord]:
    text, (left, bottom, right, top) = word.text, word.box
    joint = len(symbol_in(text)) if "/" in text else len(text)
    if joint == len(text):
        yield word
        return
    middle = min(left + joint * CAPITAL, left + (right - left) * joint / len(text))
    rest = max(right - (len(text) - joint) * CAPITAL, middle)
    yield PageWord(word.page, text[:joint], (left, bottom, middle, top))
    yield PageWord(word.page, text[joint:], (rest, bottom, right, top))


def symbol_in(text: str) -> str:
    """`UBND-VP` of `UBND-VPThử`: recognisers join symbol and place over the gap between the columns."""
    joint = next((at for at in range(1, len(text) - 1) if text[at].isupper() and text[at + 1].islower()), 0)
    return text[:joint] if joint and "-" in text[:joint] else text


def write_words(pages: Iterable[Page], target: Path) -> bool:
    """Writes the words of the pages that were recognised; whether there were any to write."""
    told: dict[int, list[list[object]]] = {}
    count = 0
    for page in pages:
        if page.origin is not TextOrigin.RECOGNISED:
            continue
        for word in page_words(page):
            if len(word.text) <= LONGEST_WORD and count < MOST_WORDS:
                edges = (round(edge, 2) for edge in word.box)
                told.setdefault(page.number, []).append([word.text, *edges])
                count += 1
    if told:
        held = {
            "schema": SCHEMA,
            "pages": [{"page": number, "words": words} for number, words in told.items()],
        }
        target.write_text(json.dumps(held, ensure_ascii=False, allow_nan=False), encoding="utf-8")
    return bool(told)


def read_words(path: Path | None) -> tuple[PageWord, ...] | None:
    """The words at `path`; `None` where there are none, and the file's own text is all there is."""
    if path is None or not path.is_file() or path.stat().st_size > MOST_BYTES:
        return None
    held = json.loads(path.read_text(encoding="utf-8"))
    found = tuple(
        PageWord(int(page["page"]), str(text), (left, bottom, right, top))
        for page in held["pages"]
        for text, left, bottom, right, top in page["words"]
    )
    return found or None


def of_first_page(words: Sequence[PageWord] | None) -> Sequence[PageWord] | None:
    """The words by which number and date are placed; `None` where page 1 has text of its own."""
    return words if words and any(word.page == 1 for word in words) else None
