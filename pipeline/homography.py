"""Ways from one picture to another: 3 × 3 matrices that carry straight lines to straight lines.

A scan is only ever turned, scaled and moved; a photograph is seen in perspective. One kind of matrix holds
both (Hartley and Zisserman, Multiple View Geometry, 2003, chapter 2). Places are continuous: a pixel reaches
from its number to the next.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Homography = NDArray[np.float64]
"""(3, 3): (x, y, 1) of one picture to a multiple of (x, y, 1) of another."""
Affine = NDArray[np.float64]
"""(2, 3): the same without perspective, as OpenCV's affine warps take it."""
Point = tuple[float, float]


def as_homography(way: Affine | Homography) -> Homography:
    """The way as a 3 × 3 matrix, whether it came as 2 × 3 or as 3 × 3."""
    if way.shape == (3, 3):
        return np.asarray(way, np.float64)
    return np.vstack([np.asarray(way, np.float64), [0.0, 0.0, 1.0]])


def compose(second: Homography, first: Homography) -> Homography:
    """The way that goes `first` and then `second`."""
    return normalised(np.asarray(second @ first, np.float64))


def inverse(way: Homography) -> Homography:
    """The way back."""
    return normalised(np.asarray(np.linalg.inv(way), np.float64))


def normalised(way: Homography) -> Homography:
    """The same way with 1 in its last place, so that long chains stay in range."""
    return np.asarray(way / way[2, 2], np.float64)


def scaling(x: float, y: float) -> Homography:
    return np.diag([x, y, 1.0])


def moving(x: float, y: float) -> Homography:
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])


def quarter_turn(quarters: int, width: float, height: float) -> Homography:
    """A clockwise turn of a picture of `width` × `height` by `quarters` × 90°."""
    turns = {
        0: np.array([[1.0, 0, 0], [0, 1, 0]]),
        1: np.array([[0.0, -1, height], [1, 0, 0]]),
        2: np.array([[-1.0, 0, width], [0, -1, height]]),
        3: np.array([[0.0, 1, 0], [-1, 0, width]]),
    }
    return as_homography(turns[quarters % 4])


def mapped(way: Homography, points: Sequence[Point]) -> NDArray[np.float64]:
    """Where the points come to, (n, 2)."""
    flat = np.column_stack([np.asarray(points, np.float64), np.ones(len(points))]) @ way.T
    return np.asarray(flat[:, :2] / flat[:, 2:], np.float64)


def scale_at(way: Homography, point: Point) -> float:
    """How many times longer a short stretch at `point` becomes, the mean of both directions."""
    here = np.array([*point, 1.0]) @ way.T
    x, y = here[:2] / here[2]
    # The derivative of a quotient, row by row.
    jacobian = (way[:2, :2] - np.outer([x, y], way[2, :2])) / here[2]
    return float(np.sqrt(abs(np.linalg.det(jacobian))))


def slope_through(way: Homography, point: Point, degrees: float) -> float:
    """The slope, degrees, that a line of slope `degrees` through `point` has after the way."""
    rise = np.radians(degrees)
    step = 10.0 * np.cos(rise), 10.0 * np.sin(rise)
    (x0, y0), (x1, y1) = mapped(way, [point, (point[0] + step[0], point[1] + step[1])])
    return float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))


def for_pixel_centres(way: Homography) -> Homography:
    """The same way for OpenCV, which counts from the middles of pixels: half a pixel off."""
    return compose(moving(-0.5, -0.5), compose(way, moving(0.5, 0.5)))
