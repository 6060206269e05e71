"""Tells the separator sheets among scanned pages, by the codes that a glance at the page has read.

Their codes are large, so the glance of `pipeline.page_codes` is enough. The bars of Patch T, which it does
not know, are looked for here.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from pipeline.batches.patch_code import has_patch_t
from pipeline.batches.separator import is_own
from pipeline.page_codes import Glance, glance_at

PATCH_T = "PATCHT"


def separator_on(scan: NDArray[np.uint8], dpi: float, names: Collection[str]) -> str:
    """The text of the separator sheet that the page is; empty for any other page.

    `scan` is (height, width) or (height, width, 3) RGB at `dpi`; `names` are texts of barcodes that part
    papers besides our own QR code, `PATCHT` among them for the bars of Patch T.
    """
    return separator_among(glance_at(scan, dpi), names)


def separator_among(glance: Glance, names: Collection[str]) -> str:
    """The same, for a page that was looked at already."""
    wanted = {name.strip().upper() for name in names}
    for code in glance.codes:
        text = code.text.strip()
        if is_own(text):
            return text
        if text.upper() in wanted:
            return text.upper()
    return PATCH_T if PATCH_T in wanted and has_patch_t(glance.grey, glance.dpi) else ""
