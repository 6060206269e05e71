"""Rids words of what programs and recognisers leave in them and nobody reads: ligatures, leaders, odd blanks.

What is printed stays as printed: tone placement, capitals, superscripts. Only signs that stand for others, or
for nothing, are resolved, in the same way for a file's own text and for recognised text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from records import Box, Line, Word

_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
_LOOK_ALIKES = {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"}
"""Letters of other languages that fonts and old keyboards put for đ; they print the same."""
_BULLETS = {
    "\uf0b7": "•", "\uf0a7": "▪", "\uf06e": "■", "\uf071": "□", "\uf06f": "□", "\uf0a8": "□", "\uf072": "□",
    "\uf0fe": "☑", "\uf0fd": "☒", "\uf0fc": "✓", "\uf0fb": "✗", "\uf0d8": "➢", "\uf0e8": "→", "\uf0e0": "→",
    "\uf076": "❖", "\uf02d": "-", "\uf0be": "–", "\uf02a": "*", "\uf0b0": "°", "\uf0b3": "≥", "\uf0a3": "≤",
    "\uf0b4": "×", "\uf0b1": "±",
}  # fmt: skip
"""Private characters under which office programs store signs of Symbol and Wingdings."""
_SIGNS = str.maketrans(_LIGATURES | _LOOK_ALIKES | _BULLETS)
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)
"""Soft hyphens, zero-width signs, marks of direction and variant selectors."""
_BLANKS = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_POINTS = re.compile(r"[.…·‧∙_](?:[.,…·‧∙_]*[.…·‧∙_])?")
_LENGTHS = {"…": 3, "_": 2}
_SHORTEST_LEADER = 5
"""Points, an ellipsis being three and an underscore two; `v.v...` and `…` are no line to write on."""


def tidy(text: str) -> str:
    """`text` in NFC with single blanks, plain letters for ligatures, and nothing that cannot be seen."""
    if "\0" in text:  # for letters without a code in hard PDFs; no database on a server keeps it
        text = text.replace("\0", "")
    if text.isascii():
        return _BLANKS.sub(" ", text).strip()
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", text).translate(_SIGNS))
    return _BLANKS.sub(" ", seen).strip()


def tidy_words(words: Iterable[Word]) -> tuple[Word, ...]:
    """The words tidied: parted at blanks and dotted leaders, without those that were nothing else.

    `Số:……/QĐ-UBND` becomes `Số:` and `/QĐ-UBND`, each with its share of the box by its letters.
    """
    return tuple(part for word in words for part in _parts(word))


def _parts(word: Word) -> Iterator[Word]:
    text = tidy(word.text)
    start = 0
    for gap in (*_gaps(text), (len(text), len(text))):
        if gap[0] > start:
            yield (
                word
                if text == word.text and gap[0] - start == len(text)
                else _piece(word, text, start, gap[0])
            )
        start = gap[1]


def _gaps(text: str) -> list[tuple[int, int]]:
    """Where blanks and leaders begin and end."""
    if text.isalnum():
        return []
    leaders = [found.span() for found in _POINTS.finditer(text) if _length(found.group()) >= _SHORTEST_LEADER]
    return sorted(leaders + [(at, at + 1) for at, letter in enumerate(text) if letter == " "])


def _length(points: str) -> int:
    return sum(_LENGTHS.get(point, 1) for point in points)


def _piece(word: Word, text: str, start: int, end: int) -> Word:
    """The letters from `start` to `end` of a level word, as wide as their part of its letters."""
    first, last = start / len(text), end / len(text)
    box, line = word.box, word.baseline
    width = box.x1 - box.x0
    return replace(
        word,
        text=text[start:end],
        box=Box(box.x0 + width * first, box.y0, box.x0 + width * last, box.y1),
        baseline=None if line is None else Line(*_point(line, first), *_point(line, last)),
        other="",
    )


def _point(line: Line, share: float) -> tuple[float, float]:
    return line.x0 + (line.x1 - line.x0) * share, line.y0 + (line.y1 - line.y0) * share
