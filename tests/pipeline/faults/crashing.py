"""An engine that takes its whole process with it, as a fault inside a C library does."""

from __future__ import annotations

import os

from pipeline.ocr import Picture, RecognitionOptions
from records import Word


class CrashingEngine:
    """Aborts at the first page."""

    name = "crashing"
    cost = float("inf")

    def is_available(self) -> bool:
        return True

    def recognise(self, image: Picture, *, dpi: float, options: RecognitionOptions) -> tuple[Word, ...]:  # noqa: ARG002
        os.abort()
