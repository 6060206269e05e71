"""Lays a recognised PDF page on a new page: the scan's own stream untouched, everything else shown as one overlay.

Building the page anew, rather than editing it, leaves behind all that PDF/A forbids (scripts, actions, fonts that
are not embedded) and all text that is not ours. Where the page is no plain scan, its picture is drawn instead.
"""

from __future__ import annotations

import numpy as np
import pikepdf
import pypdfium2 as pdfium
from pypdfium2 import raw

from pipeline.pdfa.encoding import deflated, is_allowed, packed_pixels
from pipeline.pdfa.placing import upright, whole_page
from pipeline.pdfa.sheets import Picture, Sheets
from pipeline.source.page_objects import FULL_PAGE, Matrix, PlacedImage, Survey, multiply
from pipeline.source.pdf import draw_page
from pipeline.source.shapes import Pixels
from pipeline.source.stored_image import is_clipped, pixels_of_bitmap

_OVERLAY_DPI = 300.0
_DRAWN_DPI = (200.0, 300.0)
_KEPT = (
    "/Type",
    "/Subtype",
    "/Width",
    "/Height",
    "/ColorSpace",
    "/BitsPerComponent",
    "/Filter",
    "/DecodeParms",
    "/Decode",
    "/SMask",
    "/Mask",
    "/Length",
)
"""What the copy of an image keeps; OPI, alternates, layers and metadata stay behind (ISO 19005-2, 6.2.8)."""

Region = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


def scan_pictures(
    sheets: Sheets, page: pdfium.PdfPage, survey: Survey, structure: pikepdf.Page, rotation: int
) -> list[Picture] | None:
    """The scan's image and the overlay of what lies on it, or `None` when the page is no plain scan.

    `page` must be upright already (its /Rotate is `rotation`); its scan is taken out of it in memory.
    """
    image = _base_image(page, survey)
    stream = _stream_of(image, structure) if image is not None else None
    if image is None or stream is None or not is_allowed(stream):
        return None
    onto = upright(page.get_bbox(), rotation)
    copied = sheets.pdf.copy_foreign(stream)
    for entry in list(copied.keys()):
        if entry not in _KEPT:
            del copied[entry]
    pictures = [Picture(copied, multiply(image.matrix, onto))]
    if survey.shown_texts or survey.paths or len(survey.images) > 1:
        raw.FPDFPage_RemoveObject(page.raw, image.handle.raw)
        pictures.extend(_overlay(sheets, page, onto, max(_OVERLAY_DPI, min(image.dpi, 600.0))))
    return pictures


def drawn_picture(sheets: Sheets, page: pdfium.PdfPage, dpi: float) -> list[Picture]:
    """The whole upright page as one picture, none when it is white."""
    width, height = page.get_size()
    dpi = min(max(dpi, _DRAWN_DPI[0]), max(_DRAWN_DPI[1], dpi))
    size = max(1, round(width * dpi / 72)), max(1, round(height * dpi / 72))
    pixels = draw_page(page, size, is_grey=False)
    if bool((pixels == 255).all()):
        return []
    if bool((pixels[:, :, 0] == pixels[:, :, 1]).all() and (pixels[:, :, 0] == pixels[:, :, 2]).all()):
        pixels = np.ascontiguousarray(pixels[:, :, 0])
    return [Picture(packed_pixels(sheets.pdf, pixels), whole_page(width, height))]


def _base_image(page: pdfium.PdfPage, survey: Survey) -> PlacedImage | None:
    """The one picture that fills the page and lies under everything that shows."""
    box = page.get_bbox()
    area = (box[2] - box[0]) * (box[3] - box[1])
    full = [image for image in survey.images if _area(image.bounds) >= FULL_PAGE * area]
    if len(full) != 1 or not survey.is_whole or survey.images[0] is not full[0] or survey.shown_below:
        return None
    image = full[0]
    if image.depth or raw.FPDFPageObj_HasTransparency(image.handle.raw) or is_clipped(image, box):
        return None
    return image


