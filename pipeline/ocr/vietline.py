"""Our own line recogniser as the first reader: a third of Tesseract's processor time, and fewer errors.

Lines are found and cut out here as for the other engines; Tesseract, where it is installed, reads the
doubtful ones again (`pipeline.second_reading`). The network knows drawn print only: docs/decisions/0028 says
what it was measured on.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from pipeline import line_reader
from pipeline.line_reader import ReadWord
from pipeline.line_size import on_ink
from pipeline.lines import LinePicture, line_pictures
from pipeline.ocr import LineRead, Picture, RecognitionOptions
from records import Box, Word
from records.errors import EngineMissing, EngineTimedOut

AT_ONCE = 32
"""Lines read between two looks at the clock."""


class VietLineEngine:
    """The recogniser of `pipeline.line_reader` on a whole page."""

    name = "vietline"
    cost = 0.7
    languages = ("vie", "eng")
    """What it was trained on; English words are among the names and terms of Vietnamese papers."""

    def is_available(self) -> bool:
        return line_reader.is_available()

    def recognise(self, image: Picture, *, dpi: float, options: RecognitionOptions) -> tuple[Word, ...]:
        return tuple(word for line in self.read_lines(image, dpi=dpi, options=options) for word in line.words)

    def read_lines(self, image: Picture, *, dpi: float, options: RecognitionOptions) -> tuple[LineRead, ...]:  # noqa: ARG002
        if unknown := set(options.languages) - set(self.languages):
            raise EngineMissing(f"vietline does not read {'+'.join(sorted(unknown))}")
        deadline = time.monotonic() + options.timeout_seconds
        lines = [LinePicture(0, 0, image, 0, 0)] if options.is_one_line else list(line_pictures(image))
        read: list[LineRead] = []
        for start in range(0, len(lines), AT_ONCE):
            if time.monotonic() > deadline:
                raise EngineTimedOut("vietline: the page took longer than it may")
            some = lines[start : start + AT_ONCE]
            found = line_reader.read_lines([line.picture for line in some], characters=options.characters)
            read += [
                LineRead(line, tuple(_words(reading.words, line)))
                for line, reading in zip(some, found, strict=True)
            ]
        return tuple(read)


def _words(words: tuple[ReadWord, ...], line: LinePicture) -> Iterator[Word]:
    height = float(line.picture.shape[0])
    for word in words:
        box = on_ink(Box(word.left, 0.0, word.right, height), line.picture, 0.0)
        placed = box.moved(line.left, line.top)
        yield Word(
            text=word.text,
            box=placed,
            confidence=word.confidence,
            line=line.line,
            block=line.block,
            baseline=None if line.baseline is None else line.baseline.between(placed.x0, placed.x1),
        )


engine = VietLineEngine()
