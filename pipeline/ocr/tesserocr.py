"""Tesseract inside this process, through tesserocr: no program start, no image file, less processor time.

A page of a directive at 300 dpi cost 2.3 CPU seconds here and 3.4 by the command. The price is that a fault
inside Tesseract ends the whole worker process; the pool above takes that for a crashed page.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.ocr import Picture, RecognitionOptions
from records import Box, Line, Word
from records.errors import EngineCrashed, EngineMissing, EngineTimedOut

DATA_FOLDERS = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
"""Where distributions put the language data; the newest version first. The wheel brings none."""


class TesserocrEngine:
    """Tesseract 5 in process."""

    name = "tesserocr"
    cost = 1.3

    def is_available(self) -> bool:
        return find_spec("tesserocr") is not None and data_folder(("vie",)) is not None

    def recognise(self, image: Picture, *, dpi: float, options: RecognitionOptions) -> tuple[Word, ...]:
        binding, reader = _reader(os.getpid(), options.languages)
        mode = binding.PSM.SINGLE_LINE if options.is_one_line else binding.PSM.AUTO
        reader.SetPageSegMode(mode)
        reader.SetVariable("tessedit_char_whitelist", options.characters)
        height, width = image.shape
        try:
            reader.SetImageBytes(image.tobytes(), width, height, 1, width)
            reader.SetSourceResolution(round(dpi))
            if not reader.Recognize(round(options.timeout_seconds * 1000)):
                raise EngineTimedOut(f"tesserocr gave up after {options.timeout_seconds:g} s")
            return tuple(_words(binding, reader.GetIterator()))
        except RuntimeError as error:
            raise EngineCrashed(f"tesserocr: {error}") from error
        finally:
            reader.Clear()


@cache
def data_folder(languages: tuple[str, ...]) -> Path | None:
    """The folder that holds the data of all `languages`, or `None`."""
    for pattern in DATA_FOLDERS:
        root, star, rest = pattern.partition("*/")
        folders = sorted(Path(root).glob("*/" + rest), reverse=True) if star else [Path(pattern)]
        for folder in folders:
            if all((folder / f"{language}.traineddata").is_file() for language in languages):
                return folder
    return None


@lru_cache(maxsize=4)
def _reader(process: int, languages: tuple[str, ...]) -> tuple[Any, Any]:  # noqa: ARG001 - stubs are partial
    """The binding and one loaded Tesseract, kept for the life of process number `process`.

    The number is part of the key: a Tesseract that was loaded before a fork must not be used after it.
    """
    folder = data_folder(languages)
    if folder is None:
        raise EngineMissing(f"no tessdata folder holds {'+'.join(languages)}")
    # libgomp reads this when it is loaded; with its default, pages were measured five times slower.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    try:
        import tesserocr  # noqa: PLC0415 - an optional dependency, loaded at the first page
    except ImportError as error:
        raise EngineMissing("the Python package tesserocr is not installed") from error
    try:
        reader = tesserocr.PyTessBaseAPI(path=str(folder), lang="+".join(languages), psm=tesserocr.PSM.AUTO)
    except RuntimeError as error:
        raise EngineMissing(f"tesserocr cannot load {'+'.join(languages)}: {error}") from error
    return tesserocr, reader


def _words(binding: Any, found: Any) -> Iterator[Word]:
    if found is None:
        return
    level = binding.RIL
    line = block = -1
    for item in binding.iterate_level(found, level.WORD):
        block += item.IsAtBeginningOf(level.BLOCK)
        line += item.IsAtBeginningOf(level.TEXTLINE)
        if item.Empty(level.WORD):
            continue
        text = unicodedata.normalize("NFC", item.GetUTF8Text(level.WORD)).strip()
        box = item.BoundingBox(level.WORD)
        if not text or box is None:
            continue
        baseline = item.Baseline(level.WORD)
        yield Word(
            text=text,
            box=Box(*map(float, box)),
            confidence=min(max(item.Confidence(level.WORD) / 100, 0.0), 1.0),
            line=max(line, 0),
            block=max(block, 0),
            baseline=Line(*(float(value) for end in baseline for value in end)) if baseline else None,
        )


engine = TesserocrEngine()
