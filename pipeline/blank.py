"""Whether a page is blank, with nothing worth keeping on it, or only faint.

A blank page in a record wastes a click; a lost page is a lost paper. So a page is called blank only when
nothing on it can be told from dust, folds, holes, ruled lines, the scanner's edge and the back shining
through; what is doubtful is kept. The scan itself is looked at: enhancing takes faint print for grain.

What is printed on this side has sharp edges however pale it is; what shines through has gone through paper
and is soft. Both are measured in bands of the page in which there is ink. Measured: docs/decisions/0025.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ink import Glimpse, Picture, reduced
from records import Word

Mask = NDArray[np.bool_]

FEW_LETTERS = 60
"""A page with fewer letters than this may be blank: dust, or a seal shining through from the back."""
INK_OF_DUST = 0.001
"""Share of letter-sized ink below which such a page is empty when nothing on it reads; the backs of two real
sealed papers held 0.0002 and 0.0004, a line of handwriting on a slip 0.05."""
PALE = 0.25
"""Contrast below which ink that reads as nothing is taken for the back of the sheet shining through."""
FEWEST_LETTERS_READ = 4
"""Letters in words read with a confidence over a half that make a page worth keeping as read."""
ENOUGH_READ = 40
"""Letters read with a confidence over `SURELY` that need no further look."""
SURELY = 0.7

FINEST = 300.0
"""Resolution to which finer scans are brought before they are looked at."""
MARGIN = 0.02
"""Share of the page's sides at its edges where the scanner's border lies and nothing is printed."""
REDUCTION, REACH = 8, 21
"""The paper is the median around a place, in pixels of a picture reduced by 8: print never fills it."""
FAINTEST, OVER_NOISE = 2.5, 4.0
"""Grey levels, and standard deviations of the grain, by which ink is darker than its paper."""
LEAST = 0.055
"""Inches of the longer side of a letter, a figure or a stroke of a pen; dust is smaller."""
LINE, LEAN, THIN = 0.6, 0.12, 0.035
"""Inches: a piece longer than the first, within the second, and thinner on average than the third is a rule
or a fold."""
GAP = 0.12
"""Inches between pieces of one group."""
PEN = 0.25
"""Inches: a single piece as wide as this is a signature or a note."""
SOFT, PIXELS = 0.0042, 1.3
"""Inches, and pixels of the scan, of an edge: print of this side is sharper than both together."""
MANY, SHARPER = 6, 0.7
"""Where this many groups are mostly soft, the back shines through the page; print of this side is then
sharper than most by this factor."""
FAINTLY, TOGETHER = 7.0, 2.0
"""Marks less than the first times darker than the grain have no sure softness: on 3 of 50 backs some passed
for sharp, up to 1.5 inches on a page. Where the back shines through they are print only when they take up the
second in inches together, as half a line does."""
DARKER, LESS_SOFT = 1.5, 0.9
"""Print of this side that has run into the back's: so much darker than most marks, and so much less soft. The
darkest headings of 50 backs, up to 1.7 times darker, were no sharper than the rest."""
PATCHY, IMPRINT = 0.2, 10.0
"""A seal that soaked through dots the back: half of its ink is paler than the first share of its darkest,
0.08 on a real back, where stamps, pens and pencils of this side have 0.47 and more. Beside such a seal,
marks of fewer grey levels than the second are the imprint of the front as well."""
BLACK = 110.0
"""Grey levels darker than its paper from which ink is on this side, sharp or not."""


@dataclass(frozen=True, slots=True)
class Group:
    """Marks that stand together on a page, such as a word."""

    pieces: int
    """That have the size of letters."""
    width: float
    """Inches, of all together."""
    depth: float
    """Grey levels darker than the paper, of its darkest fifth."""
    softness: float
    """Inches: standard deviation of the blur of its edges."""
    evenness: float = 1.0
    """Darkness of its middle pixel over that of its darkest twentieth, 0 to 1."""
    over_noise: float = math.inf
    """Its depth in standard deviations of the grain."""

    @property
    def is_meant(self) -> bool:
        """Whether it is more than one small piece, which may be dust."""
        return self.pieces >= 2 or self.width > PEN


def is_blank(pixels: NDArray[np.uint8], dpi: float, words: Sequence[Word]) -> bool:
    """Whether a page is blank; `pixels` as scanned, grey or RGB, `words` as they were read from it."""
    if sum(len(word.text) for word in words if word.confidence > SURELY) >= ENOUGH_READ:
        return False
    return not print_among(list(groups_on(pixels, dpi)), min(dpi, FINEST))


def print_among(groups: Sequence[Group], dpi: float) -> list[Group]:
    """Those that are ink of this side which somebody meant to be there, on a scan of `dpi`."""
    sharp = math.hypot(SOFT, PIXELS / dpi)
    meant = [group for group in groups if group.is_meant]
    if any(group.evenness < PATCHY and group.depth > IMPRINT for group in meant):
        meant = [group for group in meant if group.evenness >= PATCHY and group.depth > IMPRINT]
    usual = median(group.softness for group in meant) if meant else 0.0
    if len(meant) < MANY or usual <= sharp:
        return [group for group in meant if group.softness < sharp or group.depth > BLACK]
    return _print_over_the_back(meant, usual, sharp)


def _print_over_the_back(meant: Sequence[Group], usual: float, sharp: float) -> list[Group]:
    """Those of this side where most, of `usual` softness, shine through from the back."""
    sharp = min(sharp, SHARPER * usual)
    dark = DARKER * median(group.depth for group in meant)
    sure = [
        group
        for group in meant
        if (group.softness < sharp and group.over_noise >= FAINTLY)
        or (group.softness < LESS_SOFT * usual and group.depth > dark)
        or group.depth > BLACK
    ]
    faint = [group for group in meant if group.softness < sharp and group.over_noise < FAINTLY]
    return sure + (faint if sum(group.width for group in faint) >= TOGETHER else [])


def is_dust(words: Sequence[Word], look: Glimpse) -> bool:
    """Whether what little was read is the grain of an empty page, or its back shining through."""
    letters = sum(len(word.text) for word in words if word.confidence > 0.5 and len(word.text) > 1)
    share = np.count_nonzero(look.letters) / look.letters.size
    is_empty = look.letter_count < FEW_LETTERS and (share < INK_OF_DUST or look.contrast < PALE)
    return is_empty and letters < FEWEST_LETTERS_READ


def groups_on(pixels: NDArray[np.uint8], dpi: float) -> Iterator[Group]:
    """What stands out from the paper, word by word, without what has the shape of dust, rules and holes."""
    grey, dpi = _at_most(pixels, dpi)
    depth = _depth(grey)
    noise = _spread(depth)
    ink = (depth > max(FAINTEST, OVER_NOISE * noise)).astype(np.uint8)
    letters = _letters(ink, dpi)
    if not letters.any():
        return
    slopes = [
        np.asarray(cv2.Scharr(depth, cv2.CV_32F, *way, scale=1 / 32), np.float32) for way in ((1, 0), (0, 1))
    ]
    grain = sum(_spread(slope) ** 2 for slope in slopes)
    reach = max(3, round(GAP * dpi))
    joined = cv2.dilate(letters, np.ones((max(3, reach // 2), reach), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for number, (x, y, width, height, _area) in enumerate(stats.tolist()):
        window = np.s_[y : y + height, x : x + width]
        is_mine = (labels[window] == number) & (letters[window] > 0)
        if number == 0 or not is_mine.any():
            continue
        around = cv2.dilate(is_mine.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        steep = np.hypot(slopes[0][window], slopes[1][window])[around]
        dark = float(np.percentile(depth[window][is_mine], 80))
        yield Group(
            pieces=cv2.connectedComponents(is_mine.astype(np.uint8))[0] - 1,
            width=width / dpi - GAP,
            depth=dark,
            softness=_softness(depth[window], is_mine, steep, grain) / dpi,
            evenness=_evenness(depth[window][is_mine]),
            over_noise=dark / max(noise, 0.01),
        )


def _evenness(depth: NDArray[np.float32]) -> float:
    middle, darkest = np.percentile(depth, (50, 95))
    return float(middle / max(darkest, 1.0))


def _softness(depth: NDArray[np.float32], is_mine: Mask, steep: NDArray[np.float32], grain: float) -> float:
    """Standard deviation in pixels of the blur of ink's edges: that of a step is its height over 2.5 slopes.

    `steep` holds the slopes in and around the ink, `grain` the square of those of the empty paper.
    """
    slope = float(np.percentile(steep, 85)) ** 2 - 2 * grain
    return float(np.percentile(depth[is_mine], 85)) / (2.5 * math.sqrt(max(slope, 0.01)))


def _at_most(pixels: NDArray[np.uint8], dpi: float) -> tuple[Picture, float]:
    """The page in grey, no finer than `FINEST`."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    small = reduced(np.asarray(grey, np.uint8), round(max(grey.shape) * min(1.0, FINEST / dpi)))
    return small, dpi * max(small.shape) / max(grey.shape)


