"""Finds the sheet of paper in a photograph: its four corners, and how wide it is for its height.

Paper is brighter or less coloured than what it lies on, and has four straight sides. A scan, whose paper
reaches the edges of the picture, is told at one look at those edges.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ink import Picture, reduced

Corners = NDArray[np.float64]
"""(4, 2): x and y of the top left, top right, bottom right and bottom left corner."""

VIEW_SIDE = 600
"""Longest side of the view in which the sheet is looked for, pixels."""
FINE_SIDE = 1500
"""Longest side of the view in which its sides are laid exactly."""
RING = 0.025
"""Width of the picture's edge, as a share of its longer side, that shows whether it lies on something."""
AS_PAPER = 0.86
"""Brightness of a spot at the edge against the page's paper from which it is paper."""
LEAST_DESK = 0.55
"""Share of the edge that is not paper when a sheet lies free on something."""
SMALLEST = 0.2
"""Share of the picture that the sheet covers at least."""
FILLS = 0.93
"""How nearly the bright area fills its four-sided outline."""
LEAST_SEEN = 0.5
"""Share of each side along which a step from desk to paper must be seen, on one straight line."""
CLEAR = 12
"""Grey levels between paper and desk at a side that can be seen."""
A4 = float(np.sqrt(2))
LIKE_A4 = 0.13
"""Relative difference of proportions up to which the sheet is taken for A4, A5 or A3."""


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """Where a sheet lies in a picture, in its pixels."""

    corners: Corners
    proportion: float
    """Width over height of the sheet itself, seen straight."""

    @property
    def is_like_a4(self) -> bool:
        return abs(max(self.proportion, 1 / self.proportion) - A4) < 1e-6


