"""Lays the frames of an image file on pages: the file's own stream where a PDF can hold it."""

from __future__ import annotations

from pathlib import Path

from pipeline.pdfa.compact import layered, reduced
from pipeline.pdfa.encoding import embedded_file, packed_pixels
from pipeline.pdfa.placing import whole_page
from pipeline.pdfa.sheets import Drawing, Picture, Sheets
from pipeline.source.image import ImagePage
from pipeline.source.shapes import Pixels, SourceKind
from records import Page

_EMBEDDABLE = {SourceKind.JPEG, SourceKind.PNG}


def frame_picture(
    sheets: Sheets, path: Path, frame: ImagePage, *, kind: SourceKind, page: Page, size: tuple[float, float]
) -> Picture:
    """The frame as a picture that fills its upright page of `size` points. Raises the errors of the frame."""
    if kind in _EMBEDDABLE or frame.is_lone_fax:
        stream = embedded_file(sheets.pdf, path.read_bytes())
        if stream is not None:
            return Picture(stream, whole_page(*size, orientation=frame.orientation, rotation=page.rotation))
    stream = packed_pixels(sheets.pdf, frame.stored_pixels())
    return Picture(stream, whole_page(*size, rotation=page.rotation))


def frame_layers(
    sheets: Sheets, frame: ImagePage, *, page: Page, size: tuple[float, float], most_bytes: int
) -> Drawing | None:
    """The frame in layers, or `None` where it is to be kept. Raises the errors of the frame."""
    width = page.height if page.rotation % 180 else page.width
    pixels, dpi = reduced_frame(frame, page.dpi, width)
    return layered(sheets.pdf, pixels, dpi, whole_page(*size, rotation=page.rotation), most_bytes=most_bytes)


def reduced_frame(frame: ImagePage, dpi: float, width: float) -> tuple[Pixels, float]:
    """The upright frame for layers, given that it was read at `dpi` in `width` pixels."""
    pixels = frame.stored_pixels()
    return reduced(pixels, dpi * pixels.shape[1] / width)
