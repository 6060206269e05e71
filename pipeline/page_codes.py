"""Machine-readable codes on the picture of a page: QR, DataMatrix, PDF417, Code 128 and Code 39.

A page without codes pays for a glance: ZXing on the page at half its resolution, which also finds the
separator sheets, and a map of how busy each patch is. A code is busier than any text
(docs/decisions/0038-codes.md). Only patches that are, and codes that were seen there but not read, are cut
out at full resolution and tried: as they are, without red ink, enlarged, sharpened, in black and white.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from pipeline.homography import mapped, quarter_turn
from pipeline.ink import Picture, halved
from records import Box
from records.printed_marks import LONGEST_CODE, PageCode

GLANCE_DPI = 150.0
"""Least resolution of the glance: the thinnest bars of barcodes in use are 0.3 mm and more."""
SMALLEST_SIDE = 32
CELL = 8
"""Pixels of the glance, along each side, that make one cell of the map: 1.4 mm."""
WINDOW = 4
"""Cells over which busyness is averaged: 5 mm, the smallest code in use."""
LEAST_BUSY = 26
"""Grey levels between neighbouring pixels, on average; plain paper has 1 to 8, small print up to 50."""
BUSIER = 1.2
"""Times the 90th percentile of the page's cells: a code is busier than the page's own text."""
MOST_PATCHES = 6
"""Patches that are tried on one page."""
LEAST_PATCH_MM = 4.0
LARGEST_PATCH_MM = 110.0
"""A busy patch longer than this is a picture or a ground pattern; its busiest part is tried."""
MOST_CODES = 16
"""Codes kept of one page."""
MOST_PIXELS = 1_500_000
"""Of a patch once enlarged; what is larger is tried smaller."""
MARGIN = 0.12
"""Of a patch's sides, taken along around it: a code needs its quiet zone."""
KINDS = {
    zxingcpp.BarcodeFormat.QRCode: "qr",
    zxingcpp.BarcodeFormat.Code128: "code128",
    zxingcpp.BarcodeFormat.Code39: "code39",
    zxingcpp.BarcodeFormat.DataMatrix: "datamatrix",
    zxingcpp.BarcodeFormat.PDF417: "pdf417",
}
AT_A_GLANCE = zxingcpp.barcode_formats_from_str("QRCode,Code128,Code39")
"""Together 8 ms of processor time for A4 at 150 dpi; DataMatrix would take 10 more and PDF417 7."""
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
    for patch in _patches(glance, dpi):
        if len(codes) >= MOST_CODES:
            break
        if not any(_covers(code.box, patch) for code in codes):
            codes += _read_patch(scan, patch)
    unique = {(code.kind, code.text, round(code.box.centre[1] / dpi)): code for code in codes}
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


def _patches(glance: Glance, dpi: float) -> list[Box]:
    """Where to look again, in pixels of the page: the most likely first."""
    busy = [cells.scaled(CELL * glance.scale) for cells in _busy_patches(glance.grey, glance.dpi)]
    seen = [box for box in glance.unread if not any(_covers(patch, box) for patch in busy)]
    least = LEAST_PATCH_MM / 25.4 * dpi
    return [box for box in (*seen, *busy) if min(box.width, box.height) >= least][:MOST_PATCHES]


def _busy_patches(grey: Picture, dpi: float) -> list[Box]:
    """Patches busier than text, in cells, the largest first."""
    busy = busyness(grey)
    if busy.size == 0:
        return []
    least = max(LEAST_BUSY, BUSIER * float(np.percentile(busy, 90)))
    mask = (busy >= least).astype(np.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    largest = LARGEST_PATCH_MM / 25.4 * dpi / CELL
    found = []
    for x, y, width, height, area in stats[1:].tolist():
        # A line of bold capitals is busy and thin; the window has widened it by its own half on each side.
        if min(width, height) < 2 or area < 6:
            continue
        reach = WINDOW / 2 + 1
        box = Box(x - reach, y - reach, x + width + reach, y + height + reach)
        found.append((area, box if max(width, height) <= largest else _busiest(busy, box, largest)))
    found.sort(key=lambda entry: -entry[0])
    return [box.clipped(busy.shape[1], busy.shape[0]) for _, box in found]


def busyness(grey: Picture) -> Picture:
    """How much neighbouring pixels differ, averaged over `WINDOW` cells, a value a cell of `CELL` pixels."""
    rows, columns = (grey.shape[0] - 1) // CELL, (grey.shape[1] - 1) // CELL
    if min(rows, columns) < WINDOW:
        return np.zeros((0, 0), np.uint8)
    here = grey[: rows * CELL, : columns * CELL]
    across = cv2.absdiff(grey[: rows * CELL, 1 : columns * CELL + 1], here)
    down = cv2.absdiff(grey[1 : rows * CELL + 1, : columns * CELL], here)
    cells = cv2.resize(cv2.max(across, down), (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.blur(cells, (WINDOW, WINDOW)), np.uint8)


def _busiest(busy: Picture, box: Box, side: float) -> Box:
    part = busy[int(max(0, box.y0)) : int(box.y1) + 1, int(max(0, box.x0)) : int(box.x1) + 1]
    smooth = cv2.blur(part, (2 * WINDOW, 2 * WINDOW))
    y, x = np.unravel_index(int(np.argmax(smooth)), smooth.shape)
    middle = (max(0, box.x0) + float(x), max(0, box.y0) + float(y))
    half = side / 4
    return Box(middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half)


def _read_patch(scan: NDArray[np.uint8], patch: Box) -> list[PageCode]:
    """The codes of one patch, by the first way of looking that reads any."""
    x, y = MARGIN * patch.width, MARGIN * patch.height
    box = Box(patch.x0 - x, patch.y0 - y, patch.x1 + x, patch.y1 + y).clipped(scan.shape[1], scan.shape[0])
    left, top = int(box.x0), int(box.y0)
    cut = scan[top : int(box.y1) + 1, left : int(box.x1) + 1]
    if min(cut.shape[:2]) < SMALLEST_SIDE // 2:
        return []
    for picture, scale in _ways(cut):
        found = zxingcpp.read_barcodes(picture, formats=IN_A_PATCH, try_invert=False)
        codes = [code for each in found if (code := _code(each, 1 / scale, left, top)) is not None]
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


def _covers(box: Box, other: Box) -> bool:
    """Whether most of the smaller lies in the larger."""
    return box.overlap(other) > 0.5 * min(max(box.area, 1.0), max(other.area, 1.0))
