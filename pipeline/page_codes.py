"""Machine-readable codes on the picture of a page: QR, DataMatrix, PDF417, Code 128 and Code 39.

A page without codes pays for a glance: ZXing on the page at half its resolution, which also finds the
separator sheets, and a map of how busy each spot is. A code is busier than any text
(docs/decisions/0038-codes.md). Only patches that are, and codes that were seen there but not read, are cut
out at full resolution and tried: as they are, without red ink, enlarged, sharpened, in black and white.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from pipeline.homography import mapped, quarter_turn
from pipeline.ink import Picture, halved
from records import Box
from records.printed_marks import LONGEST_CODE, PageCode

GLANCE_DPI = 120.0
"""Least resolution of the glance: the thinnest bars of barcodes in use are 0.3 mm and more."""
SMALLEST_SIDE = 32
CELL = 8
"""Pixels of the glance, along each side, that make one cell of the map: 1.4 mm at 150 dpi."""
LEAST_BUSY, MOST_BUSY = 20, 25
"""Grey levels between neighbouring pixels that the calmest spot of a code has, a pale one and a clear one."""
BUSIER = 2.2
"""Times the 90th percentile of the page's cells that a code has at least: text pages have busy spots too."""
FULL = 0.62
"""Share of its upright or sloping rectangle that a busy patch fills: codes 0.73 and more, text 0.2 to 0.6."""
LEAST_PATCH_MM, LARGEST_PATCH_MM = 4.3, 110.0
"""The map takes 2.7 mm off a code, so squares and bars of 7 mm pass; spots of text are 4 mm high."""
MOST_PATCHES = 6
"""Patches that are tried on one page."""
MOST_CODES = 16
"""Codes kept of one page."""
MOST_PIXELS = 1_500_000
"""Of a patch once enlarged; what is larger is tried smaller."""
MARGIN_CELLS = 4
"""Taken along around a busy patch: the map shrinks it by two, and a code needs its quiet zone."""
MARGIN = 0.1
"""Of its sides, besides: the ends of a PDF417 stand apart from its middle."""
KINDS = {
    zxingcpp.BarcodeFormat.QRCode: "qr",
    zxingcpp.BarcodeFormat.Code128: "code128",
    zxingcpp.BarcodeFormat.Code39: "code39",
    zxingcpp.BarcodeFormat.DataMatrix: "datamatrix",
    zxingcpp.BarcodeFormat.PDF417: "pdf417",
}
AT_A_GLANCE = zxingcpp.barcode_formats_from_str("QRCode,Code128,Code39")
"""Together 8 ms of processor time for A4 at 150 dpi; DataMatrix would take 10 more and PDF417 7."""
OF_BARS = zxingcpp.barcode_formats_from_str("Code128,Code39,PDF417")
LONG = 1.4
"""Times its height, the width of a patch that may be a row of bars."""
ASKEW = (0.0, 3.0, -3.0)
"""Degrees around a patch's own slope at which bars are tried."""
IN_A_PATCH = zxingcpp.barcode_formats_from_str("QRCode,Code128,Code39,DataMatrix,PDF417")


@dataclass(frozen=True, slots=True, eq=False)
class Glance:
    """A page at a glance: what was read there and where to look again."""

    grey: Picture
    """(height, width) of the page reduced."""
    dpi: float
    """Of `grey`."""
    scale: float
    """Pixels of the page for one of `grey`."""
    codes: tuple[PageCode, ...]
    """In pixels of the page."""
    unread: tuple[Box, ...]
    """Codes that were seen and not read, in pixels of the page."""


def glance_at(scan: NDArray[np.uint8], dpi: float) -> Glance:
    """Looks a page over, (height, width) or (height, width, 3) RGB at `dpi`."""
    grey = _reduced_grey(scan, dpi)
    scale = scan.shape[1] / grey.shape[1]
    if min(scan.shape[:2]) < SMALLEST_SIDE:
        return Glance(grey, dpi, 1.0, (), ())
    found = zxingcpp.read_barcodes(
        grey, formats=AT_A_GLANCE, try_downscale=False, try_invert=False, return_errors=True
    )
    read = tuple(code for each in found if (code := _code(each, scale, 0.0, 0.0)) is not None)
    # Errors of linear codes are mostly text.
    unread = tuple(
        _box(each, scale, 0.0, 0.0) for each in found if not each.valid and KINDS.get(each.format) == "qr"
    )
    return Glance(grey, dpi / scale, scale, read, unread)


