"""An engine that reads what is not there, with places outside the page and confidence outside its range."""

from __future__ import annotations

from pipeline.ocr import Picture, RecognitionOptions
from records import Box, Word


class BabblingEngine:
    """Returns nonsense for every page."""

    name = "babbling"
    cost = float("inf")

    def is_available(self) -> bool:
        return True

    def recognise(self, image: Picture, *, dpi: float, options: RecognitionOptions) -> tuple[Word, ...]:  # noqa: ARG002
        height, width = image.shape
        return (
            Word("\u0000\ufffd~~|", Box(-500.0, -500.0, width * 3.0, height * 3.0), 7.5),
            Word("", Box(5.0, 5.0, 5.0, 5.0), -2.0, line=3, block=1),
            Word("Số", Box(90.0, 40.0, 10.0, 20.0), float("nan"), line=1),
        )
