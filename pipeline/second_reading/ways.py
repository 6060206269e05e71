"""The ways in which a line is read again: each errs elsewhere than the first reading does.

Measured on doubtful lines of drawn worn and poor pages (docs/decisions/0027): another size repairs most of
what Tesseract can repair by itself; sharpening, binarising, darkening and the raw line segmentation repair
less at the same price.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import cv2
import numpy as np

from pipeline import line_reader
from pipeline.ocr import Engine, LineRead, RecognitionOptions, get_engine, sound_words
from pipeline.second_reading.figures import FigureReader
from pipeline.spots import Heard

OTHER_SIZE = 28
"""Height in pixels at which a line is read again by the same engine."""
OWN_ENGINE = "vietline"
"""The engine that reads with our own recogniser first; Tesseract's is then the other opinion."""
FRAME = 4
"""White pixels around it."""


class Way(Protocol):
    """Reads pictures of lines once more."""

    @property
    def name(self) -> str: ...

    @property
    def cost(self) -> float:
        """What it takes for a line, as a share of what Tesseract takes for it at its best size."""
        ...

    def read(self, lines: Sequence[LineRead]) -> list[tuple[Heard, ...]]:
        """What it makes of each line, places in pixels of the page."""
        ...


@dataclass(frozen=True, slots=True)
class OwnReader:
    """Our own line recogniser, which shares nothing with Tesseract."""

    name: str = "line_reader"
    cost: float = 0.5

    def read(self, lines: Sequence[LineRead]) -> list[tuple[Heard, ...]]:
        found = line_reader.read_lines([line.picture.picture for line in lines])
        return [
            tuple(_heard(line, word.text, word.confidence, word.left, word.right) for word in reading.words)
            for line, reading in zip(lines, found, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class OtherSize:
    """The same engine on a smaller picture: grain is averaged away, and letters part elsewhere."""

    engine: Engine
    options: RecognitionOptions
    dpi: float
    name: str = "other_size"
    cost: float = 0.9

    def read(self, lines: Sequence[LineRead]) -> list[tuple[Heard, ...]]:
        return [self._line(line) for line in lines]

    def _line(self, line: LineRead) -> tuple[Heard, ...]:
        picture = line.picture.picture
        factor = min(OTHER_SIZE, 0.75 * picture.shape[0]) / picture.shape[0]
        size = max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        framed = cv2.copyMakeBorder(small, FRAME, FRAME, FRAME, FRAME, cv2.BORDER_CONSTANT, value=(255,))
        asked = replace(self.options, is_one_line=True, is_as_given=True)
        words = sound_words(self.engine.recognise(np.asarray(framed, np.uint8), dpi=self.dpi, options=asked))
        return tuple(
            _heard(
                line,
                word.text,
                word.confidence,
                (word.box.x0 - FRAME) / factor,
                (word.box.x1 - FRAME) / factor,
            )
            for word in words
        )


@dataclass(frozen=True, slots=True)
class OtherEngine:
    """Another engine, on the line at the height that it reads best."""

    engine: Engine
    options: RecognitionOptions
    dpi: float
    name: str = "tesseract"
    cost: float = 1.0

    def read(self, lines: Sequence[LineRead]) -> list[tuple[Heard, ...]]:
        return [self._line(line) for line in lines]

    def _line(self, line: LineRead) -> tuple[Heard, ...]:
        asked = replace(self.options, is_one_line=True)
        found = self.engine.recognise(line.picture.picture, dpi=self.dpi, options=asked)
        return tuple(
            _heard(line, word.text, word.confidence, word.box.x0, word.box.x1) for word in sound_words(found)
        )


def _heard(line: LineRead, text: str, confidence: float, left: float, right: float) -> Heard:
    """A word that was read from `left` to `right` in the line's picture, as it stands on the page."""
    return Heard(text, confidence, line.picture.left + left, line.picture.left + right)


def other_engine(engine: Engine) -> Engine | None:
    """Tesseract beside our own recogniser; `None` where that does not read first, or Tesseract is missing."""
    if engine.name != OWN_ENGINE:
        return None
    helper = get_engine("tesserocr")
    return helper if helper.is_available() else None


def reads_alone(engine: Engine) -> bool:
    """Whether our own recogniser reads first here and there is no Tesseract to give a second opinion."""
    return engine.name == OWN_ENGINE and other_engine(engine) is None


def figure_reader(engine: Engine, options: RecognitionOptions, dpi: float) -> FigureReader | None:
    """Reads values after labels for figures once more; `None` without our own recogniser and Tesseract."""
    other = other_engine(engine)
    return FigureReader(other, options, dpi) if other else None


def ways(engine: Engine, options: RecognitionOptions, dpi: float) -> tuple[Way, ...]:
    """The ways that can be gone here, the most telling for its cost first."""
    if engine.name == OWN_ENGINE:
        helper = other_engine(engine)
        return (OtherEngine(helper, options, dpi), OtherSize(helper, options, dpi)) if helper else ()
    again: tuple[Way, ...] = (OtherSize(engine, options, dpi),)
    return (OwnReader(), *again) if line_reader.is_available() else again