def codes_on(scan: NDArray[np.uint8], dpi: float, glance: Glance | None = None) -> tuple[PageCode, ...]:
    """Every code that can be read, from top to bottom, in pixels of `scan`, which is as for `glance_at`."""
    glance = glance or glance_at(scan, dpi)
    codes = list(glance.codes)
    for patch in patches_of(glance):
        if len(codes) >= MOST_CODES:
            break
        codes += _read_patch(scan, patch)
    unique = {(code.kind, code.text): code for code in sorted(codes, key=lambda code: code.box.area)}
    return tuple(sorted(unique.values(), key=lambda code: code.box.y0)[:MOST_CODES])


def turned(codes: tuple[PageCode, ...], degrees: int, width: int, height: int) -> tuple[PageCode, ...]:
    """The codes of a page of `width` × `height` once it is turned clockwise by `degrees`."""
    way = quarter_turn(degrees // 90, width, height)
    out = []
    for code in codes:
        (x0, y0), (x1, y1) = mapped(way, [(code.box.x0, code.box.y0), (code.box.x1, code.box.y1)]).tolist()
        out.append(PageCode(code.kind, code.text, Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))))
    return tuple(sorted(out, key=lambda code: code.box.y0))


def _reduced_grey(scan: NDArray[np.uint8], dpi: float) -> Picture:
    while dpi >= 2 * GLANCE_DPI * 0.98 and min(scan.shape[:2]) >= 2 * SMALLEST_SIDE:
        scan = halved(scan)
        dpi /= 2
    grey = cv2.cvtColor(scan, cv2.COLOR_RGB2GRAY) if scan.ndim == 3 else scan
    return np.ascontiguousarray(grey, np.uint8)


@dataclass(frozen=True, slots=True)
class Patch:
    """A place that looks like a code."""

    box: Box
    """In pixels of the page, with some room around."""
    degrees: float = 0.0
    """By which its longer side falls to the right, or to the left where negative; from -45 to 45."""


def patches_of(glance: Glance) -> list[Patch]:
    """Where to look again: the most likely first, without what was read."""
    seen = [Patch(box) for box in glance.unread]
    told = [
        patch
        for patch in (*seen, *_busy_patches(glance))
        if not any(code.box.overlap(patch.box) > 0.25 * patch.box.area for code in glance.codes)
    ]
    return told[:MOST_PATCHES]


def _busy_patches(glance: Glance) -> list[Patch]:
    """Patches busier than text that fill their rectangles, the busiest first."""
    busy = busyness(glance.grey)
    if busy.size == 0:
        return []
    least = min(MOST_BUSY, max(LEAST_BUSY, BUSIER * float(np.percentile(busy, 90))))
    mask = (busy >= least).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    cell_mm = CELL / glance.dpi * 25.4
    found = []
    for number in range(1, count):
        x, y, width, height, area = stats[number].tolist()
        if min(width, height) * cell_mm < LEAST_PATCH_MM or max(width, height) * cell_mm > LARGEST_PATCH_MM:
            continue
        part = np.s_[y : y + height, x : x + width]
        own = labels[part] == number
        full, degrees = _rectangle(own, area)
        if full >= FULL:
            more = MARGIN_CELLS + MARGIN * width, MARGIN_CELLS + MARGIN * height
            box = Box(x - more[0], y - more[1], x + width + more[0], y + height + more[1])
            found.append((full * float(busy[part][own].max()), box, degrees))
    found.sort(key=lambda entry: -entry[0])
    return [Patch(box.scaled(CELL * glance.scale), degrees) for _, box, degrees in found]


def _rectangle(own: NDArray[np.bool_], area: int) -> tuple[float, float]:
    """How much of its narrowest rectangle a shape fills, 0 to 1, and that rectangle's slope in degrees."""
    rows, columns = np.nonzero(own)
    _, (width, height), degrees = cv2.minAreaRect(np.column_stack([columns, rows]).astype(np.float32))
    slope = (degrees + 45.0) % 90.0 - 45.0
    return min(1.0, area / ((width + 1) * (height + 1))), slope


