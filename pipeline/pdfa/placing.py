"""Matrices that bring pictures to stand upright on the page, in points, origin bottom left."""

from __future__ import annotations

from pipeline.source.page_objects import Matrix, multiply

_EXIF = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
"""From the stored picture's unit square to the shown one (EXIF 2.32, tag 274), origin bottom left in both."""
_CLOCKWISE = {0: _EXIF[1], 90: _EXIF[6], 180: _EXIF[3], 270: _EXIF[8]}


def whole_page(width: float, height: float, *, orientation: int = 1, rotation: int = 0) -> Matrix:
    """Fills a page of `width` × `height` points with a picture.

    The picture is first shown by its EXIF `orientation`, then turned clockwise by `rotation` degrees.
    """
    shown: Matrix = _EXIF.get(orientation, _EXIF[1])
    return multiply(multiply(shown, _CLOCKWISE[rotation % 360]), (width, 0, 0, height, 0, 0))


def upright(box: tuple[float, float, float, float], rotation: int) -> Matrix:
    """From a PDF page's own points to those of the page turned clockwise by `rotation` degrees.

    `box` is left, bottom, right, top of what is shown of the page (ISO 32000-1, 7.7.3.3, `Rotate`).
    """
    left, bottom, right, top = box
    match rotation % 360:
        case 90:
            return 0, -1, 1, 0, -bottom, right
        case 180:
            return -1, 0, 0, -1, right, top
        case 270:
            return 0, 1, -1, 0, top, -left
        case _:
            return 1, 0, 0, 1, -left, -bottom
