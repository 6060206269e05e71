"""Reads what a person drew a box around, once more and alone, and a page turned as a person said.

Both are one step that a child process can be given: paths and numbers in, plain values out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from pipeline.enhance import EnhanceOptions, enhance
from pipeline.ocr import get_engine, lines_of
from pipeline.pdfa import write_searchable
from pipeline.pdfa.page_picture import upright_picture
from pipeline.reading import ReadingOptions, read_page
from pipeline.second_reading import reader_of, second_thoughts, ways
from records import Box, Page, mean_confidence
from records.errors import PageFailed
from records.pdfium import pdfium_lock

READ_DPI = 300.0
"""Dots per inch at which a spot is drawn to be read: what the recognisers were tuned on."""
MOST_PIXELS = 40_000_000
"""Of the page as drawn; A3 at 400 dpi."""
AIR = 12
"""White pixels around the cut-out: letters that touch the edge are read badly."""
_WHOLE_PAGE_STEPS = frozenset({"turn_upright", "deskew", "borders", "photograph", "positive", "telefax"})
"""Steps that judge a page; a strip of a few words gives them nothing to judge by."""


@dataclass(frozen=True, slots=True)
class SpotRead:
    """What stands in a box."""

    text: str
    """Empty for nothing."""
    confidence: float
    """Mean over its letters, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotTask:
    """Read what stands in a box."""

    path: Path
    """The record's rendition."""
    place: int
    """Of the page in the rendition, from 0."""
    box: Box
    """Pixels of the upright page."""
    page_width: int
    """Of the upright page, in the same pixels."""
    options: ReadingOptions = field(default_factory=ReadingOptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnTask:
    """Read a page whose source must be turned as a person says, and draw it so."""

    path: Path
    """The original."""
    number: int
    """Of the page in it, from 1."""
    rotation: int
    """Degrees clockwise from how the original shows it, a multiple of 90."""
    out_pdf: Path
    """Where the page's searchable PDF is to be written."""
    title: str
    created: datetime
    options: ReadingOptions = field(default_factory=ReadingOptions)


def read_spot(task: SpotTask) -> SpotRead:
    """Reads the box; raises a kind of `PageFailed` when the page cannot be drawn or read."""
    drawn = _drawn(task.path, task.place)
    scale = drawn.width / task.page_width
    box = task.box
    sides = (round(box.x0 * scale), round(box.y0 * scale), round(box.x1 * scale), round(box.y1 * scale))
    window = np.asarray(drawn.crop(sides), np.uint8)
    if not window.size:
        return SpotRead("", 0.0)
    framed = cv2.copyMakeBorder(window, AIR, AIR, AIR, AIR, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    options = task.options
    without = options.without_steps | _WHOLE_PAGE_STEPS
    sheet = enhance(np.asarray(framed, np.uint8), READ_DPI, EnhanceOptions(without=without))
    engine = get_engine(options.engine, options.languages)
    lines = lines_of(engine, sheet.grey, dpi=sheet.dpi, options=options.recognition)
    again = ways(engine, options.recognition, sheet.dpi)
    words = second_thoughts(lines, again, reader_of(engine), is_thorough=True)
    return SpotRead(" ".join(word.text for word in words), mean_confidence(words))


def read_turned(task: TurnTask) -> Page:
    """Reads the page upright and writes its PDF; raises what `read_page` and `write_searchable` raise."""
    page = read_page(task.path, task.number, replace(task.options, rotation=task.rotation % 360))
    limits = task.options.limits
    write_searchable(task.path, [page], task.out_pdf, title=task.title, created=task.created, limits=limits)
    return page


def _drawn(path: Path, place: int) -> Image.Image:
    with pdfium_lock:
        try:
            document = pdfium.PdfDocument(str(path))
        except pdfium.PdfiumError as error:
            raise PageFailed("the rendition cannot be opened") from error
        try:
            return upright_picture(path, document, place, dpi=READ_DPI, most=MOST_PIXELS)
        except (IndexError, pdfium.PdfiumError) as error:
            raise PageFailed(f"page {place + 1} of the rendition cannot be drawn") from error
        finally:
            document.close()
