"""Bounds on what a page's content may inflate to, looked at before anything reads it whole."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import pikepdf

from records.errors import NotSignable

MOST_CONTENT_BYTES = 64 << 20
"""Of one page, inflated. A drawn map takes some megabytes; a thousandth of this may inflate to it."""
_MOST_STREAMS = 10_000
_OTHER_FILTERS = 20
"""What one byte becomes at most, in papers, by filters other than the one that is measured."""


def require_bounded(page: pikepdf.Page) -> None:
    """Raises `NotSignable` where the page's content is larger than any paper's, or packed several times."""
    left = MOST_CONTENT_BYTES
    for number, stream in enumerate(_streams(page)):
        filters = stream.get("/Filter")
        names = list(filters) if isinstance(filters, pikepdf.Array) else [filters] if filters else []
        if number >= _MOST_STREAMS or len(names) > 2:
            raise _too_large()
        raw = stream.read_raw_bytes()
        if names == ["/FlateDecode"]:
            left -= _inflated(raw, left)
        else:
            left -= len(raw) * (_OTHER_FILTERS if names else 1)
        if left < 0:
            raise _too_large()


def _streams(page: pikepdf.Page) -> Iterator[pikepdf.Stream]:
    contents = page.obj.get("/Contents")
    for stream in contents if isinstance(contents, pikepdf.Array) else (contents,):
        if isinstance(stream, pikepdf.Stream):
            yield stream


def _inflated(raw: bytes, most: int) -> int:
    """Bytes after inflating, or one more than `most`; damaged streams count as far as they go."""
    packed, total = zlib.decompressobj(), 0
    try:
        while raw and total <= most:
            total += len(packed.decompress(raw, 1 << 20))
            raw = packed.unconsumed_tail
    except zlib.error:
        return total
    return total


def _too_large() -> NotSignable:
    return NotSignable(
        f"a page's content inflates to more than {MOST_CONTENT_BYTES >> 20} MB",
        remedy_vi="Trang của tệp PDF lớn bất thường. Hãy xuất lại văn bản thành PDF.",
        remedy_en="A page of the PDF is abnormally large. Export the document as PDF again.",
    )
