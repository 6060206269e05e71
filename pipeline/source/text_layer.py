"""Decides whether a page's own text may stand for the page, by the page's ink and by how the text reads.

"Has text, so skip recognition" loses the page that matters: each real signed scan carries its signature stamp
as text over a page of ink. The words must cover the ink that looks like writing, and read like a language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.source.plausibility import Plausibility, plausibility_of
from pipeline.source.shapes import Pixels
from records import Box, Word

ENOUGH_COVERAGE = 0.80
"""Part of the writing under the words' boxes. Born-digital pages were measured at 0.89 and more, with seal
and signature on them; stamped scans at 0.08 and less. What is missing may be a picture of a table."""
ENOUGH_PLAUSIBILITY = 0.90
"""Part of the characters in words that could be words: 0.96 and more in sound layers, 0.85 in bad ones."""
MOST_UNSURE = 0.02
"""Part of the letters that may be unknown (a bullet, a sign of Symbol); more of them and the page is read."""
MOST_OVERLAP = 0.2
"""Part of the words' area that two words may share; letters of one line reach into the next by less."""
_WORKING_DPI = 100.0
_CONTRAST = 18
_WINDOW_PIXELS = 31
_LETTER_MM = (0.5, 9.0)
"""Heights of writing, stops and marks left out; ink outside these is lines, pictures and dirt."""
_LONGEST_MM = 35.0
_LEAST_TRACE = 8
"""Levels of 255 between the darkest and lightest dot under a word; letters of a 7 % grey have 18."""
_DENSE = 40
"""Pixels of a box above which every other one is looked at: strokes are three and more wide there."""
_MOST_PIXELS = 100_000_000
"""At the working resolution; a larger page is not checked for overlaps."""
_OFTEN = 9
_LEAST_INK_PIXELS = 12
"""Less writing than a few stops at the working resolution: the page shows nothing."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Whether the page's own text is taken, and why, in Vietnamese."""

    is_trusted: bool
    coverage: float
    """Part of the ink that looks like writing which lies under the words, 0 to 1."""
    why: str
    needs_proof: bool = False
    """True of trusted text that is not Vietnamese: only the picture can say that its letters are right."""


def judge(words: Sequence[Word], pixels: Pixels, dpi: float) -> Trust:
    """Judges the words that a page brings along against its picture at the same `dpi`.

    `pixels` is `(H, W)` grey or `(H, W, 3)` RGB, uint8; the words' boxes are in its pixels.
    """
    if not words:
        return Trust(False, 0.0, "Trang không có lớp chữ.")
    reading = plausibility_of(word.text for word in words)
    fault = _fault_of_text(words, reading, dpi)
    if fault:
        return Trust(False, 0.0, fault)
    coverage = coverage_of(words, pixels, dpi)
    if coverage < ENOUGH_COVERAGE:
        return Trust(False, coverage, "Lớp chữ của tệp chỉ phủ một phần chữ trên trang.")
    why = "Lớp chữ của tệp khớp với chữ trên trang."
    return Trust(True, coverage, why, needs_proof=not reading.is_vietnamese)


def _fault_of_text(words: Sequence[Word], reading: Plausibility, dpi: float) -> str:
    """Why the words cannot be the text of any page, in Vietnamese; empty for sound ones."""
    if _share_of_unsure(words) > MOST_UNSURE:
        return "Lớp chữ của tệp dùng phông chữ không rõ bảng mã."
    if reading.score < ENOUGH_PLAUSIBILITY:
        return "Lớp chữ của tệp không đọc được thành lời."
    if reading.has_lost_marks:
        return "Lớp chữ của tệp bị mất dấu tiếng Việt."
    if _overlap(words, dpi) > MOST_OVERLAP:
        return "Lớp chữ của tệp có nhiều chữ chồng lên nhau."
    return ""


def shown_words(words: Sequence[Word], pixels: Pixels) -> tuple[Word, ...]:
    """The words that leave a trace on the page's picture, whose pixels their boxes are in.

    Text may stand in a file and on no page: on a layer that is switched off, white on white, off the edge.
    """
    height, width = pixels.shape[:2]
    return tuple(word for word in words if _has_ink(word.box.clipped(width, height), pixels))


def _has_ink(box: Box, pixels: Pixels) -> bool:
    rows, columns = slice(int(box.y0), int(box.y1) + 1), slice(int(box.x0), int(box.x1) + 1)
    patch = pixels[rows, columns]
    patch = patch[::2, ::2] if min(patch.shape[:2]) > _DENSE else patch
    return box.area > 0 and patch.size > 0 and int(patch.max()) - int(patch.min()) >= _LEAST_TRACE


def _share_of_unsure(words: Sequence[Word]) -> float:
    """Part of the letters in words that the file does not spell for sure."""
    letters = sum(len(word.text) for word in words)
    return sum(len(word.text) for word in words if word.confidence <= 0.0) / max(1, letters)


def _overlap(words: Sequence[Word], dpi: float) -> float:
    """Part of the area under the words that lies under two of them or more, 0 to 1."""
    scale = min(1.0, _WORKING_DPI / dpi)
    width = max(word.box.x1 for word in words) * scale
    height = max(word.box.y1 for word in words) * scale
    if not 0 < width * height < _MOST_PIXELS:
        return 0.0
    times = np.zeros((int(height) + 1, int(width) + 1), np.uint8)
    for word in words:
        box = word.box.scaled(scale).clipped(width, height)
        patch = times[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)]
        patch += patch < _OFTEN
    return float((times > 1).sum() / max(1, (times > 0).sum()))


def coverage_of(words: Sequence[Word], pixels: Pixels, dpi: float) -> float:
    """Part of the ink that looks like writing which lies under the words' boxes, 0 to 1; 0 for no ink."""
    scale = min(1.0, _WORKING_DPI / dpi)
    writing = _writing(_grey(pixels, scale), dpi * scale)
    total = int(writing.sum())
    if total < _LEAST_INK_PIXELS:
        return 0.0
    under = np.zeros(writing.shape, bool)
    height, width = writing.shape
    for word in words:
        box = word.box.scaled(scale).clipped(width, height)
        under[max(0, int(box.y0) - 1) : int(box.y1) + 2, max(0, int(box.x0) - 1) : int(box.x1) + 2] = True
    return float((writing & under).sum() / total)


def _grey(pixels: Pixels, scale: float) -> Pixels:
    grey = pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    if scale >= 1.0:
        return grey
    return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _writing(grey: Pixels, dpi: float) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Ink in pieces of the size of letters and words: `(H, W)` bool."""
    ink = cv2.adaptiveThreshold(
        grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _WINDOW_PIXELS, _CONTRAST
    )
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    millimetres = dpi / 25.4
    tall, wide = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    is_letter = (np.maximum(tall, wide) >= _LETTER_MM[0] * millimetres) & (
        tall <= _LETTER_MM[1] * millimetres
    )
    is_letter &= wide <= _LONGEST_MM * millimetres
    is_letter &= (wide < 8 * tall) | (tall > 1.2 * millimetres)  # a rule is long and thin
    is_letter[0] = False
    kept: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = is_letter[labels]
    return kept
