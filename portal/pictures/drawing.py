"""Draws a page in a child process: of a record's rendition, of its original, of an outgoing document.

Nothing here knows Django, for the children do not.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from pipeline.pdfa.page_picture import upright_picture
from pipeline.source import open_source
from records.pdfium import pdfium_lock

MOST_PIXELS = 4_000_000
"""An A2 drawing at 110 dpi; a larger page is drawn smaller."""
SMALL_BOX = (240, 340)
"""Pixels into which a small picture fits: an A4 sheet at 29 dpi, on which a paper is known by its look."""
SMALL_BYTES = 12_000
"""A list of twenty-five records with their first pages stays below 300 kB."""
SMALL_QUALITY = 70
_POINTS_AN_INCH = 72.0
_METHOD = 3
"""How much work WebP takes for its size, from 0 to 6."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a page is wanted."""

    dpi: float
    most: int = MOST_PIXELS
    quality: int = 0
    """Of the WebP, to 100; 0 wants the bare pixels."""
    with_small: bool = False
    """A small picture too."""


@dataclass(frozen=True, slots=True)
class PageSize:
    """An upright page as it was read: pixels, dots an inch, and by how many degrees the scan was turned."""

    width: int
    height: int
    dpi: float
    rotation: int


@dataclass(frozen=True, slots=True)
class RenditionTask:
    """Draw the page `number` of the source from a rendition, which has a page for each of `numbers`."""

    path: Path
    numbers: tuple[int, ...]
    number: int
    wish: Wish


@dataclass(frozen=True, slots=True)
class OriginalTask:
    """Draw the page `number` of the file as it was sent."""

    path: Path
    number: int
    size: PageSize
    wish: Wish


@dataclass(frozen=True, slots=True)
class DocumentTask:
    """Draw the page `number` of a PDF as it stands, signatures and all."""

    path: Path
    number: int
    wish: Wish


@dataclass(frozen=True, slots=True)
class Picture:
    """A page that was drawn."""

    size: tuple[int, int]
    content: bytes
    """WebP, or rows of RGB where bare pixels were wanted."""
    small: bytes = b""
    scale: float = 1.0
    """Pixels of a point."""

    def image(self) -> Image.Image:
        """The bare pixels as an image."""
        return Image.frombytes("RGB", self.size, self.content)


def draw_nothing(nothing: None) -> None:
    """What a child is asked that only has to be there."""


def draw_rendition(task: RenditionTask) -> Picture | None:
    """`None` where there is no such page, or PDFium cannot draw it."""
    with pdfium_lock:
        try:
            document = pdfium.PdfDocument(str(task.path))
        except pdfium.PdfiumError:
            return None
        try:
            numbers = task.numbers
            is_ours = len(document) == len(numbers) and task.number in numbers
            place = numbers.index(task.number) if is_ours else task.number - 1
            image = upright_picture(task.path, document, place, dpi=task.wish.dpi, most=task.wish.most)
        except (IndexError, pdfium.PdfiumError):
            return None
        finally:
            document.close()
    return _packed(image, task.wish)


def draw_original(task: OriginalTask) -> Picture | None:
    """Raises `SourceRefused` or `PageFailed` for what cannot be opened or drawn."""
    with open_source(task.path) as source:
        pixels = source.page(task.number).picture().pixels
    image = Image.fromarray(np.ascontiguousarray(np.rot90(pixels, -(task.size.rotation // 90))))
    # By the page's own size: the picture may have been drawn at another resolution. An unread page has none.
    read = task.size
    width, height, dpi = (read.width, read.height, read.dpi) if read.width else (*image.size, 300.0)
    scale = task.wish.dpi / max(dpi, 1)
    scale *= min(1.0, (task.wish.most / max(width * height * scale**2, 1)) ** 0.5)
    wanted = (max(1, round(width * scale)), max(1, round(height * scale)))
    return _packed(image.convert("RGB").resize(wanted, Image.Resampling.LANCZOS), task.wish)


def draw_document(task: DocumentTask) -> Picture | None:
    """`None` where there is no such page, or PDFium cannot draw it."""
    with pdfium_lock:
        try:
            document = pdfium.PdfDocument(str(task.path))
        except (pdfium.PdfiumError, FileNotFoundError):
            return None
        try:
            # Signatures are form fields: without this PDFium leaves them out.
            document.init_forms()
            if not 1 <= task.number <= len(document):
                return None
            shown = document[task.number - 1]
            width, height = shown.get_size()
            scale = min(task.wish.dpi / _POINTS_AN_INCH, (task.wish.most / max(width * height, 1.0)) ** 0.5)
            image = shown.render(scale=scale).to_pil().convert("RGB")
        except pdfium.PdfiumError:
            return None
        finally:
            document.close()
    return _packed(image, task.wish, scale)


def webp(image: Image.Image, quality: int) -> bytes:
    """The picture as WebP; `quality` from 0 to 100."""
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=_METHOD)
    return out.getvalue()


def small(image: Image.Image) -> bytes:
    """A picture as WebP that fits `SMALL_BOX`, of at most `SMALL_BYTES` bytes but for the busiest page."""
    image.thumbnail(SMALL_BOX, Image.Resampling.LANCZOS, reducing_gap=2.0)
    for quality in (SMALL_QUALITY, 45, 20):
        content = webp(image, quality)
        if len(content) <= SMALL_BYTES:
            break
    return content


def _packed(image: Image.Image, wish: Wish, scale: float = 1.0) -> Picture:
    content = webp(image, wish.quality) if wish.quality else image.tobytes()
    return Picture(image.size, content, small(image) if wish.with_small else b"", scale)
