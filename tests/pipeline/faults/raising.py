"""An engine that reports its failure as the tree of errors asks."""

from __future__ import annotations

from pipeline.ocr import Picture, RecognitionOptions
from records import Word
from records.errors import EngineCrashed


class RaisingEngine:
    """Raises `EngineCrashed` on every page."""

    name = "raising"
    cost = float("inf")

    def is_available(self) -> bool:
        return True

    def recognise(self, image: Picture, *, dpi: float, options: RecognitionOptions) -> tuple[Word, ...]:  # noqa: ARG002
        raise EngineCrashed("made to fail by a test")
