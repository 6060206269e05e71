"""Tells whether a visible signature field lies on the page at all."""

from __future__ import annotations

from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

_A4 = (0.0, 0.0, 595.3, 841.9)
_DEEPEST = 40


def is_off_page(field: Any, reader: PdfFileReader) -> bool:
    """Whether a field has a size and none of it can be seen; `field` is pyHanko's dictionary."""
    del reader
    try:
        box = _box(field["/Rect"])
        page = _box(_inherited(field["/P"], "/MediaBox") or _A4)
    except Exception:  # no box, no page, or damaged: nothing to be told
        return False
    if box[0] == box[2] or box[1] == box[3]:
        return False
    return box[2] <= page[0] or box[0] >= page[2] or box[3] <= page[1] or box[1] >= page[3]


def _box(values: Any) -> tuple[float, float, float, float]:
    first, second, third, fourth = (float(value) for value in values)
    return min(first, third), min(second, fourth), max(first, third), max(second, fourth)


def _inherited(page: Any, key: str) -> Any:
    for _ in range(_DEEPEST):
        if key in page:
            return page[key]
        page = page["/Parent"]
    return None
