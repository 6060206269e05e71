"""Marks the words that a pen or a stamp wrote, so that nobody takes an invented digit for a printed one.

The number in "Số: …/QĐ-UBND" and the day in "ngày … tháng …" are written by hand on most signed papers, and a
recogniser of print answers with some digit all the same. Two things give the pen away: coloured ink, and
digits that are taller than the print of their own line or do not stand on its baseline. On seven real scans
handwritten digits stood 1.09 to 1.34 times as tall as the line's capitals, printed ones 0.97 to 1.05 times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import cv2
import numpy as np

from pipeline.ink import Picture
from pipeline.sheet import InkColours, Sheet
from records import Box, Line, Word

HANDWRITTEN = "handwritten"
STAMP = "stamp"

NUMBER_LABEL = re.compile(r"^s[ốóôồổo6](\W|\d|$)", re.IGNORECASE)
"""Its colon is lost where a pen stroke touches it."""
SYMBOL = re.compile(r"/|^[A-ZĐ]{1,4}[A-Za-zĐđ]?[-–][A-ZĐ]{2}")
"""What follows the number: `/CT-UBND`, or that without the stroke when the pen ran into it."""
DAY_LABEL = re.compile(r"^ng[aàáảạ]", re.IGNORECASE)
MONTH_LABEL = re.compile(r"h[áaàảâ]ng$", re.IGNORECASE)
YEAR_LABEL = re.compile(r"n[ăaâ]m$", re.IGNORECASE)
LABELS = (NUMBER_LABEL, DAY_LABEL, MONTH_LABEL, YEAR_LABEL)
LABEL_WIDTH = {NUMBER_LABEL: 1.75, DAY_LABEL: 2.8, MONTH_LABEL: 3.5, YEAR_LABEL: 2.6}
"""Widths of the printed labels in heights of a capital of Times, for where a pen stroke is glued to one."""
CAPITALS = re.compile(r"^[/\-–]?[0-9A-ZĐƯƠ]{2,}[0-9A-ZĐƯƠ/\-–]*$")
"""Words that are as tall as a capital throughout; what they measure is the line's print."""
TALLER, SHORTER = 1.075, 0.7
"""Height of a digit against the line's capitals beyond which it is not of the line's print. The tail of a Q
in every word of capitals makes them seem taller, so printed digits come down to 0.76."""
OFF_BASELINE = 0.12
"""Distance of a digit's foot from the baseline, in heights of a capital, from which a pen wrote it."""
HALF_A_PIXEL = 0.5
"""By which the top of a digit may seem higher than it is, and the top of a capital lower."""
MOSTLY = 0.5
"""Share of a word's ink that must be coloured for the word to count as coloured."""
SURELY_READ = 0.9
DOUBTFUL = 0.6
"""Words read more surely than this are print, be it coloured or under a seal."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """The place between two printed labels where a number is expected."""

    left: float
    right: float
    height: float
    """Of a printed capital of this line."""
    baseline: Line


def asks_for_figure(text: str) -> bool:
    """Whether a word is a printed label after which a number, a day, a month or a year stands."""
    return any(label.search(text) for label in LABELS)


def with_remarks(words: Sequence[Word], sheet: Sheet) -> list[Word]:
    """The words, in pixels of `sheet.grey`, with `handwritten` or `stamp` where that is what they are."""
    remarks: dict[int, str] = {}
    gaps: list[tuple[_Gap, list[int]]] = []
    for _, line in groupby(range(len(words)), key=lambda index: (words[index].block, words[index].line)):
        members = list(line)
        for gap in _gaps([words[index] for index in members]):
            inside = [index for index in members if _overlaps(words[index].box, gap)]
            gaps.append((gap, inside))
    expected = {index for _, inside in gaps for index in inside}
    if sheet.inks is not None:
        remarks |= _coloured(words, sheet, sheet.inks, expected)
    for gap, inside in gaps:
        if _is_by_hand(sheet.grey, gap):
            remarks |= dict.fromkeys(inside, HANDWRITTEN)
    return [replace(word, remark=remarks.get(index, word.remark)) for index, word in enumerate(words)]


def _overlaps(box: Box, gap: _Gap) -> bool:
    return min(box.x1, gap.right) - max(box.x0, gap.left) > 0.15 * gap.height


def _gaps(line: Sequence[Word]) -> Iterator[_Gap]:
    capitals = [word.box.height for word in line if CAPITALS.match(word.text)]
    baseline = _baseline(line)
    if not capitals or baseline is None:
        return
    # The least: handwriting glued to a word, or the tail of a Q, only ever makes it taller.
    height = min(capitals)
    for number, word in enumerate(line):
        for label, end in (
            (NUMBER_LABEL, SYMBOL),
            (DAY_LABEL, MONTH_LABEL),
            (MONTH_LABEL, YEAR_LABEL),
        ):
            if not label.search(word.text):
                continue
            rest = line[number + 1 :]
            place = next((place for place, other in enumerate(rest) if end.search(other.text)), None)
            if place is None or any(map(_is_surely_a_word, rest[:place])):
                continue
            closing = rest[place]
            left = _end_of(word, label, height)
            right = _end_before(closing, end, height)
            if 0.3 * height < right - left < 8 * height:
                yield _Gap(left, right, height, baseline)


def _is_surely_a_word(word: Word) -> bool:
    """Whether it is print that a pen would not leave: "khách hàng trong năm" asks for no month."""
    return word.confidence >= SURELY_READ and len(word.text) >= 3 and word.text.isalpha()


def _end_of(word: Word, label: re.Pattern[str], height: float) -> float:
    """Where a printed label ends: with its word, or inside it where a pen stroke is glued to its end."""
    found = label.search(word.text)
    is_glued_before = found is not None and found.start() > 1
    if is_glued_before or _is_label_alone(word, label):
        return word.box.x1
    return min(word.box.x1, word.box.x0 + LABEL_WIDTH[label] * height)


def _end_before(closing: Word, end: re.Pattern[str], height: float) -> float:
    """Where the gap ends: at the closing word, or inside it where digits are glued to it."""
    box = closing.box
    if end in LABEL_WIDTH:
        first = box.x0 if _is_label_alone(closing, end) else max(box.x0, box.x1 - LABEL_WIDTH[end] * height)
        return first - 2
    at = closing.text.find("/")
    return box.x0 + (box.width * _width(closing.text[:at]) / _width(closing.text) if at > 0 else -2.0)


def _is_label_alone(word: Word, label: re.Pattern[str]) -> bool:
    """Whether a word is surely the printed label and nothing else: wide faces set it wider than Times."""
    found = label.search(word.text)
    is_whole = found is not None and not re.search(r"\d", word.text) and len(word.text) <= 5
    return is_whole and word.confidence >= SURELY_READ


def _width(text: str) -> float:
    """How wide letters are in print, in figures: a stroke is half as wide, a capital 1.4 times."""
    return sum(0.56 if letter in "/-–.:" else 1.4 if letter.isupper() else 1.0 for letter in text)


def _baseline(line: Sequence[Word]) -> Line | None:
    """One straight baseline through the half of the words that were read most surely."""
    surest = sorted((word for word in line if word.baseline is not None), key=lambda word: -word.confidence)
    ends = [
        end
        for word in surest[: max(2, len(surest) // 2)]
        if word.baseline is not None
        for end in ((word.baseline.x0, word.baseline.y0), (word.baseline.x1, word.baseline.y1))
    ]
    if len(ends) < 2:
        return None
    xs, ys = np.array(ends).T
    slope, offset = np.polyfit(xs, ys, 1) if np.ptp(xs) > 1 else (0.0, float(ys.mean()))
    return Line(
        float(xs.min()), float(slope * xs.min() + offset), float(xs.max()), float(slope * xs.max() + offset)
    )


def _is_by_hand(grey: Picture, gap: _Gap) -> bool:
    """Whether any digit between the labels is unlike the print beside it."""
    shapes = list(_shapes(grey, gap))
    if not shapes:
        return False
    feet = [foot for _, foot in shapes]
    # Small print is measured to a pixel: a digit of 28 beside capitals of 26 is print.
    tallest = TALLER + HALF_A_PIXEL / gap.height
    # Digits that software set into a form stand higher, but all alike and as tall as print.
    is_set_by_software = max(feet) - min(feet) < 0.06 and all(height < tallest for height, _ in shapes)
    if is_set_by_software:
        return not all(height > SHORTER for height, _ in shapes)
    return any(not SHORTER < height < tallest or abs(foot) > OFF_BASELINE for height, foot in shapes)


def _shapes(grey: Picture, gap: _Gap) -> Iterator[tuple[float, float]]:
    """Height of each digit and how far its foot stands below the baseline, in heights of a capital."""
    middle = gap.baseline.y_at((gap.left + gap.right) / 2)
    top, bottom = max(0, int(middle - 1.6 * gap.height)), int(middle + 0.8 * gap.height)
    left, right = max(0, int(gap.left)), int(gap.right)
    window = grey[top:bottom, left:right]
    if min(window.shape, default=0) < 3:
        return
    _, ink = cv2.threshold(window, 160, 255, cv2.THRESH_BINARY_INV)
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8, copy=False))
    for piece in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[piece])
        is_cut = x == 0 or y == 0 or x + width == window.shape[1] or y + height == window.shape[0]
        if height < 0.45 * gap.height or area < 0.05 * gap.height**2 or (is_cut and height < gap.height):
            continue
        foot = top + y + height - gap.baseline.y_at(left + x + width / 2)
        yield height / gap.height, foot / gap.height


def _coloured(words: Sequence[Word], sheet: Sheet, inks: InkColours, expected: set[int]) -> dict[int, str]:
    remarks = {}
    for index, word in enumerate(words):
        if word.confidence >= DOUBTFUL and index not in expected:
            continue
        box = sheet.box_on_inks(word.box)
        rows, columns = slice(int(box.y0), int(box.y1) + 1), slice(int(box.x0), int(box.x1) + 1)
        ink = max(1, _ink_area(sheet.grey, word.box) * sheet.inks_per_pixel**2)
        if np.count_nonzero(inks.red[rows, columns] & inks.seals[rows, columns]) > MOSTLY * ink:
            remarks[index] = STAMP
        elif np.count_nonzero(inks.blue[rows, columns]) > MOSTLY * ink:
            remarks[index] = HANDWRITTEN
    return remarks


def _ink_area(grey: Picture, box: Box) -> float:
    window = grey[max(0, int(box.y0)) : int(box.y1) + 1, max(0, int(box.x0)) : int(box.x1) + 1]
    return float(np.count_nonzero(window < 160))
