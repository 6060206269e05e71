"""Finds the small printed boxes of a form, and says of each whether a pen has marked it.

A box is known by its four straight sides of one length, whatever is drawn through it, so that a cross that
leaves the frame hides nothing. The page is looked at once at 150 dpi; only where two upright strokes hang
from a level one as long as a box is wide is it looked at closely.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ink import Picture
from records import Box, Tick, Word

LOOK_DPI = 150.0
"""Resolution at which sides are looked for: a line of a quarter millimetre is a pixel and a half wide."""
SIDE_MM = (2.1, 7.0)
"""Least and greatest side: forms of the ministries print boxes of 3 to 6 mm, cells of tables are larger."""
ASPECT = 1.25
INK = 0.78
"""Of the paper's brightness; what is darker is ink. Frames on worn copies are pale."""
COVERED = 0.8
"""Share of a side that must be ink; worn print breaks lines."""
THICKEST = 0.17
"""Of a frame's lines, against its side; strokes of bold letters are thicker."""
FULL = 0.85
"""Share of ink from which a square is a bullet, a bold letter or the edge of a picture, and no frame."""
MOST_RUNS = 6000
"""Level strokes of a page that are looked at; pictures and nets of dots have more and hold no form."""
MOST_BOXES = 400
CROWDED = 0.25
"""Share of ink close to a side from which it is no free side; letters of a word have such on both."""
BOW = 0.4
"""Share of ink just outside a level line from which it is part of something round."""
INSET = 0.08
"""Share of the side within the frame that is left out: lines that slope or swell reach so far."""
TICKED, EMPTY = 0.5, 0.3
"""Extent of the largest mark, against the side, from which a box is ticked and below which it is empty."""
LEAST_INK = 0.025
"""Share of the inside that a pen's mark covers; a thin slanting stroke covers 0.06."""
SURELY_READ = 0.8
"""Confidence of a word from which its letters are letters: the 31 of 23 real pages stood in words of 0.98."""
NEAR_MM = 14.0
"""Distance to the nearest word of its line beyond which a square belongs to no form."""


@dataclass(frozen=True, slots=True)
class _Run:
    """A level stroke in the reduced view, which the box hangs from or stands on."""

    row: int
    left: int
    right: int
    hangs: bool

    @property
    def length(self) -> int:
        return self.right - self.left


def ticks_on(grey: Picture, dpi: float) -> tuple[Tick, ...]:
    """Boxes of a level page, (height, width), 0 black to 255 white, from top to bottom.

    Places are in pixels of `grey`.
    """
    every = max(1, round(dpi / LOOK_DPI))
    paper = float(np.median(grey[:: 8 * every, :: 8 * every]))
    thin = _view(grey, every, INK * paper)
    ink = np.asarray(cv2.dilate(thin, np.ones((3, 3), np.uint8)), np.uint8)
    per_mm = dpi / every / 25.4
    least, most = max(6, round(SIDE_MM[0] * per_mm)), round(SIDE_MM[1] * per_mm) + 2
    found: list[Box] = []
    for run in _runs(thin, ink, least, most):
        frame = _frame(thin, run, least, most)
        if frame is not None and not any(frame.overlap(other) > 0.4 * frame.area for other in found):
            found.append(frame)
            if len(found) > MOST_BOXES:
                return ()
    frames = sorted(found, key=lambda box: (box.y0, box.x0))
    return tuple(tick for box in frames if (tick := _judged(grey, box.scaled(every))) is not None)


def beside_words(ticks: Sequence[Tick], words: Sequence[Word], dpi: float) -> tuple[Tick, ...]:
    """The boxes that stand on the line of a word and near it, all in pixels of one page.

    Letters of bold and of coarse print have four sides too, but they stand in words that were read.
    """
    reach = NEAR_MM * dpi / 25.4
    if not ticks:
        return ()
    surely = [
        word for word in words if word.confidence >= SURELY_READ and sum(map(str.isalnum, word.text)) > 1
    ]
    ticks = [tick for tick in ticks if not any(_is_letter_of(tick.box, word.box) for word in surely)]
    boxes = np.array([(w.box.x0, w.box.y0, w.box.x1, w.box.y1) for w in words if len(w.text) > 1], np.float64)
    return tuple(tick for tick in ticks if len(boxes) and _has_word(tick.box, boxes, reach))


