"""Takes a scanned page's picture straight from its stored stream, where that is what a viewer would show.

Drawing a 300-dpi colour page through pdfium took 105 ms of processor time; decoding its JPEG stream took 40
and gave the same pixels to the last bit. The short way is taken only when nothing can make the two differ:
one upright picture that fills the page, no mask, no clip, no decode array, no note or stamp over it.
"""

from __future__ import annotations

import ctypes

import cv2
import numpy as np
import pikepdf
import pypdfium2 as pdfium
from pypdfium2 import raw

from pipeline.source.image import decode_jpeg
from pipeline.source.page_objects import PlacedImage, Survey
from pipeline.source.shapes import Pixels

_EDGE_PIXELS = 1.5
"""How far the picture's edge may lie from the page's; more would shift every box."""
_SPACES = {"/DeviceGray", "/DeviceRGB", "/CalGray", "/CalRGB", "/Indexed"}
_CHANGES = ("/SMask", "/Mask", "/ImageMask", "/Decode", "/SMaskInData", "/Alternates", "/OC")


def lone_picture(survey: Survey, box: tuple[float, float, float, float]) -> PlacedImage | None:
    """The page's only visible object, when that is one upright picture edge to edge; else `None`."""
    if len(survey.images) != 1 or survey.paths or survey.shown_texts or not survey.is_whole:
        return None
    image = survey.images[0]
    a, b, c, d, _, _ = image.matrix
    if image.depth or b or c or a <= 0 or d <= 0 or not image.width or not image.height:
        return None
    point = max(a / image.width, d / image.height)
    edges = zip(image.bounds, box, strict=True)
    if any(abs(edge - page_edge) > _EDGE_PIXELS * point for edge, page_edge in edges):
        return None
    handle = image.handle.raw
    if raw.FPDFPageObj_HasTransparency(handle):
        return None
    return None if is_clipped(image, box) else image


def is_clipped(image: PlacedImage, box: tuple[float, float, float, float]) -> bool:
    """Whether a clip path hides part of the picture that lies on the page; one around the page does not."""
    clip = raw.FPDFPageObj_GetClipPath(image.handle.raw)
    count = raw.FPDFClipPath_CountPaths(clip) if clip else 0
    left, bottom, right, top = image.bounds
    shown = max(left, box[0]), max(bottom, box[1]), min(right, box[2]), min(top, box[3])
    return any(not _holds(clip, index, shown) for index in range(max(count, 0)))


def _holds(clip: object, index: int, shown: tuple[float, float, float, float]) -> bool:
    """Whether the clip's path at `index` is a rectangle around `shown`, by half a point."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for at in range(min(raw.FPDFClipPath_CountPathSegments(clip, index), 8)):
        segment = raw.FPDFClipPath_GetPathSegment(clip, index, at)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_BEZIERTO:
            return False
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((x.value, y.value))
    if not 4 <= len(points) <= 5 or len({p[0] for p in points}) != 2 or len({p[1] for p in points}) != 2:
        return False
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return (
        min(xs) <= shown[0] + 0.5
        and min(ys) <= shown[1] + 0.5
        and max(xs) >= shown[2] - 0.5
        and max(ys) >= shown[3] - 0.5
    )


def stored_pixels(image: PlacedImage, page: pikepdf.Page) -> Pixels | None:
    """The picture's pixels before /Rotate, or `None` when only drawing shows it as a viewer would."""
    stream = _plain_stream(image, page)
    if stream is None:
        return None
    if _is_jpeg(stream):
        return decode_jpeg(stream.read_raw_bytes(), is_grey=_is_grey(stream), turn=False)
    return _pdfium_pixels(image)


