"""Draws a page of a rendition in the frame of its words' boxes: as it was scanned, whatever the sheet turned.

Boxes are told in pixels of the upright page. Where the rendition set that page level on a larger sheet, it is
turned back, so that a box drawn over the picture still falls on its word.
"""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

from pipeline.pdfa.levelling import Place, place_on
from pipeline.source.page_objects import Matrix, multiply

_POINTS_AN_INCH = 72


def upright_picture(
    path: Path, document: pdfium.PdfDocument, index: int, *, dpi: float, most: int
) -> Image.Image:
    """Page `index`, from 0, of the rendition at `path`, which `document` has open, in RGB.

    At `dpi`, or less where that would take more than `most` pixels. Raises `IndexError` where there is no
    such page and `pdfium.PdfiumError` where it cannot be drawn.
    """
    page = document[index]
    place = _place(path, index)
    width, height = place.upright if place else page.get_size()
    scale = dpi / _POINTS_AN_INCH
    scale *= min(1.0, (most / max(width * height * scale**2, 1)) ** 0.5)
    if place is None:
        drawn: Image.Image = page.render(scale=scale).to_pil()
        return drawn.convert("RGB")
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return _turned_back(page, place, scale, size)


def _place(path: Path, index: int) -> Place | None:
    """`None` also for what is no rendition of ours."""
    try:
        return place_on(path, index)
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, IndexError):
        return None


def _turned_back(page: pdfium.PdfPage, place: Place, scale: float, size: tuple[int, int]) -> Image.Image:
    bitmap = pdfium.PdfBitmap.new_native(*size, raw.FPDFBitmap_BGRx)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
        way = raw.FS_MATRIX(*multiply(_whole_points(page), multiply(place.back, (scale, 0, 0, scale, 0, 0))))
        raw.FPDF_RenderPageBitmapWithMatrix(
            bitmap.raw, page.raw, way, raw.FS_RECTF(0, 0, *size), raw.FPDF_ANNOT
        )
        drawn: Image.Image = bitmap.to_pil()
        return drawn.convert("RGB")
    finally:
        bitmap.close()


def _whole_points(page: pdfium.PdfPage) -> Matrix:
    """Undoes that pdfium draws by a matrix on a page whose sides it has cut to whole points."""
    width, height = page.get_size()
    return width / int(width), 0, 0, height / int(height), 0, 0
