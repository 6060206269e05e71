"""A page while it is being made readable: its picture, and the way from that picture back to the page.

The upright page is the page as the source shows it, turned by multiples of 90° only. Whatever else is done
to the picture (flattened out of perspective, cut in halves, scaled, deskewed) is kept as one homography, so
that every box lands on its ink.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.homography import (
    Affine,
    Homography,
    Point,
    as_homography,
    compose,
    inverse,
    mapped,
    moving,
    quarter_turn,
    scale_at,
    scaling,
    slope_through,
)
from pipeline.ink import Glimpse, Picture, glimpse, turned
from records import Box, Line, Word

ColourPicture = NDArray[np.uint8]
"""(height, width, 3), RGB."""


@dataclass(frozen=True, slots=True, eq=False)
class InkColours:
    """Where a page's ink is coloured, in a reduced picture of it."""

    red: Picture
    """(height, width), 255 where the ink is red."""
    blue: Picture
    """(height, width), 255 where the ink is blue or violet."""
    seals: Picture
    """(height, width), 255 inside the outline of red seals and stamps that were lifted off."""
    from_page: Homography
    """From the upright page to this picture."""

    def turned(self, quarters: int, page_turn: Homography) -> InkColours:
        """The same, turned clockwise by `quarters` × 90° while the upright page goes the way `page_turn`."""
        height, width = self.red.shape
        way = compose(quarter_turn(quarters, width, height), compose(self.from_page, inverse(page_turn)))
        red, blue, seals = (turned(layer, quarters) for layer in (self.red, self.blue, self.seals))
        return replace(self, red=red, blue=blue, seals=seals, from_page=way)


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One page in work; steps take it and return a new one."""

    grey: Picture
    """What is to be recognised."""
    dpi: float
    """Of `grey`."""
    page_width: int
    """Pixels of the upright page at its own resolution."""
    page_height: int
    to_upright: Homography
    """From `grey` to the upright page."""
    colour: ColourPicture | None = None
    """The page in colour, same size as `grey`; gone once its coloured ink has been looked at."""
    inks: InkColours | None = None
    """`None` for a page without colour."""
    rotation: int = 0
    """Degrees clockwise by which the source was turned to stand upright."""
    skew: float = 0.0
    """Degrees that the text slopes on the upright page, clockwise positive."""
    slope: float | None = None
    """Degrees that the lines slope in `grey`, to half a degree, where a step has found it."""
    is_upright_sure: bool = True
    """False when neither the shape of the text nor a trial reading could tell up from down."""
    look: Glimpse | None = None
    """The reduced view of `grey`, once a step has asked for it."""
    done: tuple[str, ...] = ()
    """Names of the steps that changed the picture."""

    @property
    def scale(self) -> float:
        """Pixels of `grey` for a pixel of the upright page, in the middle of `grey`."""
        return 1 / scale_at(self.to_upright, self.middle)

    @property
    def middle(self) -> Point:
        """The middle of `grey`."""
        return self.grey.shape[1] / 2, self.grey.shape[0] / 2

    @property
    def page_dpi(self) -> float:
        """Resolution of what is shown on the upright page; a photograph's own is only known from its page."""
        return self.dpi / self.scale

    def looked_at(self) -> tuple[Sheet, Glimpse]:
        """The reduced view, and the sheet that remembers it for the steps that follow."""
        look = self.look or glimpse(self.grey)
        return replace(self, look=look), look

    def changed(self, step: str, grey: Picture, forward: Affine | Homography | None = None) -> Sheet:
        """With a new picture; `forward` leads from the old picture to it when places moved."""
        sheet = replace(self, grey=grey, done=(*self.done, step))
        if forward is None:
            return sheet
        way = as_homography(forward)
        back = compose(self.to_upright, inverse(way))
        return replace(sheet, to_upright=back, dpi=self.dpi * scale_at(way, self.middle), look=None)

    def cut(self, left: int, right: int) -> Sheet:
        """The columns of the picture from `left` to before `right`; the upright page stays the whole one."""
        part = replace(
            self,
            grey=np.ascontiguousarray(self.grey[:, left:right]),
            colour=None if self.colour is None else self.colour[:, left:right],
            look=None,
            slope=None,
        )
        return replace(part, to_upright=compose(self.to_upright, moving(left, 0)))

    def turned_upright(self, quarters: int) -> Sheet:
        """The picture and with it the upright page turned clockwise by `quarters` × 90°."""
        if not quarters % 4:
            return self
        old = self.page_width, self.page_height
        width, height = old if quarters % 2 == 0 else old[::-1]
        rows, columns = self.grey.shape
        page_turn = quarter_turn(quarters, *old)
        picture_turn = quarter_turn(quarters, columns, rows)
        return replace(
            self,
            grey=turned(self.grey, quarters),
            colour=None if self.colour is None else turned(self.colour, quarters),
            inks=None if self.inks is None else self.inks.turned(quarters, page_turn),
            look=None if self.look is None else self.look.turned(quarters),
            page_width=width,
            page_height=height,
            to_upright=compose(page_turn, compose(self.to_upright, inverse(picture_turn))),
            rotation=(self.rotation + 90 * quarters) % 360,
            done=(*self.done, "turn_upright"),
        )

    def inks_of(self, red: Picture, blue: Picture, seals: Picture) -> InkColours:
        """Coloured ink found in reduced pictures of `grey`, all of one size."""
        (rows, columns), (height, width) = red.shape, self.grey.shape
        way = compose(scaling(columns / width, rows / height), inverse(self.to_upright))
        return InkColours(red, blue, seals, way)

    def box_on_inks(self, box: Box) -> Box:
        """Where a box of `grey` lies in the pictures of coloured ink; the whole must have `inks`."""
        if self.inks is None:
            raise ValueError("the sheet has no coloured ink")
        height, width = self.inks.red.shape
        return _box_through(compose(self.inks.from_page, self.to_upright), box).clipped(width, height)

    @property
    def inks_per_pixel(self) -> float:
        """Pixels of the pictures of coloured ink for a pixel of `grey`, in the middle; 0 without any."""
        return (
            0.0 if self.inks is None else scale_at(compose(self.inks.from_page, self.to_upright), self.middle)
        )

    def slope_on_page(self, degrees: float) -> float:
        """The slope on the upright page of what slopes by `degrees` in the middle of `grey`."""
        return slope_through(self.to_upright, self.middle, degrees)

    def to_page(self, word: Word) -> Word:
        """A word found in `grey`, with its box and baseline on the upright page."""
        baseline = word.baseline
        return replace(
            word,
            box=self.box_to_page(word.box),
            baseline=None if baseline is None else self.line_to_page(baseline),
        )

    def box_to_page(self, box: Box) -> Box:
        """The upright box around the same ink: the letters of a sloping word reach into all its corners."""
        return _box_through(self.to_upright, box).clipped(self.page_width, self.page_height)

    def line_to_page(self, line: Line) -> Line:
        """Where a line of `grey` runs on the upright page."""
        (x0, y0), (x1, y1) = mapped(self.to_upright, [(line.x0, line.y0), (line.x1, line.y1)])
        return Line(float(x0), float(y0), float(x1), float(y1))

    def strip_at(self, baseline: Line, height: float) -> Picture:
        """The letters of `height` on a baseline, both of the upright page, level; empty for no such place.

        A box around a line that slopes, as on photographs, would take in its neighbours.
        """
        ends = [(baseline.x0, baseline.y0), (baseline.x1, baseline.y1)]
        (x0, y0), (x1, y1) = mapped(inverse(self.to_upright), ends).tolist()
        high, wide = height * self.scale, math.hypot(x1 - x0, y1 - y0)
        if not 1.0 <= wide <= 4 * max(self.grey.shape) or not 1.0 <= high <= self.grey.shape[0]:
            return np.zeros((0, 0), np.uint8)
        cosine, sine = (x1 - x0) / wide, (y1 - y0) / wide
        to_grey = np.array(
            [[cosine, -sine, x0 + 1.25 * high * sine], [sine, cosine, y0 - 1.25 * high * cosine]]
        )
        size = round(wide), round(1.5 * high)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        level = cv2.warpAffine(self.grey, to_grey, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(level, np.uint8)

    def box_from_page(self, box: Box) -> Box:
        """Where a box of the upright page lies in `grey`; of no size when it lies outside."""
        height, width = self.grey.shape
        return _box_through(inverse(self.to_upright), box).clipped(width, height)


def sheet_of(pixels: NDArray[np.uint8], dpi: float) -> Sheet:
    """A sheet that nothing has been done to."""
    is_colour = pixels.ndim == 3
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if is_colour else pixels
    height, width = pixels.shape[:2]
    return Sheet(
        grey=np.ascontiguousarray(grey, dtype=np.uint8),
        dpi=dpi,
        page_width=width,
        page_height=height,
        to_upright=np.eye(3),
        colour=pixels if is_colour else None,
    )


def _box_through(way: Homography, box: Box) -> Box:
    """The box around where the corners of a box come to; on four points NumPy takes ten times as long."""
    (xx, xy, x1), (yx, yy, y1), (wx, wy, w1) = way.tolist()
    corners = [(x, y, wx * x + wy * y + w1) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
    across = [(xx * x + xy * y + x1) / w for x, y, w in corners]
    down = [(yx * x + yy * y + y1) / w for x, y, w in corners]
    return Box(min(across), min(down), max(across), max(down))
