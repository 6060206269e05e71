"""Lays a recognised PDF page on a new page: the scan's own streams untouched, all else shown as one overlay.

Building the page anew, rather than editing it, leaves behind all that PDF/A forbids (scripts, actions, fonts
that are not embedded) and all text that is not ours. Where the page is no plain scan, it is drawn instead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pikepdf
import pypdfium2 as pdfium
from pypdfium2 import raw

from pipeline.pdfa.base_images import base_drawing
from pipeline.pdfa.encoding import deflated, packed_pixels
from pipeline.pdfa.placing import upright, whole_page
from pipeline.pdfa.sheets import Drawing, Picture, Sheets
from pipeline.source.page_objects import (
    FULL_PAGE,
    Matrix,
    PlacedImage,
    Survey,
    is_invisible,
    part_covered,
)
from pipeline.source.pdf import PdfPage, draw_page
from pipeline.source.shapes import Pixels
from pipeline.source.stored_image import pixels_of_bitmap

_OVERLAY_DPI, _FINEST_OVERLAY_DPI = 300.0, 600.0
_MOSTLY = 0.5
"""Under this part of the page, pictures with text or lines around them are part of a drawn page."""
_DRAWN_DPI = (200.0, 300.0)
Region = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


def scan_pictures(
    sheets: Sheets, page: PdfPage, structure: pikepdf.Page, rotation: int
) -> list[Picture | Drawing] | None:
    """The scan's pictures and the overlay of what lies on them, or `None` when the page is no plain scan.

    pdfium's page must be upright already (its /Rotate is `rotation`); its scan is taken out of it in memory.
    """
    handle, survey = page.handle(), page.survey()
    base = _base_objects(survey, page.own_object_count)
    drawing = base_drawing(structure) if base is not None else None
    if base is None or drawing is None or drawing.shown != len(base.images):
        return None
    if base.covers_others and not drawing.is_opaque:
        return None
    onto = upright(handle.get_bbox(), rotation)
    shown: list[Picture | Drawing] = [Drawing(tuple(drawing.operators), drawing.copied(sheets.pdf), onto)]
    if base.is_under_others:
        items = list(handle.get_objects(max_depth=1))
        for at in sorted(base.places, reverse=True):
            raw.FPDFPage_RemoveObject(handle.raw, items[at].raw)
        finest = max(image.dpi for image in base.images)
        shown.extend(_overlay(sheets, handle, onto, min(max(_OVERLAY_DPI, finest), _FINEST_OVERLAY_DPI)))
    return shown


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


@dataclass(frozen=True, slots=True)
class _Base:
    """The objects that make up the scan."""

    images: tuple[PlacedImage, ...]
    places: frozenset[int]
    """Their positions among the page's own objects; of the form, for those within one."""
    is_under_others: bool
    """Whether anything is shown over them."""
    covers_others: bool
    """Whether anything was drawn before them, to be seen only through masks."""


def _base_objects(survey: Survey, own_count: int) -> _Base | None:
    """The pictures of the page's own content, when they fill it and nothing else shows between them."""
    images = tuple(image for image in survey.images if image.place < own_count)
    if not images or not survey.is_whole:
        return None
    places = frozenset(image.place for image in images)
    first = min(
        (image.place for image in images if part_covered(survey.box, [image]) >= FULL_PAGE), default=-1
    )
    others = [place for place in survey.shown_places if place > first]
    if others and (part_covered(survey.box, images) < _MOSTLY or min(others) <= max(places)):
        return None
    is_under_others = bool(others) or len(images) < len(survey.images)
    return _Base(images, places, is_under_others, any(place < first for place in survey.shown_places))


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
        if item.type == raw.FPDF_PAGEOBJ_TEXT and is_invisible(item):
            continue
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
