"""Doubtful values after a label that asks for figures are read once more with figures alone.

"Số định danh:", "ngày", "thửa đất số" and "diện tích" leave no choice of letters, so a reader that may choose
among figures only says something new. It is a doubt as much as a repair: where it differs the word says so,
and what was read surely is never replaced. Codes that hold letters (`12a`, `07/QĐ-UBND`) are left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from classifiers.extraction.folding import fold_words
from pipeline import line_reader
from pipeline.ink import Picture
from pipeline.ocr import Engine, LineRead, RecognitionOptions
from pipeline.second_reading.budget import SURE, width
from pipeline.second_reading.voting import CLEAR, DISAGREEMENT
from records import Word

FIGURES = "0123456789./-,"
"""What a number is written with: "079088012345", "12.500.000", "20/3/2024"."""
LIKE_FIGURES = frozenset("OoQDlI|!ıSsZzBg")
"""Letters that are read where a worn figure stands."""
ASKS = re.compile(
    r"(?:^| )(?:so|thang|(?:ngay|nam)(?: (?:sinh|cap|mat|ky|dang ky|het han))?|cccd|cmnd"
    r"|can cuoc|dinh danh(?: ca nhan)?|thua(?: dat)?|ban do|dien tich|dien thoai|fax"
    r"|ma so thue|von dieu le|so tien)(?: \d+)*$"
)
"""Ends of folded text, after which figures stand; further figures may stand between."""
BEFORE = 6
"""Words before a value in which its label is looked for."""
UNCLEAR = 0.85
"""Confidence that a value on which readings differ has at most: fields of it go to a person."""
HEARD = 0.5
"""Confidence below which another engine's answer with figures alone is no answer: it must say something."""
FRAME = 6
"""White pixels around the picture of a value."""
COST = 1.3
"""What reading a value takes by both ways, as a share of what Tesseract takes for a line as wide."""


@dataclass(frozen=True, slots=True)
class FigureReader:
    """Reads the picture of a value as figures: our own recogniser and, where it can be had, Tesseract."""

    other: Engine
    options: RecognitionOptions
    dpi: float

    def read(self, picture: Picture) -> tuple[str, str]:
        """What our own recogniser says, and what Tesseract says; empty where one is not sure of anything."""
        own = line_reader.read_lines([picture], characters=FIGURES)[0].text
        asked = replace(self.options, is_one_line=True, characters=FIGURES)
        words = self.other.recognise(picture, dpi=self.dpi, options=asked)
        is_heard = bool(words) and min(word.confidence for word in words) >= HEARD
        return _bare(own), _bare("".join(word.text for word in words)) if is_heard else ""


def with_figures(
    lines: Sequence[LineRead], said: Sequence[Sequence[Word]], reader: FigureReader, left: float
) -> list[list[Word]]:
    """The words of each line with doubtful values weighed anew; `left` line widths may be spent on it."""
    out = [list(words) for words in said]
    for number, place in sorted(_asked(lines, said), key=lambda at: said[at[0]][at[1]].confidence):
        word = said[number][place]
        cut = _cut(lines[number], word)
        left -= COST * width(replace(lines[number], picture=replace(lines[number].picture, picture=cut)))
        if left < 0:
            break
        out[number][place] = weighed(word, *reader.read(cut))
    return out


def weighed(word: Word, own: str, other: str) -> Word:
    """A doubtful value once two readers have read it as figures; empty for a reader that says nothing."""
    text = _bare(word.text)
    rival = other if other and other != text else ""
    if not rival:
        return word
    doubted = replace(word, remark=DISAGREEMENT, confidence=min(word.confidence, UNCLEAR))
    is_replaced = own == rival and word.confidence < CLEAR
    return replace(doubted, text=rival, other=word.text) if is_replaced else replace(doubted, other=rival)


def _bare(text: str) -> str:
    return text.replace(" ", "").strip(".,-/:;()")


def _asked(lines: Sequence[LineRead], said: Sequence[Sequence[Word]]) -> Iterator[tuple[int, int]]:
    """Line and place of the doubtful values that stand after a label for figures."""
    rows: dict[int, list[tuple[Word, int, int]]] = defaultdict(list)
    for number, (line, words) in enumerate(zip(lines, said, strict=True)):
        rows[line.picture.line] += [(word, number, place) for place, word in enumerate(words)]
    for row in rows.values():
        ordered = sorted(row, key=lambda entry: entry[0].box.x0)
        for at, (word, number, place) in enumerate(ordered):
            if word.confidence >= SURE or not _may_be_figures(word.text):
                continue
            before = " ".join(entry[0].text for entry in ordered[max(0, at - BEFORE) : at])
            if ASKS.search(fold_words(before)):
                yield number, place


def _may_be_figures(text: str) -> bool:
    bare = _bare(text)
    others = [letter for letter in bare if letter not in FIGURES]
    return any(map(str.isdigit, bare)) and all(letter in LIKE_FIGURES for letter in others)


def _cut(line: LineRead, word: Word) -> Picture:
    picture = line.picture.picture
    left = max(0, int(word.box.x0 - line.picture.left) - 2)
    right = min(picture.shape[1], int(word.box.x1 - line.picture.left) + 3)
    window = picture[:, left : max(right, left + 1)]
    framed = cv2.copyMakeBorder(window, 0, 0, FRAME, FRAME, cv2.BORDER_CONSTANT, value=(255,))
    return np.asarray(framed, np.uint8)
