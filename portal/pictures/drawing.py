"""Draws one page of a record from its searchable rendition, else from its original."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from archive import Archive
from pipeline.pdfa.page_picture import upright_picture
from pipeline.source import open_source
from records import Page
from records.errors import HosoError, ObjectMissing
from records.pdfium import pdfium_lock

MOST_PIXELS = 4_000_000
"""An A2 drawing at 110 dpi; a larger page is drawn smaller."""


@dataclass(frozen=True, slots=True)
class Original:
    """Where the archive keeps the file that a record came from."""

    record_id: str
    path: str
    version: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of one version of a record."""

    record_id: str
    version: int
    pages: Sequence[Page]
    """Of the record, without words."""
    number: int
    original: Callable[[], Original | None]
    """Asked only where there is no rendition."""


def drawn(archive: Archive, sheet: Sheet, dpi: float, *, most: int = MOST_PIXELS) -> Image.Image | None:
    """The page upright in RGB, at `dpi` or less; `None` when there is no such page or it cannot be drawn."""
    page = next((page for page in sheet.pages if page.number == sheet.number), None)
    if page is None:
        return None
    numbers = [one.number for one in sheet.pages if one.width]
    try:
        with archive.as_file(sheet.record_id, "searchable.pdf", version=sheet.version) as path:
            return _from_pdf(path, numbers, sheet.number, dpi, most)
    except (ObjectMissing, pdfium.PdfiumError):
        pass
    held = sheet.original()
    if held is None:
        return None
    try:
        with (
            archive.as_file(held.record_id, held.path, version=held.version) as path,
            open_source(path) as source,
        ):
            return _from_picture(source.page(sheet.number).picture().pixels, page, dpi, most)
    except HosoError:
        return None


def webp(image: Image.Image, quality: int) -> bytes:
    """The picture as WebP; `quality` from 0 to 100."""
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=3)
    return out.getvalue()


def _from_pdf(path: Path, numbers: Sequence[int], number: int, dpi: float, most: int) -> Image.Image | None:
    """Page `number` of the source from the rendition, which has a page for each of `numbers`."""
    with pdfium_lock:
        document = pdfium.PdfDocument(str(path))
        try:
            is_ours = len(document) == len(numbers) and number in numbers
            place = numbers.index(number) if is_ours else number - 1
            return upright_picture(path, document, place, dpi=dpi, most=most)
        except IndexError:
            return None
        finally:
            document.close()


def _from_picture(
    pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], page: Page, screen_dpi: float, most: int
) -> Image.Image:
    image = Image.fromarray(np.ascontiguousarray(np.rot90(pixels, -(page.rotation // 90))))
    # By the page's own size: the picture may have been drawn at another resolution. An unread page has none.
    width, height, dpi = (page.width, page.height, page.dpi) if page.width else (*image.size, 300.0)
    scale = screen_dpi / max(dpi, 1)
    scale *= min(1.0, (most / max(width * height * scale**2, 1)) ** 0.5)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