def _plain_stream(image: PlacedImage, page: pikepdf.Page) -> pikepdf.Object | None:
    """The page's one image stream, if no entry of it changes how its samples are shown."""
    try:
        found = [
            entry
            for entry in page.resources.get("/XObject", pikepdf.Dictionary()).values()
            if isinstance(entry, pikepdf.Stream) and entry.get("/Subtype") == pikepdf.Name.Image
        ]
        if len(found) != 1 or any(key in found[0] for key in _CHANGES):
            return None
        stream = found[0]
        if (int(stream.Width), int(stream.Height)) != (image.width, image.height):
            return None
        return stream if _space(stream) in _SPACES else None
    except (AttributeError, KeyError, TypeError, ValueError, pikepdf.PdfError):
        return None


def _space(stream: pikepdf.Object) -> str:
    """The name of the picture's colour space; one by ICC profile is told by its number of channels."""
    space = stream.get("/ColorSpace")
    if not isinstance(space, pikepdf.Array):
        return str(space)
    if str(space[0]) == "/ICCBased":
        return {1: "/CalGray", 3: "/CalRGB"}.get(int(space[1].get("/N", 0)), "/DeviceCMYK")
    return str(space[0])


def _is_jpeg(stream: pikepdf.Object) -> bool:
    packing = stream.get("/Filter")
    names = list(packing) if isinstance(packing, pikepdf.Array) else [packing]
    return names == [pikepdf.Name.DCTDecode] and "/DecodeParms" not in stream


def _is_grey(stream: pikepdf.Object) -> bool:
    return _space(stream) in {"/DeviceGray", "/CalGray"}


def _pdfium_pixels(image: PlacedImage) -> Pixels | None:
    bitmap = raw.FPDFImageObj_GetBitmap(image.handle.raw)
    if not bitmap:
        return None
    try:
        return pixels_of_bitmap(bitmap)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)


def pixels_of_bitmap(bitmap: object) -> Pixels | None:
    """A copy of a pdfium bitmap as grey or RGB; `None` for a format that carries alpha."""
    layout = raw.FPDFBitmap_GetFormat(bitmap)
    channels = {raw.FPDFBitmap_Gray: 1, raw.FPDFBitmap_BGR: 3, raw.FPDFBitmap_BGRx: 4}.get(layout)
    if channels is None:
        return None
    width, height = raw.FPDFBitmap_GetWidth(bitmap), raw.FPDFBitmap_GetHeight(bitmap)
    stride = raw.FPDFBitmap_GetStride(bitmap)
    buffer = ctypes.cast(
        raw.FPDFBitmap_GetBuffer(bitmap), ctypes.POINTER(ctypes.c_ubyte * (stride * height))
    ).contents
    rows = np.frombuffer(buffer, np.uint8).reshape(height, stride)[:, : width * channels]
    if channels == 1:
        return rows.copy()
    code = cv2.COLOR_BGR2RGB if channels == 3 else cv2.COLOR_BGRA2RGB
    return np.asarray(cv2.cvtColor(rows.reshape(height, width, channels), code), np.uint8)


def is_grey_throughout(images: tuple[PlacedImage, ...], page: pdfium.PdfPage) -> bool:
    """Whether every picture is grey or 1 bit, so that drawing in grey loses nothing."""
    metadata = raw.FPDF_IMAGEOBJ_METADATA()
    for image in images:
        if not raw.FPDFImageObj_GetImageMetadata(image.handle.raw, page.raw, metadata):
            return False
        if metadata.colorspace != raw.FPDF_COLORSPACE_DEVICEGRAY:
            return False
    return bool(images)


def stored_bytes(image: PlacedImage, page: pdfium.PdfPage) -> int:
    """Bytes that the picture takes unpacked; a 1-bit plan may have many more pixels than a photograph."""
    metadata = raw.FPDF_IMAGEOBJ_METADATA()
    known = raw.FPDFImageObj_GetImageMetadata(image.handle.raw, page.raw, metadata)
    bits = metadata.bits_per_pixel if known and metadata.bits_per_pixel else 24
    return image.width * image.height * bits // 8
