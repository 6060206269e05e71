"""Words of a page as runs in points, gathered into lines that stand on one level baseline where they can.

Readers that order words by where they stand (poppler) take a line's words in order only if their baselines
agree to half an em. So a sloping line is given one baseline, and each word a box of its own around it.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pipeline.pdfa.font import DEPTHS, PLAIN
from records import Page, Word

_SMALLEST_SIZE = 2.0
"""Points; smaller text is dirt that was read as a letter, and viewers may drop it."""
_LEAST_WIDTH = 0.3
"""Points that a word takes at least, so that its scaling is never nought."""
_DEPTH_BELOW = 0.2
"""Part of a box that lies below the baseline, when the baseline is not known."""
_LEAST_GAP = 0.22
"""Ems between two words of a line: readers part words by distance, whatever spaces say."""
_LEAST_LENGTH = 0.04
"""Ems that a word keeps when it gives way to the next one: boxes of misread marks may overlap wholly."""
_TALL = 0.8
"""Which of a line's words, by height, tells the size: tall ones have ascenders and descenders."""
_TALL_WORD = 0.95
"""Height of such a word in ems; Times with Vietnamese marks."""
_LEVEL_DEGREES = 8.0
"""Up to this slope words are set level, each on the middle of its own baseline: poppler breaks a word where
its baseline moves by half a point; a level word of 40 points strays by 0.7 at its ends on a slope of 2°."""
_LOWEST = DEPTHS[PLAIN] - DEPTHS[0]
_HIGHEST = DEPTHS[-1] - DEPTHS[PLAIN]
"""Ems by which a line's baseline may run below and above a word's own, so that its box still holds it."""
_STEADY = 0.42
"""Ems by which the words of one line may stand apart; poppler parts them from 0.5."""
_ASTRAY = 0.12
"""Ems by which a box may lie off its ink at the ends of a long sloping line, to keep the line together: 1.5
points, or 6 pixels of a scan of 300 dpi."""


@dataclass(frozen=True, slots=True)
class Run:
    """A word in points of the upright page, origin bottom left."""

    text: str
    x: float
    y: float
    """Of its own baseline."""
    angle: float
    """Radians anticlockwise; 0 for a word set level."""
    length: float
    height: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line's words from left to right."""

    runs: tuple[Run, ...]
    size: float
    """Points of an em; the words' boxes are one em high."""
    level: float
    """Height at which its baseline, with the page's slope, meets the page's left edge."""
    baseline: float | None = None
    """Height of the level baseline on which its words are to stand; `None` on a slope too steep for one."""
    astray: float = 0.0
    """Points by which words may leave their ink towards that baseline."""

    @property
    def base(self) -> float:
        """Where the line stands on the whole."""
        return median(run.y for run in self.runs) if self.baseline is None else self.baseline

    @property
    def is_level(self) -> bool:
        return self.baseline is not None and all(run.angle == 0.0 for run in self.runs)

    @property
    def left(self) -> float:
        return min(run.x for run in self.runs)

    @property
    def right(self) -> float:
        return max(run.x + run.length for run in self.runs)

    @property
    def top(self) -> float:
        """Upper edge of its highest word's box, as a reader finds it."""
        return max(self.stand(run) + (1 - DEPTHS[self.depth(run)]) * self.size for run in self.runs)

    def stand(self, run: Run) -> float:
        """Where a word of the line stands: on its baseline, or as near as its box lets it."""
        if run.angle != 0.0 or self.baseline is None:
            return run.y
        lowest, highest = run.y - _LOWEST * self.size, run.y + _HIGHEST * self.size
        return min(max(self.baseline, lowest - self.astray), highest + self.astray)

    def depth(self, run: Run) -> int:
        """Number of the font whose box falls on the word where it stands."""
        wanted = DEPTHS[PLAIN] + (self.stand(run) - run.y) / self.size
        return min(range(len(DEPTHS)), key=lambda number: abs(DEPTHS[number] - wanted))

    def sized(self, size: float) -> TextLine:
        """The line in letters of another size."""
        return replace(self, size=size)


