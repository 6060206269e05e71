"""Parts the ink of a page into a few inks of one colour each: black print, its pale parts, seals, signatures.

Coloured ink is told from dark ink block by block, so that print under a seal stays black and the seal stays
red; then each connected piece goes to the ink whose colour is nearest. Pale pieces so keep their paleness: a
page's reverse that shows through does not become print.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.pdfa.inking import Ink, Mask
from pipeline.source.shapes import Pixels

Floats = npt.NDArray[np.float64]

_COLOURED = 45
"""Difference between the channels, over that of the paper, from which ink is coloured rather than black."""
_TINGED = 18
"""Likewise beside coloured ink: a seal's pale edges turned grey would be read as print."""
_DARK = 0.5
"""Ink whose lightest channel is under this share of the paper's is print, whatever lies over it."""
_SHADES = {True: 2, False: 4}
"""Inks told apart at most, among those of a colour and among the dark."""
_APART = 45.0
"""Distance in RGB from which another colour is another ink."""
_ALIKE = 32
_LEAST_SHARE = 0.004
"""Of the page's coloured or dark ink; less of a colour is a fringe."""
_ROUNDS = 6
_CHANNELS = 3


@dataclass(frozen=True, slots=True)
class Tint:
    """One ink of a page."""

    label: int
    colour: tuple[int, int, int]
    """RGB."""
    is_coloured: bool

    def is_like(self, other: Tint) -> bool:
        """Whether nobody would tell the two apart; strokes of one ink differ by how thin they are."""
        steps = (abs(one - two) for one, two in zip(self.colour, other.colour, strict=True))
        return self.is_coloured == other.is_coloured and max(steps) < _ALIKE


@dataclass(frozen=True, slots=True, eq=False)
class Inks:
    """The inks of a page, lightest first, and where each is."""

    tints: tuple[Tint, ...]
    labels: Pixels
    """`(h, w)`, one a block: 0 is paper; ink reaches one block beyond its own, where edges may run."""


def part_inks(small: Pixels, paper: Pixels, ink: Ink) -> Inks:
    """Parts the ink by colour; `small` and `paper` are RGB, a block a pixel, with ink and without."""
    is_ink = ink.count > 0
    colour = _colours(small, paper, is_ink)
    labels = np.zeros(is_ink.shape, np.uint8)
    found: list[Tint] = []
    dark = np.asarray(cv2.erode(small, np.ones((3, 3), np.uint8)), np.uint8)
    for kind in range(_CHANNELS + 1):
        is_coloured = kind > 0
        for pieces in _shades(is_ink & (colour == kind), dark, ink.count, _SHADES[is_coloured]):
            tint = Tint(len(found) + 1, _colour(pieces, small, paper, ink), is_coloured)
            alike = next((other for other in found if other.is_like(tint)), None)
            if alike is None:
                found.append(tint)
            labels[pieces] = (alike or tint).label
    tints = tuple(
        replace(tint, colour=_colour(labels == tint.label, small, paper, ink))
        for tint in sorted(found, key=lambda tint: (not tint.is_coloured, -sum(tint.colour)))
    )
    return Inks(tints, _spread(labels))


def _colours(small: Pixels, paper: Pixels, is_ink: Mask) -> Pixels:
    """For each block 0 where it is grey or dark, else the place of its strongest channel, from 1.

    A signature across a seal is so parted from it, though the two are one piece.
    """
    soft = cv2.GaussianBlur(small, (0, 0), 0.6)
    lightest, darkest = soft.max(axis=2), soft.min(axis=2)
    ground = paper.max(axis=2)
    usual = float(np.median(ground[::8, ::8].astype(np.int16) - paper[::8, ::8].min(axis=2)))
    difference = np.where(is_ink & (lightest > _DARK * ground), cv2.subtract(lightest, darkest), 0) - usual
    number, pieces = cv2.connectedComponents((difference > _TINGED).astype(np.uint8), connectivity=8)
    has_colour = np.zeros(number, bool)
    has_colour[pieces[difference > _COLOURED]] = True
    return np.where(has_colour[pieces], soft.argmax(axis=2) + 1, 0).astype(np.uint8)


def _shades(part: Mask, dark: Pixels, count: Pixels, most: int) -> Iterator[Mask]:
    """Masks of the pieces of `part` that are alike in colour."""
    number, pieces = cv2.connectedComponents(part.astype(np.uint8), connectivity=8)
    at = np.flatnonzero(part)
    if not at.size:
        return
    names = pieces.ravel()[at]
    weights = count.ravel()[at].astype(np.float64)
    area = np.bincount(names, weights=weights, minlength=number)
    flat = dark.reshape(-1, 3)[at]
    sums = [np.bincount(names, weights=weights * flat[:, channel], minlength=number) for channel in range(3)]
    colours: Floats = np.stack(sums, axis=1)[1:] / np.maximum(area[1:, None], 1e-6)
    nearest = _clustered(colours, np.asarray(area[1:], np.float64), most)
    for kind in np.unique(nearest):
        yield np.concatenate([[False], nearest == kind])[pieces]


def _clustered(colours: Floats, area: Floats, most: int) -> npt.NDArray[np.int64]:
    """Which of a few colours each piece has (k-means, begun with the commonest and what is far from it)."""
    centres = colours[[int(area.argmax())]]
    while len(centres) < most:
        away = _squares(colours, centres).min(axis=1)
        is_other = away > _APART**2
        if area[is_other].sum() < _LEAST_SHARE * area.sum():
            break
        centres = np.vstack([centres, colours[int(np.argmax(is_other * away * area))]])
    nearest = _squares(colours, centres).argmin(axis=1)
    for _ in range(_ROUNDS):
        centres = np.array(
            [
                np.average(colours[nearest == kind], axis=0, weights=area[nearest == kind])
                if area[nearest == kind].sum() > 0
                else centre
                for kind, centre in enumerate(centres)
            ]
        )
        nearest = _squares(colours, centres).argmin(axis=1)
    return np.asarray(nearest, np.int64)


def _squares(colours: Floats, centres: Floats) -> Floats:
    return np.stack([((colours - centre) ** 2).sum(axis=1) for centre in centres], axis=1)


def _colour(region: Mask, small: Pixels, paper: Pixels, ink: Ink) -> tuple[int, int, int]:
    """The colour that, laid on the mask, takes as much light as the scan's ink does.

    The core's own colour would make print bolder or paler than it is, by how blurred it is.
    """
    around = cv2.dilate(region.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    covered = float(ink.count[region].sum(dtype=np.int64)) / ink.block**2
    taken = paper[around].sum(axis=0, dtype=np.int64) - small[around].sum(axis=0, dtype=np.int64)
    colour = paper[region].mean(axis=0) - taken / max(covered, 1e-6)
    # Other inks within a block's reach would count twice: no darker than the darkest that is common.
    darkest = np.percentile(small[region], 5, axis=0) - 12
    red, green, blue = (int(value) for value in np.clip(np.maximum(colour, darkest), 0, 255))
    return red, green, blue


def _spread(labels: Pixels) -> Pixels:
    wider = cv2.dilate(labels, np.ones((3, 3), np.uint8))
    return np.where(labels > 0, labels, wider).astype(np.uint8)
