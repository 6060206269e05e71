"""Opens a PDF for verifying: pyHanko's reader, quick at the one kind of object that matters here.

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

_LONG_CONTENTS = re.compile(rb"/Contents\s*<([0-9A-Fa-f]{256,})>")
_HEAD_BYTES = 8192
"""Signature dictionaries hold little before their contents."""


class QuickReader(PdfFileReader):
    """`whole` is the same file as bytes or a map of it."""

    def __init__(self, stream: BinaryIO, whole: Any, *, strict: bool) -> None:
        self.whole = whole
        super().__init__(stream, strict=strict)

    def _read_object(self, ref: Any, marker: Any, *flags: Any, **options: Any) -> Any:
        digits = digits_after(self.whole, marker) if isinstance(marker, int) else None
        if digits is None or len(digits[1]) % 2 or self.encrypted:
            return super()._read_object(ref, marker, *flags, **options)
        start, content = digits
        after = start + len(content)
        end = self.whole.find(b"endobj", after)
        # pyHanko looks for the next token after the object, so there is one.
        rest = self.whole[marker:start] + self.whole[after : end + len(b"endobj")] + b"\nxref\n"
        stream, self.stream = self.stream, io.BytesIO(rest)
        try:
            read = super()._read_object(ref, 0, *flags, **options)
        finally:
            self.stream = stream
        if (
            end < 0
            or not isinstance(read, generic.DictionaryObject)
            or read.get("/Contents") not in {"", b""}
        ):
            return super()._read_object(ref, marker, *flags, **options)
        read[generic.NameObject("/Contents")] = generic.ByteStringObject(
            bytes.fromhex(content.decode("ascii"))
        )
        return read


def digits_after(whole: Any, offset: int) -> tuple[int, bytes] | None:
    """Where a signature's contents begin in the object at `offset`, and their digits; `None` for others."""
    head = whole.find(b"/Contents", offset, offset + _HEAD_BYTES)
    if head < 0 or b"endobj" in whole[offset:head] or b"stream" in whole[offset:head]:
        return None
    found = _LONG_CONTENTS.match(whole, head)
    return (found.start(1), found[1]) if found else None
