"""Finds the barcode of a separator sheet on a scanned page.

QR, Code 128 and Code 39 are read by ZXing on the page at half its resolution: 8 ms of processor time a page
without any barcode, which is why no quicker test goes before it. The bars of Patch T it does not know.
"""

from __future__ import annotations

from collections.abc import Collection

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from pipeline.batches.patch_code import has_patch_t
from pipeline.batches.separator import is_own
from pipeline.ink import Picture, halved

PATCH_T = "PATCHT"
CODES = zxingcpp.barcode_formats_from_str("QRCode,Code128,Code39")
CODE_DPI = 150.0
"""Least resolution at which codes are looked for: their thinnest bars are 0.3 mm and more."""
SMALLEST_SIDE = 32


def separator_on(scan: NDArray[np.uint8], dpi: float, names: Collection[str]) -> str:
    """The text of the separator sheet that the page is; empty for any other page.

    `scan` is (height, width) or (height, width, 3) RGB at `dpi`; `names` are texts of barcodes that part
    papers besides our own QR code, `PATCHT` among them for the bars of Patch T.
    """
    if min(scan.shape[:2]) < SMALLEST_SIDE:
        return ""
    grey = _reduced_grey(scan, dpi)
    wanted = {name.strip().upper() for name in names}
    for code in zxingcpp.read_barcodes(grey, formats=CODES, try_downscale=False, try_invert=False):
        text = str(code.text).strip()
        if is_own(text):
            return text
        if text.upper() in wanted:
            return text.upper()
    reduced_dpi = dpi * grey.shape[1] / scan.shape[1]
    return PATCH_T if PATCH_T in wanted and has_patch_t(grey, reduced_dpi) else ""


def _reduced_grey(scan: NDArray[np.uint8], dpi: float) -> Picture:
    while dpi >= 2 * CODE_DPI * 0.98 and min(scan.shape[:2]) >= 2 * SMALLEST_SIDE:
        scan = halved(scan)
        dpi /= 2
    grey = cv2.cvtColor(scan, cv2.COLOR_RGB2GRAY) if scan.ndim == 3 else scan
    return np.ascontiguousarray(grey, np.uint8)