def busyness(grey: Picture) -> Picture:
    """How much neighbouring pixels differ at the calmest spot around, a value a cell of `CELL` pixels.

    Around are four cells by four, 5 mm: in text that reaches the white between two lines.
    """
    rows, columns = (grey.shape[0] - 1) // CELL, (grey.shape[1] - 1) // CELL
    if min(rows, columns) < 4:
        return np.zeros((0, 0), np.uint8)
    here = grey[: rows * CELL, : columns * CELL]
    across = cv2.absdiff(grey[: rows * CELL, 1 : columns * CELL + 1], here)
    down = cv2.absdiff(grey[1 : rows * CELL + 1, : columns * CELL], here)
    cells = cv2.resize(cv2.max(across, down), (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.erode(cv2.blur(cells, (2, 2)), np.ones((3, 3), np.uint8)), np.uint8)


def _read_patch(scan: NDArray[np.uint8], patch: Patch) -> list[PageCode]:
    """The codes of one patch, by the first way of looking that reads any."""
    box = patch.box.clipped(scan.shape[1], scan.shape[0])
    left, top = int(box.x0), int(box.y0)
    cut = scan[top : int(box.y1) + 1, left : int(box.x1) + 1]
    if min(cut.shape[:2]) < SMALLEST_SIDE // 2:
        return []
    for picture, scale in _ways(cut):
        found = zxingcpp.read_barcodes(picture, formats=IN_A_PATCH, try_invert=False)
        codes = [code for each in found if (code := _code(each, 1 / scale, left, top)) is not None]
        if codes:
            return codes
    is_long = max(cut.shape[:2]) > LONG * min(cut.shape[:2]) or abs(patch.degrees) > ASKEW[1]
    return [replace(code, box=box) for code in _level_codes(cut, patch.degrees)] if is_long else []


def _level_codes(cut: NDArray[np.uint8], degrees: float) -> list[PageCode]:
    """Codes of rows of bars that lie askew, as photographs show them, turned level; their places are lost."""
    grey = cv2.cvtColor(cut, cv2.COLOR_RGB2GRAY) if cut.ndim == 3 else cut
    height, width = grey.shape
    for away in ASKEW:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees + away, 1.0)
        level = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
        found = zxingcpp.read_barcodes(level, formats=OF_BARS, try_invert=False, try_downscale=False)
        codes = [code for each in found if (code := _code(each, 1.0, 0.0, 0.0)) is not None]
        if codes:
            return codes
    return []


def _ways(cut: NDArray[np.uint8]) -> Iterator[tuple[Picture, float]]:
    """Pictures of a patch in which a code may show, the cheapest first, and how much each is enlarged."""
    grey = np.ascontiguousarray(cv2.cvtColor(cut, cv2.COLOR_RGB2GRAY) if cut.ndim == 3 else cut, np.uint8)
    yield grey, 1.0
    scale = min(2.0, (MOST_PIXELS / grey.size) ** 0.5)
    for base in (grey, *([np.ascontiguousarray(cut[:, :, 0])] if cut.ndim == 3 else [])):
        large = np.asarray(
            cv2.resize(base, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8
        )
        yield large, scale
        soft = cv2.GaussianBlur(large, (0, 0), 2.0)
        yield np.asarray(cv2.addWeighted(large, 2.2, soft, -1.2, 0), np.uint8), scale
        wide = max(3, min(large.shape) // 8 | 1)
        local = cv2.adaptiveThreshold(
            cv2.GaussianBlur(large, (0, 0), 1.0), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, wide, 4
        )
        yield np.asarray(local, np.uint8), scale
    _, even = cv2.threshold(cv2.GaussianBlur(grey, (0, 0), 0.8), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    yield np.asarray(even, np.uint8), 1.0


def _code(found: zxingcpp.Barcode, scale: float, left: float, top: float) -> PageCode | None:
    """The code as pages keep it; `None` for one that was not read or holds more than any code may."""
    kind = KINDS.get(found.format)
    if kind is None or not found.valid:
        return None
    text = _text(found)
    if not text or len(text) > LONGEST_CODE:
        return None
    return PageCode(kind, text, _box(found, scale, left, top))


def _text(found: zxingcpp.Barcode) -> str:
    """The payload; UTF-8 where its bytes are that: short Vietnamese texts are taken for something else."""
    try:
        return bytes(found.bytes).decode("utf-8")
    except UnicodeDecodeError:
        return str(found.text)


def _box(found: zxingcpp.Barcode, scale: float, left: float, top: float) -> Box:
    place = found.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    across, down = (
        [corner.x * scale + left for corner in corners],
        [corner.y * scale + top for corner in corners],
    )
    return Box(min(across), min(down), max(across), max(down))
