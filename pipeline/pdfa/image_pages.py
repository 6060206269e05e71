"""Lays the frames of an image file on pages: the file's own stream where a PDF can hold it."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from pipeline.pdfa.compact import layered, part_for_layers, reduced
from pipeline.pdfa.encoding import embedded_file, packed_pixels
from pipeline.pdfa.placing import whole_page
from pipeline.pdfa.sheets import Drawing, Picture, Sheets
from pipeline.source.image import ImagePage, open_image
from pipeline.source.shapes import Pixels, SourceKind
from records import Page

_HALF = 0.6
"""How far a scan is reduced for its layers at least, for half its size to do."""
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
    sheets: Sheets,
    path: Path,
    frame: ImagePage,
    *,
    kind: SourceKind,
    page: Page,
    size: tuple[float, float],
    most_bytes: int,
) -> Drawing | None:
    """The frame in layers, or `None` where it is to be kept. Raises the errors of the frame."""
    width = size[1] if page.rotation % 180 else size[0]
    pixels = half_of_large_jpeg(path, kind) if kind is SourceKind.JPEG else None
    if pixels is None:
        pixels = frame.stored_pixels()
    dpi = pixels.shape[1] / width * 72
    pixels, dpi = reduced(pixels, dpi)
    return layered(sheets.pdf, pixels, dpi, whole_page(*size, rotation=page.rotation), most_bytes=most_bytes)


def half_of_large_jpeg(path: Path, kind: SourceKind) -> Pixels | None:
    """The upright frame decoded at half its size, where layers would not need much more.

    Decoding an A3 page of 600 dpi whole took 400 MB for 209 MB of pixels, at half 100.
    """
    with open_image(path, kind) as image:
        if image.mode not in {"L", "RGB"} or part_for_layers(*image.size, 1) > _HALF:
            return None
    packed = path.read_bytes()
    if not packed.rstrip(b"\x00\r\n ").endswith(b"\xff\xd9"):
        return None  # cut short: the frame's own way says so
    pixels = cv2.imdecode(np.frombuffer(packed, np.uint8), cv2.IMREAD_REDUCED_COLOR_2)
    return None if pixels is None else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB), np.uint8)
