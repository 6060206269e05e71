"""An engine that never comes back and minds no time limit of its own."""

from __future__ import annotations

import time

from pipeline.ocr import Picture, RecognitionOptions
from records import Word


class HangingEngine:
    """Sleeps at the first page until it is killed."""

    name = "hanging"
    cost = float("inf")

    def is_available(self) -> bool:
        return True

    def recognise(self, image: Picture, *, dpi: float, options: RecognitionOptions) -> tuple[Word, ...]:  # noqa: ARG002
        while True:
            time.sleep(60)
