"""Spoils exact words as an OCR engine would: for training and tests without the cost of OCR.

The confusions are those seen on Vietnamese scans: hook against tilde, lost dots below, đ and d, figures
and letters that look alike, stacked marks; words split, joined or dropped; confidence lowered where the
text is wrong, though not always.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from records import Box, Page, Word

LOOK_ALIKES = (
    "đd",
    "ĐD",
    "ăâà",
    "âăá",
    "ơóò",
    "ưuú",
    "ảãá",
    "ẻẽé",
    "ỏõó",
    "ủũú",
    "ỷỹý",
    "ạaa",
    "ịii",
    "ợơơ",
    "ậâã",
    "ấầẩẫ",
    "ếềểễ",
    "ốồổỗ",
    "ớờở",
    "ứừử",
    "ắằẳ",
    "ộôỏ",
    "ệêẻ",
    "ựưu",
    "ởớờ",
    "ẩấẫ",
    "ổốỗ",
    "ểếễ",
    "0O",
    "O0",
    "1lI",
    "l1I",
    "5S",
    "8B",
    "6G",
    "2Z",
    "71",
    "I1l",
    "S5",
    "B8",
    "G6",
    "Z2",
    "eco",
    "ce",
    "nru",
    "un",
    "hb",
    "mn",
    "ti",
    "fr",
    ".,",
    ",.",
    ":;",
    "-.",
    "ÂĂÀ",
    "ƯUÚ",
    "ƠÓÒ",
    "ẢÃÁ",
    "ẠAÀ",
    "ẤẦẨ",
    "ẾỀỂ",
    "ỐỒỔ",
    "ỘÔỒ",
    "ỆÊỀ",
)
SAID_AND_RIGHT = (
    (0.0, 0.05), (0.15, 0.13), (0.4, 0.25), (0.55, 0.45), (0.65, 0.53), (0.75, 0.68), (0.825, 0.77),
    (0.865, 0.82), (0.89, 0.89), (0.91, 0.94), (0.925, 0.96), (0.935, 0.975), (0.955, 0.983), (0.9625, 0.996),
    (0.968, 0.999), (1.0, 0.9995),
)  # fmt: skip
"""What Tesseract says of a word against the share of such words that are right, measured on 9,200 words of
drawn papers (docs/decisions/0033-confidence.md); between the points in a straight line."""
SPREAD = {row[0]: row[1:] for row in LOOK_ALIKES}


def misread(pages: Sequence[Page], rate: float, seed: int) -> tuple[Page, ...]:
    """The pages with about `rate` of their letters wrong (0 to 1); the same seed spoils the same way."""
    chance = Random(f"misread:{seed}:{rate}")  # noqa: S311 (a drawing, not a secret)
    return tuple(replace(page, words=tuple(_spoil(page.words, rate, chance))) for page in pages)


def _spoil(words: Sequence[Word], rate: float, chance: Random) -> list[Word]:
    spoiled: list[Word] = []
    for word in words:
        letters = len(word.text)
        # A dropped, split or joined word costs several letters at once, so it is rarer than a wrong letter.
        if chance.random() < rate * 0.12 * min(letters, 4) / 4:
            continue
        read = _letters(word.text, rate * 0.85, chance)
        if not read:
            continue
        shaken = replace(word, text=read, confidence=_confidence(word.text, read, rate, chance))
        if letters > 3 and chance.random() < rate * 0.5:
            spoiled.extend(_split(shaken, chance))
        elif spoiled and _is_neighbour(spoiled[-1], shaken) and chance.random() < rate * 0.3:
            spoiled[-1] = _joined(spoiled[-1], shaken)
        else:
            spoiled.append(shaken)
    return spoiled


def _letters(text: str, rate: float, chance: Random) -> str:
    read = []
    for letter in text:
        if chance.random() >= rate:
            read.append(letter)
            continue
        roll = chance.random()
        if letter in SPREAD and roll < 0.8:
            read.append(chance.choice(SPREAD[letter]))
        elif roll < 0.85:
            read.append(_without_mark(letter, chance))
        elif roll < 0.93:
            continue
        else:
            read.append(letter + chance.choice(".,'`ilj"))
    return unicodedata.normalize("NFC", "".join(read))


def _without_mark(letter: str, chance: Random) -> str:
    """The letter with its last mark lost, or another small letter where it has none."""
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) > 1:
        return unicodedata.normalize("NFC", parts[:-1])
    if letter.isdigit():
        return chance.choice("0123456789")
    if not letter.isalpha():
        return ""
    other = chance.choice("aceinorstu")
    return other.upper() if letter.isupper() else other


def _confidence(text: str, read: str, rate: float, chance: Random) -> float:
    """Right words mostly high, wrong ones mostly low, with the overlap that real engines show."""
    if text == read:
        said = min(1.0, max(0.3, chance.gauss(0.95 - rate, 0.03 + rate / 2)))
    else:
        said = min(0.97, max(0.05, chance.gauss(0.62, 0.2)))
    return round(_calibrated(said), 4)


def _calibrated(said: float) -> float:
    """What a reader who knows this engine makes of its confidence."""
    at = min(max(1, bisect_right([point for point, _ in SAID_AND_RIGHT], said)), len(SAID_AND_RIGHT) - 1)
    (x0, y0), (x1, y1) = SAID_AND_RIGHT[at - 1], SAID_AND_RIGHT[at]
    return y0 + (y1 - y0) * (said - x0) / (x1 - x0)


def _split(word: Word, chance: Random) -> list[Word]:
    at = chance.randrange(1, len(word.text)) if len(word.text) > 1 else 1
    if at >= len(word.text):
        return [word]
    middle = word.box.x0 + word.box.width * at / len(word.text)
    left = Box(word.box.x0, word.box.y0, middle, word.box.y1)
    right = Box(middle, word.box.y0, word.box.x1, word.box.y1)
    return [
        replace(word, text=word.text[:at], box=left, baseline=None),
        replace(word, text=word.text[at:], box=right, baseline=None),
    ]


def _is_neighbour(left: Word, right: Word) -> bool:
    return (left.block, left.line) == (right.block, right.line)


def _joined(left: Word, right: Word) -> Word:
    return replace(
        left,
        text=left.text + right.text,
        box=Box.around((left.box, right.box)),
        confidence=min(left.confidence, right.confidence),
        baseline=None,
    )