def is_on_a_desk(grey: Picture) -> bool:
    """Whether the picture's edges show anything but paper; costs half a millisecond."""
    every = max(1, max(grey.shape) // 300)
    small = grey[::every, ::every]
    paper = float(np.percentile(small, 90))
    edge = max(2, round(RING * max(small.shape)))
    sides = (small[:edge], small[-edge:], small[:, :edge], small[:, -edge:])
    other = [np.mean(side < AS_PAPER * paper) for side in sides]
    return bool(np.mean(other) >= LEAST_DESK) or sum(bool(share > 0.8) for share in other) >= 3


def find_outline(grey: Picture, colour: NDArray[np.uint8] | None) -> Outline | None:
    """The outline of the sheet; `None` when none can be seen beyond doubt."""
    view, fine = reduced(grey, VIEW_SIDE), reduced(grey, FINE_SIDE)
    smooth = cv2.GaussianBlur(fine, (0, 0), 1.5).astype(np.uint8, copy=False)
    best, seen_best = None, LEAST_SEEN
    for rough in _distinct(corners for layer in _layers(view, colour) for corners in _four_sided(layer)):
        laid = _sides_laid(smooth, rough * (fine.shape[1] / view.shape[1]))
        if laid is not None and laid[1] > seen_best:
            best, seen_best = laid
    if best is None:
        return None
    corners = best * (grey.shape[1] / fine.shape[1])
    return Outline(corners, _proportion(corners, grey.shape[1], grey.shape[0]))


def _distinct(found: Iterable[Corners]) -> Iterator[Corners]:
    """Each outline once; those that differ by a few pixels lead to the same sides."""
    kept: list[Corners] = []
    for corners in found:
        if all(np.abs(corners - other).max() > 5 for other in kept):
            kept.append(corners)
            yield corners


def _layers(view: Picture, colour: NDArray[np.uint8] | None) -> Iterator[Picture]:
    """Views in which the sheet may stand out: bright, and evenly so, or pale."""
    kernel = np.ones((13, 13), np.uint8)
    paper = cv2.medianBlur(cv2.morphologyEx(view, cv2.MORPH_CLOSE, kernel), 9).astype(np.uint8)
    yield paper
    # Against the light around: a sheet half in shadow is still brighter than the desk beside it.
    height, width = view.shape
    around = cv2.blur(paper, (width // 2 | 1, height // 2 | 1), borderType=cv2.BORDER_REFLECT)
    yield cv2.divide(paper, np.maximum(around, 1), scale=128).astype(np.uint8)
    if colour is not None:
        small = reduced(colour, VIEW_SIDE)
        small = cv2.medianBlur(small, 5).astype(np.uint8)
        brightest, darkest = small.max(axis=2), small.min(axis=2)
        pale = cv2.divide(darkest, np.maximum(brightest, 1), scale=255)
        yield cv2.medianBlur(pale, 9).astype(np.uint8)


def _four_sided(layer: Picture) -> Iterator[Corners]:
    """The bright area in the middle, at several levels, where it has four sides and fills them."""
    level, _ = cv2.threshold(layer, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    middle = np.asarray(layer.shape) / 2
    for share in (1.0, 0.88, 1.12):
        _, bright = cv2.threshold(layer, min(level * share, 254), 255, cv2.THRESH_BINARY)
        opened = cv2.morphologyEx(bright, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
        outlines, _ = cv2.findContours(opened.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        for outline in sorted(outlines, key=cv2.contourArea)[-1:]:
            hull = cv2.convexHull(outline)
            if cv2.contourArea(hull) < SMALLEST * layer.size:
                continue
            if cv2.pointPolygonTest(hull, (float(middle[1]), float(middle[0])), measureDist=False) < 0:
                continue
            corners = _corners_of(hull)
            if corners is None or _is_the_frame(corners, layer.shape):
                continue
            area = float(cv2.contourArea(corners.astype(np.float32)))
            if FILLS < cv2.contourArea(outline) / max(area, 1.0) < 1 / FILLS:
                yield corners


def _is_the_frame(corners: Corners, shape: tuple[int, ...]) -> bool:
    """Whether these are the corners of the picture itself."""
    height, width = shape[:2]
    frame = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
    return float(np.abs(corners - frame).max()) < 0.03 * max(shape)


def _corners_of(hull: NDArray[np.integer | np.floating]) -> Corners | None:
    """The four corners of a hull that has four long sides."""
    length = cv2.arcLength(hull, closed=True)
    for share in (0.01, 0.015, 0.02, 0.03, 0.04, 0.06):
        sides = cv2.approxPolyDP(hull, share * length, closed=True)
        if len(sides) == 4:
            return _ordered(sides.reshape(4, 2).astype(np.float64))
    return None


def _ordered(points: Corners) -> Corners | None:
    """Clockwise from the top left; `None` for what no sheet looks like from 35° aslant."""
    centre = points.mean(axis=0)
    angles = np.arctan2(points[:, 1] - centre[1], points[:, 0] - centre[0])
    points = points[np.argsort(angles)]
    # The top side is the one that runs most nearly to the right above the middle.
    first = int(np.argmin(points.sum(axis=1)))
    points = np.roll(points, -first, axis=0)
    for before, here, after in zip(
        np.roll(points, 1, axis=0), points, np.roll(points, -1, axis=0), strict=True
    ):
        one, other = before - here, after - here
        cosine = float(one @ other / max(np.linalg.norm(one) * np.linalg.norm(other), 1e-9))
        if abs(cosine) > 0.75:
            return None
    return points


def _sides_laid(smooth: Picture, corners: Corners) -> tuple[Corners, float] | None:
    """The corners where straight lines along the sides meet, each laid through its sharpest steps.

    With the share of the sides that was seen; `None` when one was not, or when corners lie outside.
    """
    sides = [_side(smooth, start, end) for start, end in pairwise([*corners, corners[0]])]
    lines = [side[0] for side in sides if side is not None]
    if len(lines) < 4:
        return None
    laid = [_meeting(before, here) for before, here in zip([lines[-1], *lines[:-1]], lines, strict=True)]
    found = np.array(laid)
    limits = np.array([smooth.shape[1], smooth.shape[0]])
    if (found < -0.02 * limits).any() or (found > 1.02 * limits).any():
        return None
    return found, min(side[1] for side in sides if side is not None)


def _side(
    smooth: Picture, start: NDArray[np.float64], end: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float] | None:
    """A straight side as (a, b, c) of ax + by = c near the one given, and the share of it that was seen."""
    along = end - start
    length = float(np.linalg.norm(along))
    if length < 40:
        return None
    along = along / length
    # With corners clockwise the sheet lies to the right of each side.
    inward = np.array([-along[1], along[0]])
    reach = max(8, round(0.025 * length))
    offsets = np.arange(-reach, reach + 1)
    places = start + np.linspace(0.05, 0.95, 60)[:, None] * along * length
    spots = (places[:, None, :] + offsets[None, :, None] * inward).astype(np.float32)
    across, down = np.ascontiguousarray(spots[..., 0]), np.ascontiguousarray(spots[..., 1])
    values = cv2.remap(smooth, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    levels = np.asarray(values, np.float64)
    # The mean of the three steps inwards against the three outwards.
    sums = np.cumsum(np.pad(levels, ((0, 0), (1, 0))), axis=1)
    means = (sums[:, 3:] - sums[:, :-3]) / 3
    steps = means[:, 4:] - means[:, :-4]
    is_seen = steps.max(axis=1) >= CLEAR
    if np.count_nonzero(is_seen) < LEAST_SEEN * len(places):
        return None
    points = (places + offsets[steps.argmax(axis=1) + 3][:, None] * inward)[is_seen]
    line = _line_through(points)
    share = float(np.mean(np.abs(points @ line[:2] - line[2]) < 3.0)) * float(np.mean(is_seen))
    return line, share


def _line_through(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The line that most points lie on; those further off than twice the median are left out in turn."""
    for _ in range(4):
        x, y = points.mean(axis=0)
        _, _, axes = np.linalg.svd(points - (x, y), full_matrices=False)
        a, b = axes[1]
        off = np.abs((points - (x, y)) @ (a, b))
        kept = off <= max(2 * float(np.median(off)), 0.75)
        if kept.all():
            break
        points = points[kept]
    return np.array([a, b, a * x + b * y])


def _meeting(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(
        np.linalg.solve(np.array([one[:2], other[:2]]), np.array([one[2], other[2]])), np.float64
    )


def _proportion(corners: Corners, width: int, height: int) -> float:
    """Width over height of the sheet from its four corners, the camera's axis in the middle of the picture.

    Zhang and He, Whiteboard scanning and image enhancement, 2007, equations 11 to 20. Proportions near
    those of A4 are taken to be A4's.
    """
    longest = max(width, height)
    one, two, four, three = np.column_stack([(corners - (width / 2, height / 2)) / longest, np.ones(4)])
    k2 = np.cross(one, four) @ three / (np.cross(two, four) @ three)
    k3 = np.cross(one, four) @ two / (np.cross(three, four) @ two)
    across, down = k2 * two - one, k3 * three - one
    tilt = across[2] * down[2]
    square = -(across[0] * down[0] + across[1] * down[1]) / tilt if abs(tilt) > 1e-3 else 0.0
    # Telephones see 0.6 to 1.2 of the longer side; where the sheet lies too flat to tell, the usual one.
    focal = float(np.sqrt(square)) if 0.36 <= square <= 1.44 else 0.75
    scaled = np.array([1 / focal, 1 / focal, 1.0])
    found = float(np.linalg.norm(across * scaled) / np.linalg.norm(down * scaled))
    for usual in (A4, 1 / A4):
        if abs(found / usual - 1) < LIKE_A4:
            return usual
    return found
