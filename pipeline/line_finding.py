"""Finds the lines of text on a level page: letters side by side are words, words on one foot are lines.

Tesseract's layout analysis takes a quarter of the time of reading a page, and on worn pages it takes text
for pictures, tables or vertical writing, and reads two columns as one. Letters that stand side by side need
no such guess.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from pipeline.median import median_of
from pipeline.pieces import Indices, Numbers, Pieces
from records import Box, Line

SMALLEST, TALLEST = 0.4, 1.8
"""Letters are this high against the ordinary letter of the page; taller ones need a neighbour like them."""
WITHIN_WORD = 0.5
"""Gap, in heights of a letter, that is bridged within a word."""
ROW_GAP = 9.0
"""Gap in ordinary letters beyond which what stands on the same foot is another line."""
NEAR_GAP = 2.2
"""Gap in ordinary letters between words of a sentence; beyond it the feet must agree more closely."""
SMALL_PRINT, FEWEST_SMALL = 0.5, 8
"""Height of small print against the ordinary letter, and the letters that make a line of it and no specks."""
SHARED = 0.2
"""Share of a line's letters that make a height one of its heights."""
FILLED = 0.22
"""Least share of its box that an ordinary piece of a title fills; of signatures it was 0.08 to 0.2."""
OFF_FOOT, OFF_FOOT_FAR = 0.42, 0.22
"""How far the feet of two neighbours may differ, in heights of a letter."""


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A line of text and the letters in it."""

    letters: Indices
    """Numbers of pieces, from left to right."""
    baseline: Line
    x_height: float
    box: Box
    """Around the letters, without marks that stand apart."""
    row: int = 0
    """What stands on the same foot in different columns is one row."""

    def base_at(self, x: Numbers) -> Numbers:
        """Height of the baseline at each `x`, pixels from the top."""
        base = self.baseline
        return base.y0 + (base.y1 - base.y0) * (x - base.x0) / max(base.x1 - base.x0, 1.0)

    @property
    def base_at_middle(self) -> float:
        return (self.baseline.y0 + self.baseline.y1) / 2


@dataclass(slots=True)
class _Chain:
    """A line while its words are being strung together."""

    words: list[Indices] = field(default_factory=list)
    right: float = 0.0
    foot: float = 0.0
    height: float = 0.0


def find_lines(pieces: Pieces) -> list[FoundLine]:
    """The lines of a level page from top to bottom, from left to right where they stand side by side."""
    size = pieces.letter_height
    if size <= 0:
        return []
    lines = _lines(pieces, size, _letters(pieces, size))
    # Signature stamps and footnotes are half as high; on a page of them nothing is left to look at.
    print_size = SMALL_PRINT * size
    small = np.intersect1d(_letters(pieces, print_size), _far_from(pieces, lines))
    others = _lines(pieces, print_size, small) if len(small) >= FEWEST_SMALL else []
    return _in_rows(lines + [line for line in others if _is_dense(pieces, line)])


def _is_dense(pieces: Pieces, line: FoundLine) -> bool:
    """Whether small pieces follow one another as letters do, and not as specks and dots that lie level."""
    count = len(line.letters)
    off = pieces.bottom[line.letters] - line.base_at(pieces.centre_x[line.letters])
    is_level = float(np.mean(np.abs(off) < 0.2 * line.x_height)) > 0.6
    return is_level and count >= FEWEST_SMALL and line.box.width < 1.7 * count * line.x_height


def _far_from(pieces: Pieces, lines: list[FoundLine]) -> Indices:
    """Pieces that are neither in a line nor so close to one that they may be marks of it."""
    is_far = np.ones(len(pieces.left), np.bool_)
    for line in lines:
        base, x_height = line.base_at(pieces.centre_x), line.x_height
        beside = (pieces.right > line.box.x0 - x_height) & (pieces.left < line.box.x1 + x_height)
        is_far &= ~(beside & (pieces.bottom > base - 2.6 * x_height) & (pieces.top < base + 1.3 * x_height))
    return np.flatnonzero(is_far)


def _lines(pieces: Pieces, size: float, letters: Indices) -> list[FoundLine]:
    """Lines of these letters, which are about as high as `size`."""
    if not len(letters):
        return []
    words = list(_words(pieces, letters, size))
    slope = _slope(pieces, words)
    foot = pieces.bottom - slope * pieces.centre_x
    lines = []
    for chain in _chains(pieces, words, foot, size):
        found = _fitted(pieces, np.concatenate(chain.words), slope)
        if found is not None and _is_text(pieces, found, size):
            lines.append(found)
    return _without_mess(lines)


def _in_rows(lines: list[FoundLine]) -> list[FoundLine]:
    """Lines numbered by rows, from top to bottom and from left to right."""
    rows: list[list[FoundLine]] = []
    for line in sorted(lines, key=lambda line: line.base_at_middle):
        beside = (row for row in rows[-3:] if all(_on_one_foot(line, other) for other in row))
        row = next(beside, None)
        if row is None:
            rows.append(row := [])
        row.append(line)
    return [
        replace(line, row=number)
        for number, row in enumerate(rows)
        for line in sorted(row, key=lambda line: line.box.x0)
    ]


def _on_one_foot(line: FoundLine, other: FoundLine) -> bool:
    if min(line.box.x1, other.box.x1) > max(line.box.x0, other.box.x0):
        return False
    # Each carried half of the way: over the width of a page a hundredth of a degree is a pixel.
    between = (max(line.box.x0, other.box.x0) + min(line.box.x1, other.box.x1)) / 2
    apart = abs(line.baseline.y_at(between) - other.baseline.y_at(between))
    return apart < 0.3 * min(line.x_height, other.x_height)


def _letters(pieces: Pieces, size: float) -> Indices:
    height, width = pieces.height, pieces.width
    is_letter = (height >= SMALLEST * size) & (height <= TALLEST * size) & (width <= 14 * size)
    is_letter &= (width >= 0.08 * size) & (width <= 14 * height) & ~pieces.is_frame
    is_letter[0] = False
    tall = np.flatnonzero((height > TALLEST * size) & (height < 7 * size) & (width < 5 * height))
    is_letter[_with_neighbours(pieces, tall)] = True
    return np.flatnonzero(is_letter)


def _with_neighbours(pieces: Pieces, tall: Indices) -> Indices:
    """Of tall pieces those beside another like them: letters of a title, and no signature or bracket."""
    tall = tall[np.argsort(pieces.left[tall])][:1000]
    height = pieces.height[tall]
    lower = np.minimum(height[:, None], height)
    gap = pieces.left[tall] - pieces.right[tall][:, None]
    shared = np.minimum(pieces.bottom[tall][:, None], pieces.bottom[tall]) - np.maximum(
        pieces.top[tall][:, None], pieces.top[tall]
    )
    alike = np.maximum(height[:, None], height) < 1.7 * lower
    level = np.abs(pieces.bottom[tall][:, None] - pieces.bottom[tall]) < 0.3 * lower
    beside = (gap < 0.8 * lower) & (gap > -0.3 * lower) & (shared > 0.6 * lower) & alike & level
    np.fill_diagonal(beside, False)
    return np.asarray(tall[(beside | beside.T).any(axis=1)], np.int64)


def _words(pieces: Pieces, letters: Indices, size: float) -> Iterator[Indices]:
    """Letters of one word from left to right; the middle half of each is drawn up to the next one."""
    half = np.zeros((pieces.labels.shape[0] // 2 + 2, pieces.labels.shape[1] // 2 + 2), np.uint8)
    height = pieces.height[letters]
    tops = ((pieces.top[letters] + height / 4) / 2).astype(int)
    bottoms = ((pieces.bottom[letters] - height / 4) / 2).astype(int) + 1
    lefts = (pieces.left[letters] / 2).astype(int)
    rights = ((pieces.right[letters] + WITHIN_WORD * np.minimum(height, 1.2 * size)) / 2).astype(int) + 1
    for top, bottom, left, right in zip(tops, bottoms, lefts, rights, strict=True):
        half[top:bottom, left:right] = 255
    _, joined = cv2.connectedComponents(half, connectivity=4)
    word_of = joined[tops, lefts]
    order = np.lexsort((pieces.left[letters], word_of))
    ends = np.flatnonzero(np.diff(word_of[order])) + 1
    yield from (letters[word] for word in np.split(order, ends) if len(word))


def _slope(pieces: Pieces, words: list[Indices]) -> float:
    """Pixels down for a pixel to the right: what the feet of letters within long words say."""
    slopes, weights = [], []
    for word in words:
        if len(word) < 5:
            continue
        x, y = pieces.centre_x[word], pieces.bottom[word]
        rising = np.triu(x[None, :] - x[:, None] > 2 * pieces.height[word].mean())
        first, second = np.nonzero(rising)
        if len(first):
            slopes.append(median_of((y[second] - y[first]) / (x[second] - x[first])))
            weights.append(float(x[-1] - x[0]))
    if len(slopes) < 3:
        return 0.0
    order = np.argsort(slopes)
    heaped = np.cumsum(np.asarray(weights)[order])
    return slopes[int(order[np.searchsorted(heaped, heaped[-1] / 2)])]


def _chains(pieces: Pieces, words: list[Indices], foot: Numbers, size: float) -> list[_Chain]:
    """Words on one foot, from left to right."""
    chains: list[_Chain] = []
    live: list[_Chain] = []
    for word in sorted(words, key=lambda word: float(pieces.left[word[0]])):
        left = float(pieces.left[word[0]])
        its_foot, height = _foot(foot[word]), median_of(pieces.height[word])
        live = [chain for chain in live if left - chain.right < ROW_GAP * max(size, chain.height)]
        best, least = None, np.inf
        for chain in live:
            off = abs(its_foot - chain.foot)
            if off > OFF_FOOT * max(height, chain.height):
                continue  # by far the most: lines above and below
            unit = min(max(height, 0.6 * chain.height), max(chain.height, 0.6 * height))
            gap = left - chain.right
            allowed = OFF_FOOT if gap < NEAR_GAP * max(size, height) else OFF_FOOT_FAR
            if off > allowed * unit or gap < -1.0 * unit:
                continue
            if max(height, chain.height) > 2.2 * min(height, chain.height):
                continue
            cost = off / unit + 0.15 * max(gap, 0.0) / size
            if cost < least:
                best, least = chain, cost
        if best is None:
            best = _Chain()
            chains.append(best)
            live.append(best)
        best.words.append(word)
        best.right = max(best.right, float(pieces.right[word].max()))
        recent = np.concatenate(best.words[-3:])[-12:]
        best.foot, best.height = _foot(foot[recent]), median_of(pieces.height[recent])
    return chains


def _foot(feet: Numbers) -> float:
    """What letters stand on: in "quy" most of them reach below it, in no word most end above it."""
    return float(np.sort(feet)[int(0.3 * (len(feet) - 1))])


def _small_letters(tops: Numbers) -> float:
    """Height of small letters, given how far letters reach above their line.

    The least height that a fifth of the letters share: small letters, or capitals and digits without them.
    """
    alike = np.mean((tops > 0.92 * tops[:, None]) & (tops < 1.08 * tops[:, None]), axis=1)
    shared = tops[(alike >= SHARED) & (tops > 0.5 * median_of(tops))]
    return (
        median_of(tops[np.abs(tops - shared.min()) < 0.1 * shared.min()])
        if len(shared)
        else float(np.percentile(tops, 40))
    )


def _fitted(pieces: Pieces, letters: Indices, slope: float) -> FoundLine | None:
    """The line through the feet of these letters."""
    letters = letters[np.argsort(pieces.left[letters])]
    height = median_of(pieces.height[letters])
    x, y = pieces.centre_x[letters], pieces.bottom[letters]
    level = y - slope * x
    # Feet on the baseline lie closest together; tails and joined dots hang below it.
    near = np.abs(level[:, None] - level) < 0.12 * height
    middle = level[int(np.argmax(near.sum(axis=1)))]
    stands = np.abs(level - middle) < 0.2 * height
    offset = float(np.mean(level[stands]))
    span = float(np.ptp(x[stands]))
    if np.count_nonzero(stands) >= 6 and span > 8 * height:
        slope, offset = (float(value) for value in np.polyfit(x[stands], y[stands], 1))
    base = slope * x + offset
    tops = (base - pieces.top[letters])[stands]
    x_height = _small_letters(tops) if len(tops) >= 3 else 0.75 * height
    box = Box(
        float(pieces.left[letters].min()),
        float(pieces.top[letters].min()),
        float(pieces.right[letters].max()),
        float(pieces.bottom[letters].max()),
    )
    line = Line(box.x0, slope * box.x0 + offset, box.x1, slope * box.x1 + offset)
    return FoundLine(letters, line, max(4.0, x_height), box)


def _is_text(pieces: Pieces, line: FoundLine, size: float) -> bool:
    """Whether a chain of pieces looks like writing: on one foot, and no stroke, speck or bit of a frame."""
    letters = line.letters
    height, width = pieces.height[letters], pieces.width[letters]
    if len(letters) == 1:
        return bool(0.6 * size <= height[0] <= 1.7 * size and 0.25 * height[0] <= width[0] <= 1.6 * height[0])
    usual = median_of(height)
    if usual < (0.6 if len(letters) <= 3 else 0.45) * size:
        return False
    if usual > 1.5 * size and len(letters) < 3:
        return False
    # The strokes of a signature fill little of their boxes; large letters are mostly bold.
    if usual > 1.5 * size and median_of(pieces.area[letters] / (height * width)) < FILLED:
        return False
    off = pieces.bottom[letters] - line.base_at(pieces.centre_x[letters])
    return float(np.mean(np.abs(off) < 0.25 * line.x_height)) >= 0.4


def _without_mess(lines: list[FoundLine]) -> list[FoundLine]:
    """Lines without those that lie in one of more letters: codes, seals and drawings make heaps of them."""
    kept: list[FoundLine] = []
    for line in sorted(lines, key=lambda line: -len(line.letters)):
        if not any(_overlap(line, other) for other in kept):
            kept.append(line)
    return kept


def _overlap(line: FoundLine, other: FoundLine) -> bool:
    left, right = max(line.box.x0, other.box.x0), min(line.box.x1, other.box.x1)
    if right - left < 0.3 * (line.box.x1 - line.box.x0):
        return False
    base, its_base = line.base_at_middle, other.baseline.y_at((left + right) / 2)
    # An accent on its own hangs where the line above has its tails.
    is_mark = len(line.letters) <= 3 and line.x_height < 0.7 * other.x_height
    reach = 2.2 * other.x_height if is_mark else other.x_height
    shared = min(base, its_base) - max(base - line.x_height, its_base - reach)
    return shared > 0.3 * min(line.x_height, other.x_height)
