"""Where a page that was scanned askew stands on its sheet of the rendition, so that its lines lie level.

Readers order words by their height, mark them by upright boxes and follow level lines; none of them reads a
slope. So the picture is placed by a turning matrix, its stream untouched, on a sheet that holds all of it,
and the words turn with it. The way back is kept in the page, for those who draw boxes over its picture.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf

from pipeline.source.page_objects import IDENTITY, Matrix, multiply
from records import Box, Line, Page, PageImageKind, TextOrigin, Word

LEAST_DEGREES = 0.15
"""Slope under which a page stays as it is: a line across A4 climbs by less than a twentieth of an inch."""
_STEEPEST_DEGREES = 20.0
"""No page slopes more after it was turned upright; what claims to is not turned by it."""
_OWN_SLOPE_DEGREES = 12.0
"""How far a word's own slope may be from the page's; what stands across the page turns as a box does."""
_MOST_POINTS = 14_400.0
"""Longest side of a page (ISO 19005-2, 6.1.13)."""
_KEY = "/Hoso"
"""Our name in a page's private data (ISO 32000-1, 14.5)."""


@dataclass(frozen=True, slots=True)
class Place:
    """How an upright page stands on its sheet."""

    way: Matrix
    """From points of the upright page to those of the sheet, origin bottom left in both."""
    upright: tuple[float, float]
    """Width and height of the upright page, points."""
    size: tuple[float, float]
    """Of the sheet, points."""
    degrees: float = 0.0
    """Anticlockwise turn."""

    @property
    def is_as_scanned(self) -> bool:
        """Whether the page was not turned."""
        return self.way == IDENTITY

    @property
    def back(self) -> Matrix:
        """From points of the sheet to those of the upright page, origin top left in both."""
        a, b, c, d, e, f = self.way
        area = a * d - b * c
        inverse: Matrix = (
            d / area,
            -b / area,
            -c / area,
            a / area,
            (c * f - d * e) / area,
            (b * e - a * f) / area,
        )
        return multiply(multiply(_from_top(self.size), inverse), _from_top(self.upright))


def _from_top(size: tuple[float, float]) -> Matrix:
    """Between heights told from the bottom and from the top, either way."""
    return 1, 0, 0, -1, 0, size[1]


def as_scanned(size: tuple[float, float]) -> Place:
    """The page fills its sheet of `size` points."""
    return Place(IDENTITY, size, size)


def levelled(page: Page, size: tuple[float, float]) -> tuple[Place, Page]:
    """The place on which the lines of `page` lie level, and the page with its words as they stand there.

    `size` is that of the upright page in points. Pages that are no pictures, or level, come back as they are.
    """
    degrees = slope_of(page) if _is_picture(page) else 0.0
    if abs(degrees) < LEAST_DEGREES or abs(degrees) > _STEEPEST_DEGREES:
        return as_scanned(size), page
    turn = _Turn(page, degrees)
    across, down = size[0] / page.width, size[1] / page.height
    sheet = turn.width * across, turn.height * down
    if max(sheet) > _MOST_POINTS:
        return as_scanned(size), page
    to_pixels: Matrix = (1 / across, 0, 0, -1 / down, 0, size[1] / down)
    to_points: Matrix = (across, 0, 0, -down, 0, sheet[1])
    way = multiply(multiply(to_pixels, turn.matrix), to_points)
    words = tuple(turn.word(word) for word in page.words)
    turned = replace(page, width=turn.width, height=turn.height, skew=0.0, words=words)
    return Place(way, size, sheet, degrees), turned


def slope_of(page: Page) -> float:
    """Degrees by which the page's lines fall to the right: their median, long lines weighing more.

    Where no line knows its baseline it is the slope that straightening the page had found.
    """
    slopes: list[tuple[float, float]] = []
    for words in page.lines():
        lines = [word.baseline for word in words if word.baseline is not None]
        if not lines:
            continue
        wide, fall = lines[-1].x1 - lines[0].x0, lines[-1].y1 - lines[0].y0
        if wide > 0 and abs(math.degrees(math.atan2(fall, wide)) - page.skew) <= _OWN_SLOPE_DEGREES:
            slopes.append((math.degrees(math.atan2(fall, wide)), wide))
    return _weighted_median(slopes) if slopes else page.skew


