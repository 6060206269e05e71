"""Writes a copy page by page: drawn, blacked, watermarked, and only then put into a file that was empty."""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw

from pipeline.copies.stamping import printable, stamp_form, watermarked
from pipeline.pdfa.levelling import Place
from pipeline.pdfa.metadata import About
from pipeline.pdfa.placing import whole_page
from pipeline.pdfa.sheets import Drawing, Picture, Sheets
from pipeline.pdfa.text_stream import text_stream
from pipeline.source.page_objects import IDENTITY
from records import Box, Page

DPI = 200.0
"""Print that is read easily, seals and signatures in their colours; a page weighs some 400 kB."""
_QUALITY = 80
TITLE = "Bản sao"
"""Of every copy: a title from the paper would tell what is blacked on it."""


@dataclass(frozen=True, slots=True)
class CopyOrder:
    """What a copy is to be."""

    pages: Sequence[Page]
    """Those that it shows, in order; with words where its text is to be found and copied."""
    created: datetime
    lines: Sequence[str] = ()
    """The watermark: who took it, when, for whom."""
    masks: Mapping[int, Sequence[Box]] = field(default_factory=dict)
    """Places to be blacked, by page number, in pixels of the upright page. With any, the copy has no text."""
    shares: Mapping[int, Sequence[Box]] = field(default_factory=dict)
    """The same in parts of the page from 0 to 1: drawn on it by hand, also on one that could not be read."""

    @property
    def hides(self) -> bool:
        """Whether anything is blacked."""
        return any(map(len, (*self.masks.values(), *self.shares.values())))


def write_copy(order: CopyOrder, draw: Callable[[int, float], Image.Image | None], out: Path) -> list[int]:
    """Writes the copy to `out` as PDF/A-2u; returns the pages that could not be drawn and are blank.

    `draw` gives page `number`, upright, at `dpi` or less, in RGB. Raises `SigningRefused` without the font.
    """
    undrawn: list[int] = []
    lines = [printable(line) for line in order.lines if line.strip()]
    with tempfile.TemporaryDirectory(prefix="hoso-copy-") as folder:
        sheets = Sheets(Path(folder))
        digest = hashlib.sha256()
        try:
            for page in order.pages:
                image = draw(page.number, DPI)
                if image is None:
                    undrawn.append(page.number)
                    image = _blank(page)
                content = _shown(image, page, _hidden(order, page, image.size), lines)
                digest.update(content)
                _add(sheets, page, image.size, content, has_text=not order.hides)
            sheets.save(out, About(TITLE, order.created, digest.hexdigest()))
        finally:
            sheets.close()
    return undrawn


def _hidden(order: CopyOrder, page: Page, pixels: tuple[int, int]) -> list[Box]:
    """What is to be black on a page, in pixels of its picture."""
    across, down = pixels
    scale = (across / page.width, down / page.height) if page.width else (1.0, 1.0)
    found = [(box, scale) for box in order.masks.get(page.number, ())]
    found += [(box, (across, down)) for box in order.shares.get(page.number, ())]
    return [Box(box.x0 * x, box.y0 * y, box.x1 * x, box.y1 * y) for box, (x, y) in found]


def _shown(image: Image.Image, page: Page, hidden: Sequence[Box], lines: Sequence[str]) -> bytes:
    """The page as JPEG, what is to be hidden replaced by black before anything is encoded."""
    shown = image.convert("RGB")
    _blacken(shown, hidden)
    shown = watermarked(shown, lines, _dpi_of(shown, page))
    _blacken(shown, hidden)  # again: black is black, also under the watermark
    stream = io.BytesIO()
    shown.save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()


def _blacken(image: Image.Image, hidden: Sequence[Box]) -> None:
    draw = ImageDraw.Draw(image)
    for box in hidden:
        # One pixel more on each side: the edge of a drawn letter falls between two.
        draw.rectangle((int(box.x0) - 1, int(box.y0) - 1, int(box.x1) + 1, int(box.y1) + 1), fill=(0, 0, 0))


def _add(sheets: Sheets, page: Page, pixels: tuple[int, int], content: bytes, *, has_text: bool) -> None:
    size = _size(page, pixels)
    stream = pikepdf.Stream(sheets.pdf, content)
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height = pixels
    stream.ColorSpace, stream.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
    stream.Filter = pikepdf.Name.DCTDecode
    picture = Picture(sheets.pdf.make_indirect(stream), whole_page(*size))
    stamp = Drawing(("/Stamp Do",), {"/Stamp": stamp_form(sheets.pdf, size)}, IDENTITY)
    text = text_stream(page, *size, sheets.codes) if has_text else b""
    sheets.add(Place(IDENTITY, size, size), (picture, stamp), text)


def _size(page: Page, pixels: tuple[int, int]) -> tuple[float, float]:
    """Of the page in points."""
    if page.width and page.dpi:
        return page.width / page.dpi * 72, page.height / page.dpi * 72
    return pixels[0] / DPI * 72, pixels[1] / DPI * 72


def _dpi_of(image: Image.Image, page: Page) -> float:
    return image.width / _size(page, image.size)[0] * 72


def _blank(page: Page) -> Image.Image:
    size = _size(page, (1654, 2339))
    return Image.new("RGB", (max(1, round(size[0] / 72 * 50)), max(1, round(size[1] / 72 * 50))), "white")
