"""An engine that takes memory until somebody stops it."""

from __future__ import annotations

import resource

from pipeline.ocr import Picture, RecognitionOptions
from records import Word

PIECE_BYTES = 64 << 20
CEILING_BYTES = 2 << 30
"""A test machine must survive an engine that nobody stops: here the kernel refuses it more."""


class HungryEngine:
    """Fills memory at the first page; ends in `MemoryError` where nothing kills it before."""

    name = "hungry"
    cost = float("inf")

    def is_available(self) -> bool:
        return True

    def recognise(self, image: Picture, *, dpi: float, options: RecognitionOptions) -> tuple[Word, ...]:  # noqa: ARG002
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (CEILING_BYTES, hard))
        eaten = []
        while True:
            eaten.append(bytearray(b"\x01" * PIECE_BYTES))
