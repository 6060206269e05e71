"""Tells whether a JPEG 2000 picture may stand in PDF/A-2 as it is (ISO 19005-2, 6.2.8.3)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import pikepdf

_SIGNATURE = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
_GREY, _SRGB = 17, 16
"""Enumerated colour spaces (ISO 15444-1, table I.10)."""
_MOST_HEADER_BYTES = 1 << 16
_CHANNELS = {_GREY: 1, _SRGB: 3}


def is_plain_jpx(image: pikepdf.Object) -> bool:
    """Whether the picture is grey or sRGB of 8 bits, said once in its own header, without a mask of its own.

    Bare code streams say nothing of their colours, and palettes and several colour boxes ask for choices.
    """
    if int(image.get("/SMaskInData", 0)):
        return False
    head = bytes(image.read_raw_bytes()[:_MOST_HEADER_BYTES])
    if not head.startswith(_SIGNATURE):
        return False
    for kind, content in _boxes(head):
        if kind == b"jp2h":
            return _is_plain_header(list(_boxes(content)))
    return False


def _is_plain_header(boxes: list[tuple[bytes, bytes]]) -> bool:
    kinds = [kind for kind, _ in boxes]
    if kinds.count(b"ihdr") != 1 or kinds.count(b"colr") != 1 or b"pclr" in kinds or b"bpcc" in kinds:
        return False
    found = dict(boxes)
    channels, depth = struct.unpack_from(">HB", found[b"ihdr"], 8)
    colours = found[b"colr"]
    if len(colours) < 7 or colours[0] != 1:
        return False
    (space,) = struct.unpack_from(">I", colours, 3)
    return bool(depth == 7 and _CHANNELS.get(space) == channels)


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each box that is whole (ISO 15444-1, I.4)."""
    place = 0
    while place + 8 <= len(content):
        size = int.from_bytes(content[place : place + 4], "big")
        kind = content[place + 4 : place + 8]
        if size < 8 or place + size > len(content):
            return
        yield kind, content[place + 8 : place + size]
        place += size
