"""Draws one page of a record for the screen, from the archive's searchable PDF or else the original."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe
from PIL import Image

from pipeline.pdfa.page_picture import upright_picture
from pipeline.source import open_source
from portal.audit import Kind
from portal.audit.noting import note_look
from portal.models import CatalogueRecord
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.views.held_records import (
    held_record,
    original_of,
    record_of,
    the_archive,
    version_number,
)
from records import Page
from records.errors import HosoError, ObjectMissing
from records.pdfium import pdfium_lock

SCREEN_DPI = 110
"""An A4 page becomes 910 × 1286 pixels: 13-point letters are read at once, and a page weighs some 100 kB."""
SHARP_DPI = 200
"""For reviewing, where single values are shown enlarged: marks above small letters stay clear."""
MOST_PIXELS = 4_000_000
"""An A2 drawing at 110 dpi; a larger page is drawn smaller."""
QUALITY = 82
KEPT_SECONDS = 7 * 24 * 3600
"""The address carries the version, so what is kept never grows stale."""


@require_safe
@needs(Right.SEE)
def page_image(request: HttpRequest, record_id: str, number: int) -> HttpResponse:
    """Page `number` as WebP, upright, at most `MOST_PIXELS` large; `?sharp` draws it for reviewing."""
    row = held_record(request, record_id)
    note_look(request, Kind.RECORD_VIEWED, object=f"record:{record_id}", unit=row.unit)
    dpi = SHARP_DPI if "sharp" in request.GET else SCREEN_DPI
    tag = f'"{row.record_id}-{row.version}-{number}-{dpi}"'
    response: HttpResponse
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(_encoded(_drawn(row, number, dpi)), content_type="image/webp")
    response["ETag"] = tag
    response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}, immutable"
    return response


def _drawn(row: CatalogueRecord, number: int, screen_dpi: int) -> Image.Image:
    pages = record_of(row).pages
    page = next((page for page in pages if page.number == number), None)
    if page is None:
        raise Http404("the record has no such page")
    drawn = [one.number for one in pages if one.width]
    archive, version = the_archive(), version_number(row)
    try:
        with archive.as_file(row.record_id, "searchable.pdf", version=version) as path:
            return _from_pdf(str(path), drawn, number, screen_dpi)
    except (ObjectMissing, pdfium.PdfiumError):
        pass
    held = original_of(row)
    if held is None:
        raise Http404("the record keeps no picture")
    try:
        with (
            archive.as_file(held.record_id, held.path, version=held.version) as path,
            open_source(path) as source,
        ):
            return _from_picture(source.page(number).picture().pixels, page, screen_dpi)
    except HosoError as error:
        raise Http404("the page cannot be drawn") from error


def _from_pdf(path: str, numbers: Sequence[int], number: int, screen_dpi: int) -> Image.Image:
    """Page `number` of the source from the rendition, which has a page for each of `numbers`."""
    with pdfium_lock:
        document = pdfium.PdfDocument(path)
        try:
            is_ours = len(document) == len(numbers) and number in numbers
            place = numbers.index(number) if is_ours else number - 1
            return upright_picture(Path(path), document, place, dpi=screen_dpi, most=MOST_PIXELS)
        except IndexError as error:
            raise Http404("the PDF has no such page") from error
        finally:
            document.close()


def _from_picture(
    pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], page: Page, screen_dpi: int
) -> Image.Image:
    image = Image.fromarray(np.ascontiguousarray(np.rot90(pixels, -(page.rotation // 90))))
    # By the page's own size: the picture may have been drawn at another resolution. An unread page has none.
    width, height, dpi = (page.width, page.height, page.dpi) if page.width else (*image.size, 300.0)
    scale = screen_dpi / max(dpi, 1)
    scale *= min(1.0, (MOST_PIXELS / max(width * height * scale**2, 1)) ** 0.5)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return image.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def _encoded(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=3)
    return out.getvalue()
