"""Packs pixels and image files into PDF image streams, losslessly wherever the stored form allows it."""

from __future__ import annotations

import io
import logging
import zlib

import cv2
import img2pdf
import numpy as np
import pikepdf
from PIL import Image

from pipeline.pdfa.jpx import is_plain_jpx
from pipeline.source.shapes import Pixels

logging.getLogger("img2pdf").setLevel(logging.ERROR)  # it warns of what is handled here

_JPEG_QUALITY = 92
_FLAT_WHITE = 0.45
"""A page of which this part is pure white was drawn, not scanned: it packs well without loss."""
_FLAT_SAMPLE = 7
"""Every seventh row and column is looked at to tell."""


def embedded_file(pdf: pikepdf.Pdf, encoded: bytes) -> pikepdf.Object | None:
    """The image file's own stream by img2pdf: JPEG as it is, PNG and CCITT without loss.

    `None` for files that img2pdf refuses or that PDF/A cannot hold (odd depths, CMYK).
    """
    try:
        made = img2pdf.convert(
            encoded, rotation=img2pdf.Rotation.none, engine=img2pdf.Engine.internal, nodate=True
        )
    except (ValueError, OSError, KeyError, TypeError, NotImplementedError, img2pdf.ImageOpenError):
        return None
    except Exception as error:  # img2pdf's own errors share no base class
        if type(error).__module__.startswith("img2pdf"):
            return None
        raise
    with pikepdf.open(io.BytesIO(made)) as one:
        images = one.pages[0].Resources.XObject
        image = next(iter(images.values()))
        if not is_allowed(image):
            return None
        return pdf.copy_foreign(one.make_indirect(image))


def packed_pixels(pdf: pikepdf.Pdf, pixels: Pixels) -> pikepdf.Object:
    """Pixels as an image stream: two tones by CCITT, drawn pages deflated, photographs and scans as JPEG."""
    if pixels.ndim == 2 and is_two_toned(pixels):
        encoded = io.BytesIO()
        Image.fromarray(pixels).convert("1").save(encoded, "TIFF", compression="group4")
        image = embedded_file(pdf, encoded.getvalue())
        if image is not None:
            return image
    return deflated(pdf, pixels) if is_flat(pixels) else jpeg(pdf, pixels)


def is_two_toned(pixels: Pixels) -> bool:
    """Whether a grey picture holds nothing but black and white."""
    return bool(np.isin(pixels[:: _FLAT_SAMPLE * 3], (0, 255)).all()) and bool(
        np.isin(pixels, (0, 255)).all()
    )


def is_flat(pixels: Pixels) -> bool:
    """Whether the picture was drawn rather than photographed: most of it is one pure white."""
    sample = pixels[::_FLAT_SAMPLE, ::_FLAT_SAMPLE].reshape(-1, 1 if pixels.ndim == 2 else 3)
    return float((sample == 255).all(axis=1).mean()) > _FLAT_WHITE


def jpeg(pdf: pikepdf.Pdf, pixels: Pixels) -> pikepdf.Object:
    """Pixels as a JPEG stream with full colour resolution."""
    shown = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    options = [
        cv2.IMWRITE_JPEG_QUALITY,
        _JPEG_QUALITY,
        cv2.IMWRITE_JPEG_SAMPLING_FACTOR,
        cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
    ]
    _, encoded = cv2.imencode(".jpg", shown, options)
    return _image(pdf, encoded.tobytes(), pixels, pikepdf.Name.DCTDecode)


def deflated(pdf: pikepdf.Pdf, pixels: Pixels) -> pikepdf.Object:
    """Pixels without loss: deflated, each row as its difference from the row above (PNG filter `Up`)."""
    rows = np.ascontiguousarray(pixels).reshape(pixels.shape[0], -1)
    filtered = np.empty((rows.shape[0], rows.shape[1] + 1), np.uint8)
    filtered[:, 0] = 2
    filtered[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    image = _image(pdf, zlib.compress(filtered.tobytes(), 4), pixels, pikepdf.Name.FlateDecode)
    image.DecodeParms = pikepdf.Dictionary(
        Predictor=15, Colors=1 if pixels.ndim == 2 else 3, BitsPerComponent=8, Columns=pixels.shape[1]
    )
    return image


def _image(pdf: pikepdf.Pdf, stream: bytes, pixels: Pixels, packing: pikepdf.Name) -> pikepdf.Object:
    image = pikepdf.Stream(pdf, stream)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.BitsPerComponent = pixels.shape[1], pixels.shape[0], 8
    image.ColorSpace = pikepdf.Name.DeviceGray if pixels.ndim == 2 else pikepdf.Name.DeviceRGB
    image.Filter = packing
    return pdf.make_indirect(image)


_PACKINGS = {
    "/DCTDecode",
    "/JPXDecode",
    "/FlateDecode",
    "/CCITTFaxDecode",
    "/JBIG2Decode",
    "/RunLengthDecode",
}
_SPACES = {"/DeviceGray", "/DeviceRGB", "/CalGray", "/CalRGB", "/Indexed", "/ICCBased"}


def is_allowed(image: pikepdf.Object) -> bool:
    """Whether PDF/A-2 with an sRGB intent may hold the stream as it is (ISO 19005-2, 6.1.7, 6.2.4, 6.2.8)."""
    try:
        packing = image.get("/Filter", pikepdf.Array())
        names = [str(name) for name in packing] if isinstance(packing, pikepdf.Array) else [str(packing)]
        if any(name not in _PACKINGS for name in names):
            return False
        if "/JPXDecode" in names and (len(names) > 1 or not is_plain_jpx(image)):
            return False
        return bool(image.get("/ImageMask", False)) or _is_allowed_space(image.get("/ColorSpace"))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, pikepdf.PdfError):
        return False


def _is_allowed_space(space: pikepdf.Object | None) -> bool:
    if not isinstance(space, pikepdf.Array):
        return str(space) in {"/DeviceGray", "/DeviceRGB"}
    name = str(space[0])
    if name == "/ICCBased":
        return int(space[1].get("/N", 0)) in {1, 3} and _is_allowed_profile(space[1])
    if name == "/Indexed":
        return _is_allowed_space(space[1])
    return name in _SPACES


def _is_allowed_profile(stream: pikepdf.Object) -> bool:
    """A profile of ICC version 2 or 4 whose channels are those it is used for (ISO 19005-2, 6.2.4.2)."""
    header = bytes(stream.read_bytes()[:128])
    channels = {b"GRAY": 1, b"RGB ": 3}.get(header[16:20])
    return (
        len(header) == 128
        and header[8] in {2, 4}
        and header[12:16] in {b"scnr", b"mntr", b"prtr", b"spac"}
        and channels == int(stream.N)
    )
