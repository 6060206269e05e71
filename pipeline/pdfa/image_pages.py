"""Lays the frames of an image file on pages: the file's own stream where a PDF can hold it."""

from __future__ import annotations

from pathlib import Path

from pipeline.pdfa.encoding import embedded_file, packed_pixels
from pipeline.pdfa.placing import whole_page
from pipeline.pdfa.sheets import Picture, Sheets
from pipeline.source.image import ImagePage
from pipeline.source.shapes import SourceKind
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