def text_lines(page: Page, scale: tuple[float, float], height: float) -> list[TextLine]:
    """The page's lines in reading order; `scale` is points a pixel, `height` that of the page in points."""
    lines = []
    slope = math.tan(math.radians(page.skew))
    for words in page.lines():
        runs = [run for word in words if (run := _run(word, page, scale, height)) is not None]
        if runs:
            lines.append(_line(runs, slope))
    return lines


def step(run: Run, after: Run) -> float:
    """Points from the beginning of a word to that of the next one, along the baseline."""
    return (after.x - run.x) * math.cos(run.angle) + (after.y - run.y) * math.sin(run.angle)


def _line(runs: Sequence[Run], slope: float) -> TextLine:
    heights = sorted(run.height for run in runs)
    size = max(heights[int(_TALL * len(heights))] / _TALL_WORD, _SMALLEST_SIZE)
    level = median(run.y + slope * run.x for run in runs)
    (line,) = on_one_baseline([TextLine(tuple(_apart(runs, size)), size, level)])
    return line


def on_one_baseline(lines: Sequence[TextLine]) -> list[TextLine]:
    """Lines side by side, given one baseline that lies within the boxes of all their words, or nearly."""
    runs = [(run, line.size) for line in lines for run in line.runs]
    lowest = max(run.y - _LOWEST * size for run, size in runs)
    highest = min(run.y + _HIGHEST * size for run, size in runs)
    size = min(line.size for line in lines)
    if lowest - highest > (_STEADY + 2 * _ASTRAY) * size:
        return [replace(line, baseline=None) for line in lines]
    if lowest <= highest:
        base, astray = min(max(median(run.y for run, _ in runs), lowest), highest), 0.0
    else:
        base = (lowest + highest) / 2
        astray = min(max((lowest - highest - _STEADY * size) / 2, 0.0), _ASTRAY * size)
    return [replace(line, baseline=base, astray=astray) for line in lines]


def _apart(runs: Sequence[Run], size: float) -> Iterator[Run]:
    """Each word, shortened where it would touch the next one."""
    for run, after in pairwise([*runs, None]):
        if run is None:
            continue
        room = step(run, after) - _LEAST_GAP * size if after is not None else run.length
        if room < run.length and after is not None and step(run, after) > 0:
            yield replace(run, length=max(room, _LEAST_LENGTH * size))
        else:
            yield run


def _run(word: Word, page: Page, scale: tuple[float, float], height: float) -> Run | None:
    text = unicodedata.normalize("NFC", "".join(word.text.split()))
    if not text:
        return None
    box = word.box
    slope = math.tan(math.radians(page.skew))
    tall = max(box.height - abs(slope) * box.width, 0.5 * box.height, 1.0)
    if word.baseline is not None and _is_sound(word):
        x0, y0, x1, y1 = word.baseline.x0, word.baseline.y0, word.baseline.x1, word.baseline.y1
    else:
        x0, x1 = box.x0, box.x1
        low = box.y1 - _DEPTH_BELOW * tall
        y0, y1 = (low - slope * box.width, low) if slope > 0 else (low, low + slope * box.width)
    if abs(y1 - y0) <= math.tan(math.radians(_LEVEL_DEGREES)) * (x1 - x0):
        y0 = y1 = (y0 + y1) / 2
    wide, high = (x1 - x0) * scale[0], (y0 - y1) * scale[1]
    return Run(
        text=text,
        x=x0 * scale[0],
        y=height - y0 * scale[1],
        angle=math.atan2(high, wide) if wide or high else 0.0,
        length=max(math.hypot(wide, high), _LEAST_WIDTH),
        height=(tall if abs(wide) >= abs(high) else box.width) * scale[1],
    )


def _is_sound(word: Word) -> bool:
    """Whether the baseline belongs to this word: about as long as its box, and near it."""
    line, box = word.baseline, word.box
    if line is None:
        return False
    length = math.hypot(line.x1 - line.x0, line.y1 - line.y0)
    longest = math.hypot(box.width, box.height)
    if not 0.5 * max(box.width, box.height) <= length <= 1.25 * longest + 2:
        return False
    reach = max(box.height, box.width if abs(line.y1 - line.y0) > abs(line.x1 - line.x0) else box.height)
    return box.y0 - reach <= min(line.y0, line.y1) and max(line.y0, line.y1) <= box.y1 + reach
