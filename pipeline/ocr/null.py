"""Reads nothing: for tests of what surrounds recognition, and for archives that want pictures only."""

from __future__ import annotations

from pipeline.ocr import Picture, RecognitionOptions
from records import Word


class NullEngine:
    """Finds no word on any page."""

    name = "null"
    cost = float("inf")

    def is_available(self) -> bool:
        return True

    def recognise(self, image: Picture, *, dpi: float, options: RecognitionOptions) -> tuple[Word, ...]:  # noqa: ARG002
        return ()


engine = NullEngine()
