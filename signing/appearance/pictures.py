"""Images of signatures and seals: checked, cut to their ink, compressed once, laid into every file.

Decree 30/2020 asks for PNG with a transparent ground; an opaque image would hide what is printed below it.
Five hundred files take the same compressed bytes, so an image is opened once a batch.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.writer import BasePdfFileWriter

from records.errors import SigningRefused

MOST_BYTES = 20_000_000
MOST_PIXELS = 40_000_000
"""A seal of 42 mm at 1,200 dpi has 4 million."""
MOST_SIDE = 1_200
"""Pixels that are kept of a side: 600 dpi over 50 mm."""
_STENCIL_SIDE = 2_400
"""Points of a mask's longer side: its steps are then 0.02 mm."""
_INK = 8
"""An alpha of less than this is no ink: soft edges of scanned signatures end there."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image with transparency, cut to its ink, as the two streams that a PDF keeps it in."""

    pixels: tuple[int, int]
    """Width and height."""
    millimetres: tuple[float, float] | None
    """Width and height of the ink at the image's own dpi; `None` when it names none."""
    colour: bytes
    """Red, green and blue, deflated."""
    alpha: bytes
    """How opaque each pixel is, deflated."""

    @property
    def aspect(self) -> float:
        """Width over height."""
        width, height = self.millimetres or self.pixels
        return width / height

    def embed(self, writer: BasePdfFileWriter, *, is_cut_out: bool = False) -> generic.IndirectObject:
        """Adds the image to a file that is being written.

        `is_cut_out` leaves the ground away by a mask of whole points instead of transparency, for PDF/A-1.
        """
        image = _image(self.pixels, calibrated_rgb(), self.colour)
        if is_cut_out:
            image["/Mask"] = writer.add_object(_cut_out(self))
        else:
            grey = generic.NameObject("/DeviceGray")
            image["/SMask"] = writer.add_object(_image(self.pixels, grey, self.alpha))
        return writer.add_object(image)


def open_picture(path: Path) -> Picture:
    """The image at `path`, made once as long as the file stays the same.

    Raises `SigningRefused` when it is no PNG, has no transparent ground, is empty or too large.
    """
    try:
        state = path.stat()
    except OSError as error:
        raise _refused(path, "không có tệp này", "there is no such file") from error
    if state.st_size > MOST_BYTES:
        raise _refused(path, "tệp quá lớn", "the file is too large")
    return _opened(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=32)
def _opened(path: Path, _modified: int, _size: int) -> Picture:
    try:
        with Image.open(path, formats=("PNG",)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise _refused(path, "ảnh quá nhiều điểm ảnh", "the image has too many pixels")
            dots = image.info.get("dpi")
            whole = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _refused(path, "không phải ảnh PNG, hoặc ảnh hỏng", "no PNG, or damaged") from error
    ink = np.asarray(whole)[..., 3] >= _INK
    if not ink.any():
        raise _refused(path, "ảnh trống", "the image is empty")
    if ink.all():
        raise _refused(path, "nền ảnh không trong suốt", "the ground is not transparent")
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    cut = whole.crop((int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1))
    return _picture(cut, _size_mm(cut.size, dots))


def _picture(cut: Image.Image, millimetres: tuple[float, float] | None) -> Picture:
    if max(cut.size) > MOST_SIDE:
        # with alpha multiplied in, else the invisible colour of the ground bleeds into the edges
        shrunk = cut.convert("RGBa")
        shrunk.thumbnail((MOST_SIDE, MOST_SIDE), Image.Resampling.HAMMING)  # no ringing at edges
        cut = shrunk.convert("RGBA")
    pixels = np.asarray(cut)
    colour, alpha = pixels[..., :3].copy(), pixels[..., 3]
    colour[alpha < _INK] = np.median(colour[alpha >= _INK], axis=0).astype(
        np.uint8
    )  # one colour deflates well
    return Picture(
        cut.size, millimetres, zlib.compress(colour.tobytes(), 9), zlib.compress(alpha.tobytes(), 9)
    )


def _size_mm(pixels: tuple[int, int], dots: tuple[float, float] | None) -> tuple[float, float] | None:
    if dots is None or min(dots) < 1:
        return None
    return pixels[0] / dots[0] * 25.4, pixels[1] / dots[1] * 25.4


def _refused(path: Path, why_vi: str, why_en: str) -> SigningRefused:
    return SigningRefused(
        f"{path.name}: {why_en}",
        remedy_vi=f"Không dùng được ảnh {path.name}: {why_vi}. Hãy chọn ảnh PNG nền trong suốt.",
        remedy_en=f"The image {path.name} cannot be used: {why_en}. Choose a PNG with a transparent ground.",
    )


def _cut_out(picture: Picture) -> generic.StreamObject:
    size, deflated = _stencil(picture)
    mask = _image(size, None, deflated)
    mask["/ImageMask"] = generic.BooleanObject(True)
    mask["/BitsPerComponent"] = generic.NumberObject(1)
    return mask


@lru_cache(maxsize=8)
def _stencil(picture: Picture) -> tuple[tuple[int, int], bytes]:
    """Size and deflated bits of the mask, 1 where nothing is painted (ISO 32000-2, 8.9.6.3)."""
    alpha = Image.frombytes("L", picture.pixels, zlib.decompress(picture.alpha))
    finer = max(1, round(_STENCIL_SIDE / max(picture.pixels)))
    size = (picture.pixels[0] * finer, picture.pixels[1] * finer)
    grown = np.asarray(alpha.resize(size, Image.Resampling.BICUBIC))
    return size, zlib.compress(np.packbits(grown < 128, axis=1).tobytes(), 9)


def _image(pixels: tuple[int, int], space: generic.PdfObject | None, deflated: bytes) -> generic.StreamObject:
    name = generic.NameObject
    image = generic.StreamObject(
        {
            name("/Type"): name("/XObject"),
            name("/Subtype"): name("/Image"),
            name("/Width"): generic.NumberObject(pixels[0]),
            name("/Height"): generic.NumberObject(pixels[1]),
            name("/BitsPerComponent"): generic.NumberObject(8),
            name("/Filter"): name("/FlateDecode"),
        },
        encoded_data=deflated,
    )
    if space is not None:
        image["/ColorSpace"] = space
    return image


def calibrated_rgb() -> generic.ArrayObject:
    """The primaries and white of sRGB as CalRGB (ISO 32000-2, 8.6.5.3).

    PDF/A-2 forbids DeviceRGB where the output intent is grey, CMYK or missing (ISO 19005-2, 6.2.4.3); this is
    right beside every output intent and costs no profile.
    """

    def numbers(*values: float) -> generic.ArrayObject:
        return generic.ArrayObject([generic.FloatObject(str(value)) for value in values])

    name = generic.NameObject
    primaries = numbers(0.4124, 0.2126, 0.0193, 0.3576, 0.7152, 0.1192, 0.1805, 0.0722, 0.9505)
    settings = generic.DictionaryObject(
        {
            name("/WhitePoint"): numbers(0.9505, 1, 1.089),
            name("/Gamma"): numbers(2.2, 2.2, 2.2),
            name("/Matrix"): primaries,
        }
    )
    return generic.ArrayObject([name("/CalRGB"), settings])
