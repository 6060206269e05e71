"""Surveys what a PDF page is drawn with: pictures, how much they cover, and the text a viewer can see."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from records import PageImageKind

FULL_PAGE = 0.85
"""A picture, or several, over this part of the page make it a scan; scanners leave narrow margins at most."""
NO_PICTURE = 0.10
"""Pictures over less than this are seals, signatures and logos."""
MANY_OBJECTS = 20_000
"""A page of more drawing operations than this is a drawing or an attack; the survey ends there."""
_MANY_LETTERS = 160
"""Visible characters over a full-page picture that make the page more than a stamped scan: stamps were seen
with up to 157."""
_DEPTH = 6
_GRID = 60

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """A picture on a page, in the page's own points, before /Rotate."""

    width: int
    """Pixels as stored."""
    height: int
    matrix: Matrix
    """Of the unit square, to points."""
    depth: int
    """0 on the page itself, more within form objects."""
    handle: pdfium.PdfObject

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top in points."""
        a, b, c, d, e, f = self.matrix
        xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def has_square_dots(self) -> bool:
        """Whether both resolutions agree within 1 %, so that the stored pixels are the page's."""
        a, _, _, d, _, _ = self.matrix
        return abs(self.width / a - self.height / d) <= 0.01 * self.width / a if a and d else False

    @property
    def dpi(self) -> float:
        """The finer of its two resolutions on the page; 0 when it has no extent."""
        a, b, c, d, _, _ = self.matrix
        wide, high = (a * a + b * b) ** 0.5, (c * c + d * d) ** 0.5
        if wide <= 0 or high <= 0:
            return 0.0
        return float(max(self.width / wide, self.height / high)) * 72


@dataclass(frozen=True, slots=True)
class Survey:
    """What a page is made of."""

    kind: PageImageKind
    images: tuple[PlacedImage, ...]
    coverage: float
    """Part of the page that pictures cover, 0 to 1."""
    paths: int
    shown_texts: int
    """Text objects that are not invisible."""
    letters_over_picture: int
    """Characters drawn visibly after (over) the last full-page picture."""
    shown_below: int = 0
    """Paths and visible text drawn before (under) the first full-page picture."""
    is_whole: bool = True
    """False when the page has more objects than were looked at."""
    hidden: frozenset[int] = field(default=frozenset())
    """Addresses of text objects that a viewer never sees: invisible, or beneath a full-page picture."""


def survey_page(page: pdfium.PdfPage) -> Survey:
    """Walks the page's objects once. Raises `pdfium.PdfiumError` for a page that cannot be walked."""
    box = page.get_bbox()
    images: list[PlacedImage] = []
    texts: list[tuple[int, bool, int]] = []
    paths, last_cover, below, is_whole = 0, -1, 0, True
    for order, (item, matrix, depth) in enumerate(_walk(page)):
        if order >= MANY_OBJECTS:
            is_whole = False
            break
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            image = _placed(item, matrix, depth)
            images.append(image)
            if _cover(box, [image]) >= FULL_PAGE:
                below = below if last_cover >= 0 else paths + sum(seen for _, seen, _ in texts)
                last_cover = order
        elif item.type == raw.FPDF_PAGEOBJ_TEXT:
            mode = raw.FPDFTextObj_GetTextRenderMode(item.raw)
            seen = mode not in {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
            texts.append((order, seen, _address(item.raw)))
        elif item.type in {raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING}:
            paths += 1
    coverage = _cover(box, images)
    hidden = frozenset(address for at, seen, address in texts if not seen or at < last_cover)
    shown = sum(1 for at, seen, _ in texts if seen and at > last_cover)
    letters = _letters(page, hidden) if shown and coverage >= NO_PICTURE else 0
    return Survey(
        _kind(coverage, shown, letters),
        tuple(images),
        coverage,
        paths,
        shown,
        letters,
        below,
        is_whole,
        hidden,
    )


def _kind(coverage: float, shown_texts: int, letters: int) -> PageImageKind:
    if coverage < NO_PICTURE:
        return PageImageKind.BORN_DIGITAL
    if coverage >= FULL_PAGE and (shown_texts == 0 or letters <= _MANY_LETTERS):
        return PageImageKind.SCAN
    return PageImageKind.MIXED


def _walk(page: pdfium.PdfPage) -> Iterator[tuple[pdfium.PdfObject, Matrix, int]]:
    """Every leaf object in drawing order with the matrix of the forms around it."""
    return _walk_in(page, None, IDENTITY, 0)


def _walk_in(
    page: pdfium.PdfPage, form: pdfium.PdfObject | None, around: Matrix, depth: int
) -> Iterator[tuple[pdfium.PdfObject, Matrix, int]]:
    for item in page.get_objects(form=form.raw if form else None, max_depth=1):
        if item.type == raw.FPDF_PAGEOBJ_FORM:
            if depth < _DEPTH:
                yield from _walk_in(page, item, multiply(_matrix(item), around), depth + 1)
        else:
            yield item, around, depth


def _matrix(item: pdfium.PdfObject) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item.raw, matrix):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _placed(item: pdfium.PdfObject, around: Matrix, depth: int) -> PlacedImage:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    raw.FPDFImageObj_GetImagePixelSize(item.raw, width, height)
    return PlacedImage(width.value, height.value, multiply(_matrix(item), around), depth, item)


def multiply(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that applies `first` and then `second` (PDF 32000-1, 8.3.4)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _cover(box: tuple[float, float, float, float], images: list[PlacedImage]) -> float:
    """Part of the page's box under the union of the pictures' bounds, on a coarse grid."""
    left, bottom, right, top = box
    if not images or right <= left or top <= bottom:
        return 0.0
    grid = np.zeros((_GRID, _GRID), bool)
    for image in images:
        x0, y0, x1, y1 = image.bounds
        columns = [round((x - left) / (right - left) * _GRID) for x in (x0, x1)]
        rows = [round((y - bottom) / (top - bottom) * _GRID) for y in (y0, y1)]
        columns = [min(max(value, 0), _GRID) for value in columns]
        rows = [min(max(value, 0), _GRID) for value in rows]
        grid[rows[0] : rows[1], columns[0] : columns[1]] = True
    return float(grid.mean())


def _address(handle: object) -> int:
    return ctypes.addressof(handle.contents)  # type: ignore[attr-defined]  # a ctypes pointer


def _letters(page: pdfium.PdfPage, hidden: frozenset[int]) -> int:
    """Visible characters that are no spaces."""
    text = page.get_textpage()
    try:
        return sum(
            1
            for index in range(text.count_chars())
            if raw.FPDFText_GetUnicode(text.raw, index) > 32 and not is_hidden(text, index, hidden)
        )
    finally:
        text.close()


def is_hidden(text: pdfium.PdfTextPage, index: int, hidden: frozenset[int]) -> bool:
    """Whether the character's text object is one that a viewer never sees."""
    handle = raw.FPDFText_GetTextObject(text.raw, index)
    return bool(handle) and _address(handle) in hidden
