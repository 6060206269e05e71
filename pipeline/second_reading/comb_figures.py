"""Figures that stand in a row of printed boxes, one to a box, are read without their frames.

Personal numbers (Mẫu CT01) and tax codes (Mẫu 01/LPTB) are written so; read with the frames, every upright
becomes an I, a 1 or a bracket.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from pipeline import line_reader
from pipeline.combs import INK, STANDS_MM, Comb, combs_on
from pipeline.ink import Picture
from pipeline.ocr import Engine, RecognitionOptions
from pipeline.second_reading.voting import DISAGREEMENT
from records import Box, Line, Word

FEWEST_FIGURES = 5
"""Below so many nothing is replaced; a row half filled in is as likely something else."""
INSET_MM = 0.42
"""From the middle of a frame's line to what is read: lines are 0.2 to 0.4 mm thick, and lean."""
SPECK_MM = 0.55
"""Extent of ink below which a box is empty."""
DASH_MM = 0.9
"""Height of ink up to which a wide mark is a dash."""
FOOT = 0.24
"""Of a box's height, from its lower side up to what figures stand on."""
DOUBTFUL = 0.8
"""Confidence of a word below which its row is looked at: rows of boxes were read with 0.05 to 0.1."""
FIGURES = "0123456789"
SUREST = 0.98
UNSURE = 0.6
"""Confidence at most of a row where two readers differ or a figure was not to be had."""


@dataclass(frozen=True, slots=True)
class CombReader:
    """Reads what stands in the boxes: our own recogniser and, where it can be had, Tesseract."""

    other: Engine | None
    options: RecognitionOptions
    dpi: float

    def read(self, grey: Picture, comb: Comb) -> Word | None:
        """The row as one word without line and block; `None` where hardly any box holds a figure."""
        cells = [_inside(grey, comb, place, self.dpi) for place in range(len(comb.uprights) - 1)]
        signs = [_sign(cell, self.dpi) for cell in cells]
        figures = [cell for cell, sign in zip(cells, signs, strict=True) if sign == "?"]
        if len(figures) < FEWEST_FIGURES:
            return None
        strip = _side_by_side(figures, self.dpi)
        own = line_reader.read_lines([strip], characters=FIGURES)[0]
        said, sure = (
            "".join(word.text for word in own.words),
            min((w.confidence for w in own.words), default=0.0),
        )
        other = self._other(strip)
        best = next((text for text in (said, other) if len(text) == len(figures)), "")
        if not best:
            return None
        is_agreed = said == other
        filled = [place for place, sign in enumerate(signs) if sign]
        box = Box(comb.uprights[filled[0]], comb.box.y0, comb.uprights[filled[-1] + 1], comb.box.y1)
        text = _with_dashes(best, signs)
        word = Word(text=text, box=box, confidence=min(sure, SUREST if is_agreed or not other else UNSURE))
        rival = next((text for text in (said, other) if text and text != best), "")
        return replace(word, remark=DISAGREEMENT, other=rival) if rival else word

    def _other(self, strip: Picture) -> str:
        if self.other is None:
            return ""
        asked = replace(self.options, is_one_line=True, characters=FIGURES)
        return "".join(word.text for word in self.other.recognise(strip, dpi=self.dpi, options=asked))


def with_combs(words: Sequence[Word], grey: Picture, reader: CombReader) -> list[Word]:
    """The words of a level page, those in rows of boxes replaced by one for each row.

    Only rows of doubtful words are looked at: nothing read between uprights is sure. Without our own
    recogniser all words stay.
    """
    out = list(words)
    if not line_reader.is_available():
        return out
    for comb in combs_on(grey, reader.dpi, list(_doubtful_rows(words, reader.dpi / 25.4))):
        within = [word for word in out if word.box.overlap(comb.box) > 0.5 * word.box.area]
        read = reader.read(grey, comb) if within else None
        if read is not None and _is_touched(out, within, comb):
            read = replace(read, confidence=min(read.confidence, UNSURE), remark=DISAGREEMENT)
        if read is not None:
            out = _replaced(out, within, read, comb.box)
    return out


def _replaced(words: Sequence[Word], within: Sequence[Word], read: Word, box: Box) -> list[Word]:
    """The words without those within the row, which stands in place of the first of them."""
    first = min(within, key=lambda word: word.box.x0)
    base = box.y1 - FOOT * box.height
    baseline = first.baseline or Line(box.x0, base, box.x1, base)
    placed = replace(read, line=first.line, block=first.block, baseline=baseline)
    gone = {id(word) for word in within if word is not first}
    return [placed if word is first else word for word in words if id(word) not in gone]


