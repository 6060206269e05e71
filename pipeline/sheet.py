"""A page while it is being made readable: its picture, and the way from that picture back to the page.

The upright page is the page as the source shows it, turned by multiples of 90° only. Whatever else is done
to the picture (scaled, deskewed) is kept as one affine map, so that every box lands on its ink.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ink import Glimpse, Picture, glimpse, turned
from records import Box, Line, Word

ColourPicture = NDArray[np.uint8]
"""(height, width, 3), RGB."""
Affine = NDArray[np.float64]
"""(2, 3): pixel (x, y, 1) of one picture to pixel (x, y) of another."""


@dataclass(frozen=True, slots=True, eq=False)
class InkColours:
    """Where a page's ink is coloured, at a reduced scale of the upright page."""

    red: Picture
    """(height, width), 255 where the ink is red."""
    blue: Picture
    """(height, width), 255 where the ink is blue or violet."""
    seals: Picture
    """(height, width), 255 inside the outline of red seals and stamps that were lifted off."""
    scale: float
    """Pixels here for a pixel of the upright page."""

    def turned(self, quarters: int) -> InkColours:
        """The same, turned clockwise by `quarters` × 90°."""
        red, blue, seals = (turned(layer, quarters) for layer in (self.red, self.blue, self.seals))
        return replace(self, red=red, blue=blue, seals=seals)


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
    to_upright: Affine
    """From `grey` to the upright page."""
    colour: ColourPicture | None = None
    """The page in colour, same size as `grey`; gone once its coloured ink has been looked at."""
    inks: InkColours | None = None
    """`None` for a page without colour."""
    rotation: int = 0
    """Degrees clockwise by which the source was turned to stand upright."""
    skew: float = 0.0
    """Degrees that the text slopes on the upright page, clockwise positive."""
    is_upright_sure: bool = True
    """False when neither the shape of the text nor a trial reading could tell up from down."""
    look: Glimpse | None = None
    """The reduced view of `grey`, once a step has asked for it."""
    done: tuple[str, ...] = ()
    """Names of the steps that changed the picture."""

    @property
    def scale(self) -> float:
        """Pixels of `grey` for a pixel of the upright page."""
        a, b = self.to_upright[0, 0], self.to_upright[0, 1]
        return float(1 / np.hypot(a, b))

    def looked_at(self) -> tuple[Sheet, Glimpse]:
        """The reduced view, and the sheet that remembers it for the steps that follow."""
        look = self.look or glimpse(self.grey)
        return replace(self, look=look), look

    def changed(self, step: str, grey: Picture, forward: Affine | None = None) -> Sheet:
        """With a new picture; `forward` leads from the old picture to it when places moved."""
        sheet = replace(self, grey=grey, done=(*self.done, step))
        if forward is None:
            return sheet
        back = compose(self.to_upright, inverse(forward))
        factor = float(np.hypot(forward[0, 0], forward[0, 1]))
        return replace(sheet, to_upright=back, dpi=self.dpi * factor, look=None)

    def turned_upright(self, quarters: int) -> Sheet:
        """The picture and with it the upright page turned clockwise by `quarters` × 90°."""
        if not quarters % 4:
            return self
        old = self.page_width, self.page_height
        width, height = old if quarters % 2 == 0 else old[::-1]
        rows, columns = self.grey.shape
        picture_turn = _quarter_turn(quarters, columns, rows)
        page_turn = _quarter_turn(quarters, *old)
        back = compose(page_turn, compose(self.to_upright, inverse(picture_turn)))
        return replace(
            self,
            grey=turned(self.grey, quarters),
            colour=None if self.colour is None else turned(self.colour, quarters),
            inks=None if self.inks is None else self.inks.turned(quarters),
            look=None if self.look is None else self.look.turned(quarters),
            page_width=width,
            page_height=height,
            to_upright=back,
            rotation=(self.rotation + 90 * quarters) % 360,
            done=(*self.done, "turn_upright"),
        )

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
        corners = self._map([(box.x0, box.y0), (box.x1, box.y0), (box.x0, box.y1), (box.x1, box.y1)])
        x0, y0 = corners.min(axis=0)
        x1, y1 = corners.max(axis=0)
        return Box(float(x0), float(y0), float(x1), float(y1)).clipped(self.page_width, self.page_height)

    def line_to_page(self, line: Line) -> Line:
        (x0, y0), (x1, y1) = self._map([(line.x0, line.y0), (line.x1, line.y1)])
        return Line(float(x0), float(y0), float(x1), float(y1))

    def box_from_page(self, box: Box) -> Box:
        """Where a box of the upright page lies in `grey`."""
        back = inverse(self.to_upright)
        corners = [(box.x0, box.y0), (box.x1, box.y0), (box.x0, box.y1), (box.x1, box.y1)]
        points = np.array(corners) @ back[:, :2].T + back[:, 2]
        (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
        return Box(float(x0), float(y0), float(x1), float(y1)).clipped(self.grey.shape[1], self.grey.shape[0])

    def _map(self, points: list[tuple[float, float]]) -> NDArray[np.float64]:
        return np.array(points) @ self.to_upright[:, :2].T + self.to_upright[:, 2]


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
        to_upright=np.eye(2, 3),
        colour=pixels if is_colour else None,
    )


def compose(second: Affine, first: Affine) -> Affine:
    """The affine map that does `first` and then `second`."""
    return np.hstack([second[:, :2] @ first[:, :2], second[:, :2] @ first[:, 2:] + second[:, 2:]])


def inverse(forward: Affine) -> Affine:
    """The affine map that undoes `forward`."""
    return np.asarray(cv2.invertAffineTransform(forward), np.float64)


def _quarter_turn(quarters: int, width: int, height: int) -> NDArray[np.float64]:
    """A clockwise turn of a picture of `width` × `height`, in continuous pixel coordinates."""
    return {
        0: np.array([[1.0, 0, 0], [0, 1, 0]]),
        1: np.array([[0.0, -1, height], [1, 0, 0]]),
        2: np.array([[-1.0, 0, width], [0, -1, height]]),
        3: np.array([[0.0, 1, 0], [-1, 0, width]]),
    }[quarters % 4]
