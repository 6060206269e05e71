"""Surveys what a PDF page is drawn with: pictures, how much they cover, and the text a viewer can see."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
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
    place: int
    """Position of it, or of the form that holds it, among the page's own objects."""
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
    box: tuple[float, float, float, float] = (0, 0, 0, 0)
    """Left, bottom, right, top of what is shown of the page, in points."""
    shown_places: tuple[int, ...] = ()
    """Positions, among the page's own objects, of paths and visible text, or of the forms that hold them."""
    is_whole: bool = True
    """False when the page has more objects than were looked at."""
    hidden: frozenset[int] = field(default=frozenset())
    """Addresses of text objects that a viewer never sees: invisible, or beneath a full-page picture."""


def survey_page(page: pdfium.PdfPage) -> Survey:
    """Walks the page's objects once. Raises `pdfium.PdfiumError` for a page that cannot be walked."""
    box = page.get_bbox()
    images: list[PlacedImage] = []
    texts: list[tuple[int, bool, int]] = []
    shown_places: list[int] = []
    paths, last_cover, is_whole = 0, -1, True
    for order, (item, matrix, depth, place) in enumerate(_walk(page)):
        if order >= MANY_OBJECTS:
            is_whole = False
            break
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            images.append(_placed(item, matrix, depth, place))
            if part_covered(box, images[-1:]) >= FULL_PAGE:
                last_cover = order
        elif item.type == raw.FPDF_PAGEOBJ_TEXT:
            seen = not is_invisible(item)
            texts.append((order, seen, _address(item.raw)))
            shown_places += [place] * seen
        elif item.type in {raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING}:
            paths += 1
            shown_places.append(place)
    hidden = frozenset(address for at, seen, address in texts if not seen or at < last_cover)
    shown = sum(1 for at, seen, _ in texts if seen and at > last_cover)
    coverage = part_covered(box, images)
    letters = _letters(page, hidden) if shown and coverage >= NO_PICTURE else 0
    return Survey(
        kind=_kind(coverage, shown, letters),
        images=tuple(images),
        coverage=coverage,
        paths=paths,
        shown_texts=shown,
        letters_over_picture=letters,
        box=box,
        shown_places=tuple(shown_places),
        is_whole=is_whole,
        hidden=hidden,
    )


def is_invisible(text: pdfium.PdfObject) -> bool:
    """Whether a text object is drawn in a mode that leaves no ink (ISO 32000-1, 9.3.6)."""
    mode = raw.FPDFTextObj_GetTextRenderMode(text.raw)
    return mode in {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}


def _kind(coverage: float, shown_texts: int, letters: int) -> PageImageKind:
    if coverage < NO_PICTURE:
        return PageImageKind.BORN_DIGITAL
    if coverage >= FULL_PAGE and (shown_texts == 0 or letters <= _MANY_LETTERS):
        return PageImageKind.SCAN
    return PageImageKind.MIXED


def _walk(page: pdfium.PdfPage) -> Iterator[tuple[pdfium.PdfObject, Matrix, int, int]]:
    """Every leaf object in drawing order, with the matrix of the forms around it, its depth and its place."""
    for place, item in enumerate(page.get_objects(max_depth=1)):
        for leaf, matrix, depth in _leaves(page, item, IDENTITY, 0):
            yield leaf, matrix, depth, place


def _leaves(
    page: pdfium.PdfPage, item: pdfium.PdfObject, around: Matrix, depth: int
) -> Iterator[tuple[pdfium.PdfObject, Matrix, int]]:
    if item.type != raw.FPDF_PAGEOBJ_FORM:
        yield item, around, depth
    elif depth < _DEPTH:
        inner = multiply(_matrix(item), around)
        for child in page.get_objects(form=item.raw, max_depth=1):
            yield from _leaves(page, child, inner, depth + 1)


def _matrix(item: pdfium.PdfObject) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item.raw, matrix):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _placed(item: pdfium.PdfObject, around: Matrix, depth: int, place: int) -> PlacedImage:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    raw.FPDFImageObj_GetImagePixelSize(item.raw, width, height)
    return PlacedImage(width.value, height.value, multiply(_matrix(item), around), depth, place, item)


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


def part_covered(box: tuple[float, float, float, float], images: Sequence[PlacedImage]) -> float:
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