def _is_touched(words: Sequence[Word], within: Sequence[Word], comb: Comb) -> bool:
    """Whether a doubtful word reaches into or up to the row: boxes may have been missed at its end."""
    box, reach = comb.box, 0.7 * comb.box.height
    around = Box(box.x0 - reach, box.y0, box.x1 + reach, box.y1)
    beside = [word for word in words if word not in within and word.confidence < DOUBTFUL]
    outside = any(word.box.x0 < around.x0 or word.box.x1 > around.x1 for word in within)
    return outside or any(word.box.overlap(around) > 0.2 * word.box.area for word in beside)


def _doubtful_rows(words: Sequence[Word], per_mm: float) -> Iterator[tuple[int, int]]:
    """First and last row of the page around doubtful words, those that meet joined."""
    reach = STANDS_MM * per_mm
    doubtful = [word.box for word in words if word.confidence < DOUBTFUL and len(word.text) > 1]
    first, last = 0, -1
    for box in sorted(doubtful, key=lambda box: box.y0):
        if box.y0 - reach > last:
            if last > first:
                yield first, last
            first = max(0, int(box.y0 - reach))
        last = max(last, int(box.y1 + reach))
    if last > first:
        yield first, last


def _inside(grey: Picture, comb: Comb, place: int, dpi: float) -> Picture:
    """What stands within the frame of a box."""
    inset = INSET_MM * dpi / 25.4
    top = max(comb.tops[place : place + 2]) + inset
    bottom = min(comb.bottoms[place : place + 2]) - inset
    left, right = comb.uprights[place] + inset, comb.uprights[place + 1] - inset
    return grey[round(top) : round(bottom) + 1, round(left) : round(right) + 1]


def _sign(cell: Picture, dpi: float) -> str:
    """`?` for a figure, a dash for a dash, nothing for an empty box."""
    extent = _extent(cell)
    if extent is None:
        return ""
    top, bottom, left, right = extent
    high, wide = (bottom - top) * 25.4 / dpi, (right - left) * 25.4 / dpi
    if max(high, wide) < SPECK_MM:
        return ""
    return "-" if high < DASH_MM and wide > 1.3 * high else "?"


def _extent(cell: Picture) -> tuple[int, int, int, int] | None:
    """First and last row and column of the largest pieces of ink."""
    if not cell.size:
        return None
    paper = float(np.percentile(cell, 90))
    ink = np.asarray(cell < INK * paper, np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    pieces = stats[1:]
    if not len(pieces):
        return None
    pieces = pieces[pieces[:, 4] >= 0.1 * pieces[:, 4].max()]
    left, top = pieces[:, 0].min(), pieces[:, 1].min()
    right, bottom = (pieces[:, 0] + pieces[:, 2]).max(), (pieces[:, 1] + pieces[:, 3]).max()
    return int(top), int(bottom), int(left), int(right)


def _side_by_side(cells: Sequence[Picture], dpi: float) -> Picture:
    """The figures as one line on white, as close as print sets them."""
    gap = max(2, round(0.35 * dpi / 25.4))
    height = max(cell.shape[0] for cell in cells)
    parts = [_cropped(cell, height, gap) for cell in cells]
    line = np.concatenate(parts, axis=1)
    rows = np.flatnonzero((line < INK * 255).any(axis=1))
    line = line[rows[0] : rows[-1] + 1] if len(rows) else line
    framed = cv2.copyMakeBorder(np.ascontiguousarray(line), 4, 4, 4, 4, cv2.BORDER_CONSTANT, value=(255,))
    return np.asarray(framed, np.uint8)


def _cropped(cell: Picture, height: int, gap: int) -> Picture:
    extent = _extent(cell)
    left, right = (0, cell.shape[1]) if extent is None else extent[2:]
    paper = max(1.0, float(np.percentile(cell, 90)))
    bright = np.asarray(np.minimum(255, cell[:, left:right] * (255 / paper)), np.uint8)
    below = height - cell.shape[0]
    framed = cv2.copyMakeBorder(
        bright, 0, below, gap // 2 + 1, gap // 2 + 1, cv2.BORDER_CONSTANT, value=(255,)
    )
    return np.asarray(framed, np.uint8)


def _with_dashes(figures: str, signs: Sequence[str]) -> str:
    """The figures in their boxes' order with the dashes between them; empty boxes are left out."""
    left = iter(figures)
    return "".join(next(left) if sign == "?" else sign for sign in signs)
