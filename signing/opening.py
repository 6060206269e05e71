"""Opens a PDF that carries signatures: pyHanko's reader, quick at the one kind of object that matters here.

pyHanko reads a hexadecimal string digit by digit: 40 ms for the 16 KB that are usually left for a signature.
Here the digits are taken out, converted at once, and put back into the dictionary that pyHanko made of the
rest.
"""

from __future__ import annotations

import io
import re
from typing import Any, BinaryIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.names import keep_prepared_names
from signing.revisions import QuickResolver

keep_prepared_names()

_LONG_CONTENTS = re.compile(rb"/Contents\s*<([0-9A-Fa-f]{256,})>")
_CONTENTS_BEGIN = re.compile(rb"/Contents\s*<[0-9A-Fa-f]")
_HEAD_BYTES = 8192
"""Signature dictionaries hold little before their contents."""
_MOST_BYTES = 1 << 20
"""Of a signature that is read quickly; larger ones are read as pyHanko does."""


class QuickReader(PdfFileReader):
    """Reads every object as pyHanko does, and signatures' contents quicker."""

    def __init__(self, stream: BinaryIO, *, strict: bool) -> None:
        self._revisions: dict[int, QuickResolver] = {}
        super().__init__(stream, strict=strict)

    def get_historical_resolver(self, revision: int) -> QuickResolver:
        """The file as it was at a revision, 0 the oldest."""
        known = self._revisions.get(revision)
        if known is None:
            known = self._revisions[revision] = QuickResolver(self, revision)
        return known

    def _read_object(self, ref: Any, marker: Any, *flags: Any, **options: Any) -> Any:
        cut = _without_digits(self.stream, marker) if isinstance(marker, int) else None
        if cut is None or self.encrypted:
            return super()._read_object(ref, marker, *flags, **options)
        rest, digits = cut
        stream, self.stream = self.stream, io.BytesIO(rest)
        try:
            read = super()._read_object(ref, 0, *flags, **options)
        finally:
            self.stream = stream
        if not isinstance(read, generic.DictionaryObject) or read.get("/Contents") not in {"", b""}:
            return super()._read_object(ref, marker, *flags, **options)
        read[generic.NameObject("/Contents")] = generic.ByteStringObject(
            bytes.fromhex(digits.decode("ascii"))
        )
        return read


def _without_digits(stream: BinaryIO, offset: int) -> tuple[bytes, bytes] | None:
    """The object at `offset` less its contents' digits, and these; `None` where pyHanko is as quick."""
    stream.seek(offset)
    window = stream.read(_HEAD_BYTES)
    if not _CONTENTS_BEGIN.search(window):
        return None
    window += stream.read(_MOST_BYTES)
    found = digits_after(window, 0)
    if found is None or len(found[1]) % 2:
        return None
    start, digits = found
    after = start + len(digits)
    end = window.find(b"endobj", after)
    if end < 0:
        return None
    # pyHanko looks for the next token after the object, so there is one.
    return window[:start] + window[after : end + len(b"endobj")] + b"\nxref\n", digits


def digits_after(whole: Any, offset: int) -> tuple[int, bytes] | None:
    """Where a signature's contents begin in the object at `offset`, and their digits; `None` for others."""
    head = whole.find(b"/Contents", offset, offset + _HEAD_BYTES)
    if head < 0 or b"endobj" in whole[offset:head] or b"stream" in whole[offset:head]:
        return None
    found = _LONG_CONTENTS.match(whole, head)
    return (found.start(1), found[1]) if found else None