def _area(bounds: tuple[float, float, float, float]) -> float:
    return max(0.0, bounds[2] - bounds[0]) * max(0.0, bounds[3] - bounds[1])


def _stream_of(image: PlacedImage, structure: pikepdf.Page) -> pikepdf.Object | None:
    """The stored stream of a placed image: the page's only one of its size."""
    try:
        entries = structure.resources.get("/XObject", pikepdf.Dictionary()).values()
        found = [
            entry
            for entry in entries
            if isinstance(entry, pikepdf.Stream)
            and entry.get("/Subtype") == pikepdf.Name.Image
            and (int(entry.Width), int(entry.Height)) == (image.width, image.height)
        ]
    except (AttributeError, TypeError, ValueError, pikepdf.PdfError):
        return None
    return found[0] if len(found) == 1 else None


def _overlay(sheets: Sheets, page: pdfium.PdfPage, onto: Matrix, dpi: float) -> list[Picture]:
    """What is left on the page (stamps, notes, drawn text) as one picture with transparency."""
    width, height = page.get_size()
    scale = dpi / 72
    size = max(1, round(width * scale)), max(1, round(height * scale))
    region = _region(page, onto, height, scale, size)
    if region is None:
        return []
    on_white, on_black = (_drawn_on(page, size, region, colour) for colour in (0xFFFFFFFF, 0xFF000000))
    colours, opacity = _separated(on_white, on_black)
    if not opacity.any():
        return []
    stream = deflated(sheets.pdf, colours)
    stream.SMask = deflated(sheets.pdf, opacity)
    left, top, right, bottom = (value / scale for value in region)
    return [Picture(stream, (right - left, 0, 0, bottom - top, left, height - bottom))]


def _region(
    page: pdfium.PdfPage, onto: Matrix, height: float, scale: float, size: tuple[int, int]
) -> Region | None:
    """The part of the page, in pixels, that holds all its remaining objects."""
    corners = []
    for item in page.get_objects(max_depth=1):
        left, bottom, right, top = item.get_bounds()
        for x, y in ((left, bottom), (right, top)):
            a, b, c, d, e, f = onto
            corners.append(((a * x + c * y + e) * scale, (height - (b * x + d * y + f)) * scale))
    if not corners:
        return None
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    region = (
        max(0, int(min(xs)) - 2),
        max(0, int(min(ys)) - 2),
        min(size[0], int(max(xs)) + 3),
        min(size[1], int(max(ys)) + 3),
    )
    return region if region[0] < region[2] and region[1] < region[3] else None


def _drawn_on(page: pdfium.PdfPage, size: tuple[int, int], region: Region, colour: int) -> Pixels:
    """The region of the page, drawn at `size` for the whole page, on a ground of `colour` (ARGB)."""
    left, top, right, bottom = region
    bitmap = raw.FPDFBitmap_CreateEx(right - left, bottom - top, raw.FPDFBitmap_BGRx, None, 0)
    if not bitmap:
        raise MemoryError("no room for the overlay")
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, right - left, bottom - top, colour)
        raw.FPDF_RenderPageBitmap(bitmap, page.raw, -left, -top, *size, 0, 0)
        pixels = pixels_of_bitmap(bitmap)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    if pixels is None:
        raise MemoryError("no picture of the overlay")
    return pixels


def _separated(on_white: Pixels, on_black: Pixels) -> tuple[Pixels, Pixels]:
    """Colours `(H, W, 3)` and opacity `(H, W)` from the same drawing on white and on black.

    Drawn with opacity a, a colour c gives ac + (1 - a)·255 on white and ac on black: the difference tells a.
    """
    difference = on_white.astype(np.int16) - on_black
    opacity = np.clip(255 - difference.max(axis=2), 0, 255).astype(np.uint8)
    share = np.maximum(opacity, 1).astype(np.float32)[:, :, None] / 255
    colours = np.clip(on_black / share, 0, 255).astype(np.uint8)
    colours[opacity == 0] = 255
    return colours, opacity