def _depth(grey: Picture) -> NDArray[np.float32]:
    """By how many grey levels each pixel is darker than the paper around it; lightly smoothed."""
    height, width = grey.shape
    size = max(1, width // REDUCTION), max(1, height // REDUCTION)
    small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    paper = cv2.resize(cv2.medianBlur(small, REACH), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.GaussianBlur(paper.astype(np.float32) - grey, (0, 0), 0.8), np.float32)


def _spread(values: NDArray[np.float32]) -> float:
    """Robust standard deviation of a picture's values, from every seventh of them."""
    some = values.ravel()[::7]
    return 1.4826 * float(np.median(np.abs(some - np.median(some))))


def _letters(ink: Picture, dpi: float) -> Picture:
    """The ink without what lies at the page's edge and what has not the size of letters and pen strokes."""
    height, width = ink.shape
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    left, top, wide, high, area = (stats[:, column] for column in range(5))
    longer, shorter = np.maximum(wide, high) / dpi, np.minimum(wide, high) / dpi
    is_at_edge = (left < MARGIN * width) | (left + wide > (1 - MARGIN) * width)
    is_at_edge |= (top < MARGIN * height) | (top + high > (1 - MARGIN) * height)
    is_rule = (longer > LINE) & (shorter < LEAN) & (area / (longer * dpi) < THIN * dpi)
    is_hole = (area > 0.65 * wide * high) & (shorter > 0.12) & (longer < 1.3 * shorter)
    keep = (longer >= LEAST) & ~is_at_edge & ~is_rule & ~is_hole
    keep[0] = False
    return np.asarray(np.where(keep, 1, 0).astype(np.uint8)[labels], np.uint8)
