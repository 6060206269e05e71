"""A second reader of single lines: a small network of our own, run by ONNX Runtime.

It was trained on drawn lines only (`training/`), shares nothing with Tesseract, and so errs elsewhere: where
both read the same they are mostly right, and where they differ somebody should look. It finds no lines; give
it those of `pipeline.lines`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline.line_reader.decoding import allowed_numbers, limited
from pipeline.line_reader.fitting import HEIGHT, fitted
from pipeline.line_reader.model import STRIDE, is_available, posteriors
from pipeline.line_reader.words import ReadWord, words_read

__all__ = ["LineReading", "ReadWord", "is_available", "read_lines"]

MOST_AT_ONCE = 8
"""Lines in one run of the network."""
MOST_PADDING = 1.15
"""Lines up to this many times as wide as the narrowest share a run."""
EDGE = 16
"""White pixels set after the longest line, so that its last sign is seen whole."""


@dataclass(frozen=True, slots=True)
class LineReading:
    """What one picture says."""

    text: str
    """NFC, words parted by one space; empty when nothing was read."""
    confidence: float
    """That of the least sure word, 0 when nothing was read."""
    words: tuple[ReadWord, ...]


NOTHING = LineReading("", 0.0, ())


def read_lines(pictures: Sequence[NDArray[np.uint8]], *, characters: str = "") -> list[LineReading]:
    """Reads pictures of single lines, in their order.

    A picture is (height, width), 0 black to 255 white, cut as by `pipeline.lines.line_pictures`.
    `characters` limits what may be read, for example to figures; empty allows every sign. Raises
    `EngineMissing` when ONNX Runtime or the model is not there and `ModelRefused` when the model is not ours.
    """
    allowed = allowed_numbers(characters) if characters else None
    readings = [NOTHING] * len(pictures)
    seen = [(number, fitted(picture)) for number, picture in enumerate(pictures) if picture.size]
    for together in _of_like_width(seen):
        ink = _side_by_side([picture for _, picture in together])
        chances = posteriors(ink)
        if allowed is not None:
            chances = limited(chances, allowed)
        for row, (number, picture) in enumerate(together):
            scale = pictures[number].shape[1] / picture.shape[1]
            readings[number] = _reading(words_read(chances[row], picture), scale)
    return readings


def _of_like_width(
    seen: Sequence[tuple[int, NDArray[np.uint8]]],
) -> Iterator[list[tuple[int, NDArray[np.uint8]]]]:
    together: list[tuple[int, NDArray[np.uint8]]] = []
    for entry in sorted(seen, key=lambda entry: entry[1].shape[1]):
        width = entry[1].shape[1]
        if together and (
            len(together) == MOST_AT_ONCE or width > MOST_PADDING * together[0][1].shape[1] + EDGE
        ):
            yield together
            together = []
        together.append(entry)
    if together:
        yield together


def _side_by_side(pictures: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
    """Ink of the pictures, (lines, 1, 36, width), 0 paper to 1 black."""
    width = max(picture.shape[1] for picture in pictures) + EDGE
    ink = np.zeros((len(pictures), 1, HEIGHT, -(-width // STRIDE) * STRIDE), np.float32)
    for row, picture in enumerate(pictures):
        ink[row, 0, :, : picture.shape[1]] = (255 - picture.astype(np.float32)) / 255
    return ink


def _reading(words: Sequence[ReadWord], scale: float) -> LineReading:
    """The words with their places brought from the fitted picture to the given one."""
    if not words:
        return NOTHING
    placed = tuple(replace(word, left=word.left * scale, right=word.right * scale) for word in words)
    return LineReading(
        " ".join(word.text for word in placed), min(word.confidence for word in placed), placed
    )