def _is_letter_of(box: Box, word: Box) -> bool:
    """Whether the square lies within a word that was read well: then it is a round letter of it."""
    return word.width > 1.3 * box.width and box.overlap(word) > 0.7 * box.area


def _has_word(box: Box, words: NDArray[np.float64], reach: float) -> bool:
    gap = np.maximum(words[:, 0] - box.x1, box.x0 - words[:, 2])
    middle = box.centre[1]
    is_level = (words[:, 1] - 0.3 * box.height < middle) & (middle < words[:, 3] + 0.3 * box.height)
    return bool(np.any(is_level & (gap < reach) & (gap > -0.5 * box.width)))


def _view(grey: Picture, every: int, level: float) -> Picture:
    """The reduced view, 1 where there is ink."""
    size = grey.shape[1] // every, grey.shape[0] // every
    whole = np.ascontiguousarray(grey[: size[1] * every, : size[0] * every])
    # A line of one pixel at 300 dpi is half as dark here, which is ink still.
    small = whole if every == 1 else cv2.resize(whole, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.threshold(small, level, 1, cv2.THRESH_BINARY_INV)[1], np.uint8)


def _runs(thin: Picture, ink: Picture, least: int, most: int) -> Iterator[_Run]:
    """Level strokes as long as a box is wide with an upright one at either end, below or above."""
    # Thickened upwards and downwards, so that a stroke may climb by a pixel.
    level = cv2.dilate(thin, np.ones((3, 1), np.uint8))
    lying = np.asarray(cv2.erode(level, np.ones((1, least), np.uint8), borderValue=0), np.uint8)
    places = np.flatnonzero(lying.view(np.bool_))
    if not len(places):
        return
    standing = np.asarray(cv2.erode(ink, np.ones((least, 1), np.uint8), borderValue=0), np.uint8)
    breaks = np.flatnonzero(np.diff(places) > 1)
    first = places[np.concatenate([[0], breaks + 1])]
    last = places[np.concatenate([breaks, [len(places) - 1]])]
    row, left = np.divmod(first, ink.shape[1])
    left = left - least // 2
    length = last - first + least
    is_side = (length >= least) & (length <= most)
    if np.count_nonzero(is_side) > MOST_RUNS:
        return
    row, left, right = row[is_side], left[is_side], (left + length)[is_side]
    sums = np.asarray(cv2.integral(thin), np.int32)
    for hangs in (True, False):
        way = 1 if hangs else -1
        kept = np.arange(len(row))
        kept = kept[_stands(standing, row + way * (least // 2), left - 1, hangs)]
        kept = kept[_stands(standing, row[kept] + way * (least // 2), right[kept] - 2, hangs)]
        kept = kept[_is_closed(lying, row[kept], left[kept], right[kept], way)]
        kept = kept[_is_free(sums, row[kept], left[kept], right[kept], way)]
        for index in kept.tolist():
            yield _Run(int(row[index]), int(left[index]) - 1, int(right[index]) + 1, hangs)


def _stands(
    standing: Picture, row: NDArray[np.intp], column: NDArray[np.intp], hangs: bool
) -> NDArray[np.bool_]:
    """For each place whether an upright stroke passes within three columns of it."""
    found = np.zeros(len(row), np.bool_)
    height, width = standing.shape
    for down in (0, 1, 2):
        for across in (0, 1, 2):
            y = np.clip(row + (down if hangs else -down), 0, height - 1)
            found |= standing[y, np.clip(column + across, 0, width - 1)] > 0
    return found


def _is_closed(
    lying: Picture, row: NDArray[np.intp], left: NDArray[np.intp], right: NDArray[np.intp], way: int
) -> NDArray[np.bool_]:
    """For each stroke whether another level one lies about its own length below it, or above for `way` -1."""
    found = np.zeros(len(row), np.bool_)
    length, middle = right - left, np.clip((left + right) // 2, 0, lying.shape[1] - 1)
    for share in np.linspace(1 / ASPECT, ASPECT, 12):
        y = row + way * np.round(length * share).astype(np.intp)
        found |= lying[np.clip(y, 0, lying.shape[0] - 1), middle] > 0
    return found


def _is_free(
    sums: NDArray[np.int32], row: NDArray[np.intp], left: NDArray[np.intp], right: NDArray[np.intp], way: int
) -> NDArray[np.bool_]:
    """For each stroke whether white lies just outside it and beside the square that it would be a side of.

    The bow of a round letter goes on beyond its level part, and letters have neighbours on both sides.
    `sums` are those of all ink above and left of each pixel.
    """
    size = right - left
    gap = np.maximum(3, size // 5)
    first, last = (row, row + size) if way > 0 else (row - size, row)
    bow = _share(sums, row - 1 if way > 0 else row, row + 1 if way > 0 else row + 2, left, right)
    before = _share(sums, first, last, left - gap - 1, left - 1)
    behind = _share(sums, first, last, right + 1, right + gap + 1)
    return np.asarray((bow <= BOW) & (np.minimum(before, behind) < CROWDED))


def _share(
    sums: NDArray[np.int32],
    top: NDArray[np.intp],
    bottom: NDArray[np.intp],
    left: NDArray[np.intp],
    right: NDArray[np.intp],
) -> NDArray[np.float64]:
    """Share of ink in each of the rectangles, as far as they lie on the page."""
    height, width = sums.shape[0] - 1, sums.shape[1] - 1
    top, bottom = np.clip(top, 0, height), np.clip(bottom, 0, height)
    left, right = np.clip(left, 0, width), np.clip(right, 0, width)
    ink = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    return np.asarray(ink / np.maximum(1, (bottom - top) * (right - left)), np.float64)


def _frame(thin: Picture, run: _Run, least: int, most: int) -> Box | None:
    """The whole frame that a stroke is the upper or lower side of, in pixels of the view."""
    x0, x1 = max(0, run.left), min(thin.shape[1], run.right)
    length = x1 - x0
    near, far = max(least, int(length / ASPECT)), min(most, int(length * ASPECT) + 1)
    step = 1 if run.hangs else -1
    others = range(run.row + step * (near - 1), run.row + step * (far + 1), step)
    # The outermost: within a box a cross comes close to a level line near the frame's.
    other = next((y for y in reversed(others) if _lies(thin, y, x0, x1)), None)
    if other is None:
        return None
    # The stroke and the line were both thickened by a pixel outwards.
    top, bottom = (run.row + 1, other - 1) if run.hangs else (other + 1, run.row - 1)
    window = thin[top : bottom + 1, x0:x1]
    reach, most = 3 + round(0.25 * length), max(3, round(THICKEST * length))
    sides = (window[:, :reach], window[:, : -reach - 1 : -1])
    is_frame = all(_is_side(side, most) for side in sides) and _has_corners(window)
    if not is_frame or float(window.mean()) > FULL or not _stands_free(thin, x0, x1, top, bottom):
        return None
    return Box(float(x0), float(top), float(x1), float(bottom + 1))


def _is_side(strip: Picture, most: int) -> bool:
    """Whether a straight line runs down the left of a strip, at most `most` pixels thick.

    It may lean by a pixel, as the round side of a letter does not.
    """
    covered = np.flatnonzero((strip[:, :-1] | strip[:, 1:]).mean(axis=0) >= COVERED)
    if not len(covered) or covered[0] > 2:
        return False
    # A cross thickens the corners, but white lies between it and the middle of the line.
    ends = np.flatnonzero(np.diff(covered) > 1)
    return bool((covered[ends[0]] if len(ends) else covered[-1]) - covered[0] < most)


def _has_corners(window: Picture) -> bool:
    """Whether ink reaches into three corners at least: the lines of a frame meet, a round letter's do not."""
    reach = 2 + (min(window.shape) >= 18)
    down, across = np.indices((reach + 1, reach + 1))
    near = down + across <= reach
    corners = (window, window[:, ::-1], window[::-1], window[::-1, ::-1])
    return sum(bool(corner[: reach + 1, : reach + 1][near].any()) for corner in corners) >= 3


def _lies(thin: Picture, row: int, x0: int, x1: int) -> bool:
    """Whether a level line runs along a row, give or take one."""
    if not 0 < row < thin.shape[0] - 1:
        return False
    return float(thin[row - 1 : row + 2, x0 + 1 : x1 - 1].any(axis=0).mean()) >= COVERED


def _stands_free(thin: Picture, x0: int, x1: int, top: int, bottom: int) -> bool:
    """Whether white lies on most of the four sides, as it does not among the modules of a code.

    Another upright line close by makes the square one of the cells for the figures of a number.
    """
    gap = max(3, (x1 - x0) // 5)
    beside = (
        thin[top : bottom + 1, max(0, x0 - gap - 1) : max(0, x0 - 1)],
        thin[top : bottom + 1, x1 + 1 : x1 + gap + 1],
        thin[max(0, top - gap - 1) : max(0, top - 1), x0:x1],
        thin[bottom + 3 : bottom + gap + 3, x0:x1],
    )
    # The bow of a round letter goes on beyond what lies level of it.
    bows = (thin[max(0, top - 2) : top, x0:x1], thin[bottom + 1 : bottom + 3, x0:x1])
    if any(bow.size and float(bow.mean()) > BOW for bow in bows) or any(
        bool((side.mean(axis=0) >= COVERED).any()) for side in beside[:2] if side.size
    ):
        return False
    return sum(float(side.mean()) < CROWDED for side in beside if side.size) >= 3


def _judged(grey: Picture, box: Box) -> Tick | None:
    """Whether the box is marked; `None` for a square with a solid middle, the corner of a printed code."""
    window = grey[int(box.y0) : int(box.y1) + 1, int(box.x0) : int(box.x1) + 1]
    paper, dark = np.percentile(window, (85, 2))
    if paper - dark < 30:
        return None
    level = min(float(paper) - 30.0, float(paper) - 0.35 * float(paper - dark))
    ink = np.asarray(window < level)
    thick = _thickness(ink)
    side = min(ink.shape)
    inset = round(thick + INSET * side)
    inside = np.ascontiguousarray(ink[inset : ink.shape[0] - inset, inset : ink.shape[1] - inset])
    if min(inside.shape) < 4 or _is_finder(ink, thick):
        return None
    extent, share = _mark(inside)
    if share < LEAST_INK:
        extent = min(extent, 0.5 * (TICKED + EMPTY))
    return Tick(box, *_decided(extent))


def _decided(extent: float) -> tuple[bool, float]:
    """Ticked or not, and how surely: 0.5 where it could be either, 0.98 where it is plain."""
    middle = 0.5 * (TICKED + EMPTY)
    off = abs(extent - middle) / (TICKED - middle)
    return extent >= middle, min(0.98, 0.5 + 0.35 * min(1.0, off) + 0.13 * min(1.0, max(0.0, off - 1.0)))


def _thickness(ink: NDArray[np.bool_]) -> int:
    """Of the frame's lines in pixels: rows and columns from the edge that are ink for the most part."""
    sides = (ink.mean(axis=1), ink.mean(axis=1)[::-1], ink.mean(axis=0), ink.mean(axis=0)[::-1])
    most = max(1, min(ink.shape) // 5)
    thick = []
    for side in sides:
        covered = np.flatnonzero(side[:most] > 0.55)
        thick.append(int(covered[-1]) + 1 if len(covered) else 1)
    return sorted(thick)[2]


def _is_finder(ink: NDArray[np.bool_], thick: int) -> bool:
    """Whether the square is a corner of a QR code: three modules solid within white within a thick frame."""
    height, width = ink.shape
    middle = ink[round(height * 0.32) : round(height * 0.68), round(width * 0.32) : round(width * 0.68)]
    ring = ink[round(height * 0.18) : round(height * 0.26), round(width * 0.2) : round(width * 0.8)]
    is_solid = bool(middle.size) and float(middle.mean()) > 0.9
    return is_solid and thick >= 0.09 * min(height, width) and float(ring.mean() if ring.size else 1.0) < 0.2


def _mark(inside: NDArray[np.bool_]) -> tuple[float, float]:
    """Extent of the largest piece of ink against the side, and the share of the inside that ink covers.

    What lies along an edge is the frame's own line; many specks do not make a stroke.
    """
    count, _, stats, _ = cv2.connectedComponentsWithStats(inside.astype(np.uint8))
    height, width = inside.shape
    best, share = 0.0, 0.0
    for x, y, wide, high, area in stats[1:count].tolist():
        along_side = wide <= 0.13 * width and (x == 0 or x + wide == width)
        along_end = high <= 0.13 * height and (y == 0 or y + high == height)
        if along_side or along_end:
            continue
        best = max(best, wide / width, high / height)
        share += area / inside.size
    return best, share