def _is_picture(page: Page) -> bool:
    return (
        page.origin is TextOrigin.RECOGNISED
        and page.kind is not PageImageKind.BORN_DIGITAL
        and bool(page.words)
        and page.width > 0
        and page.height > 0
    )


def _weighted_median(pairs: Sequence[tuple[float, float]]) -> float:
    half = sum(weight for _, weight in pairs) / 2
    for value, weight in sorted(pairs):
        half -= weight
        if half <= 0:
            return value
    return 0.0


class _Turn:
    """Turns what is on a page, in pixels, origin top left, until lines that fell by `degrees` lie level."""

    def __init__(self, page: Page, degrees: float) -> None:
        self._skew = math.radians(degrees)
        cos, sin = math.cos(self._skew), math.sin(self._skew)
        corners = [(x, y) for x in (0, page.width) for y in (0, page.height)]
        xs, ys = [x * cos + y * sin for x, y in corners], [y * cos - x * sin for x, y in corners]
        self.matrix: Matrix = (cos, -sin, sin, cos, -min(xs), -min(ys))
        self.width, self.height = math.ceil(max(xs) - min(xs)), math.ceil(max(ys) - min(ys))

    def point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.matrix
        return a * x + c * y + e, b * x + d * y + f

    def word(self, word: Word) -> Word:
        line = word.baseline
        slope = self._skew
        if line is not None:
            own = math.atan2(line.y1 - line.y0, line.x1 - line.x0)
            slope = own if abs(own - slope) <= math.radians(_OWN_SLOPE_DEGREES) else slope
            line = Line(*self.point(line.x0, line.y0), *self.point(line.x1, line.y1))
        return replace(word, box=self._box(word.box, slope), baseline=line)

    def _box(self, box: Box, slope: float) -> Box:
        """The box of what slopes by `slope` and just fitted `box`, set level about its middle.

        A rectangle w × h turned by t fits a box of w·cos t + h·sin t by w·sin t + h·cos t.
        """
        cos, sin = math.cos(slope), abs(math.sin(slope))
        wide = max((box.width * cos - box.height * sin) / (cos * cos - sin * sin), 0.5 * box.width)
        high = max((box.height * cos - box.width * sin) / (cos * cos - sin * sin), 0.5 * box.height)
        x, y = self.point(*box.centre)
        return Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def keep_place(page: pikepdf.Object, place: Place) -> None:
    """Writes into a page of the rendition how the upright page stands on it, where it was turned."""
    if not place.is_as_scanned:
        private = pikepdf.Dictionary(Way=[round(value, 6) for value in place.way], Size=list(place.upright))
        page.PieceInfo = pikepdf.Dictionary({_KEY: pikepdf.Dictionary(Private=private)})


def date_place(page: pikepdf.Object, date: pikepdf.String) -> None:
    """Dates what `keep_place` wrote, as private data must be."""
    kept = _kept(page)
    if kept is not None:
        page.LastModified = kept.LastModified = date


def _kept(page: pikepdf.Object) -> pikepdf.Object | None:
    return page.get("/PieceInfo", pikepdf.Dictionary()).get(_KEY)


def place_on(path: Path, index: int) -> Place | None:
    """How the upright page stands on page `index`, from 0, of a rendition; `None` when it fills its sheet.

    Raises `pikepdf.PdfError` for a file that is none of ours.
    """
    with pikepdf.open(path) as pdf:
        page = pdf.pages[index]
        kept = _kept(page.obj)
        if kept is None:
            return None
        way, size = ([float(value) for value in kept.Private[name]] for name in ("/Way", "/Size"))
        if len(way) != 6 or len(size) != 2 or not all(map(math.isfinite, (*way, *size))):
            return None
        left, bottom, right, top = (float(value) for value in page.mediabox)
    a, b, c, d, e, f = way
    return Place((a, b, c, d, e, f), (size[0], size[1]), (right - left, top - bottom))
