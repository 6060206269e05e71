"""Tesseract inside this process, through tesserocr: no program start, no image file, less processor time.

A page of a directive at 300 dpi cost 2.3 CPU seconds here and 3.4 by the command. The price is that a fault
inside Tesseract ends the whole worker process; the pool above takes that for a crashed page.
"""

from __future__ import annotations

import os
import time
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, lru_cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.line_size import fitted, unfitted
from pipeline.lines import LinePicture, line_pictures
from pipeline.ocr import LineRead, Picture, RecognitionOptions
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
    """Tesseract 5 in process: its recogniser, on lines that are found and cut out here."""

    name = "tesserocr"
    cost = 1.3

    def is_available(self) -> bool:
        return find_spec("tesserocr") is not None and data_folder(("vie",)) is not None

    def recognise(self, image: Picture, *, dpi: float, options: RecognitionOptions) -> tuple[Word, ...]:
        return tuple(word for line in self.read_lines(image, dpi=dpi, options=options) for word in line.words)

    def read_lines(self, image: Picture, *, dpi: float, options: RecognitionOptions) -> tuple[LineRead, ...]:
        binding, reader = _reader(os.getpid(), options.languages)
        reader.SetVariable("tessedit_char_whitelist", options.characters)
        deadline = time.monotonic() + options.timeout_seconds
        try:
            with _without_chatter():
                pictures: Iterable[LinePicture] = [LinePicture(0, 0, image, 0, 0)]
                if not options.is_one_line:
                    pictures = line_pictures(image)
                read = partial(
                    _read_line, binding, reader, dpi=dpi, deadline=deadline, is_fitted=not options.is_as_given
                )
                return tuple(LineRead(picture, tuple(read(picture))) for picture in pictures)
        except RuntimeError as error:
            raise EngineCrashed(f"tesserocr: {error}") from error
        finally:
            reader.Clear()


@contextmanager
def _without_chatter() -> Iterator[None]:
    """Keeps Leptonica's remarks on harmless boxes off the terminal: it has no switch for them."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _show(reader: Any, image: Picture, dpi: float) -> None:
    height, width = image.shape
    reader.SetImageBytes(image.tobytes(), width, height, 1, width)
    reader.SetSourceResolution(round(dpi))


def _read_line(
    binding: Any, reader: Any, line: LinePicture, *, dpi: float, deadline: float, is_fitted: bool
) -> Iterator[Word]:
    """The words of one line, in pixels of the page; their boxes tight around their ink when `is_fitted`."""
    left_ms = round((deadline - time.monotonic()) * 1000)
    if left_ms <= 0:
        raise EngineTimedOut("tesserocr: the page took longer than it may")
    reader.SetPageSegMode(binding.PSM.SINGLE_LINE)
    picture, factor = fitted(line.picture) if is_fitted else (line.picture, 1.0)
    _show(reader, picture, dpi)
    if not reader.Recognize(left_ms):
        raise EngineTimedOut("tesserocr: a line took longer than the page may")
    found, level = reader.GetIterator(), binding.RIL
    for item in binding.iterate_level(found, level.WORD) if found is not None else ():
        if item.Empty(level.WORD):
            continue
        text = unicodedata.normalize("NFC", item.GetUTF8Text(level.WORD)).strip()
        box, baseline = item.BoundingBox(level.WORD), item.Baseline(level.WORD)
        if not text or not box:
            continue
        ends = [float(value) for end in baseline for value in end] if baseline else None
        word = Word(
            text=text,
            box=Box(*map(float, box)),
            confidence=min(max(item.Confidence(level.WORD) / 100, 0.0), 1.0),
            line=line.line,
            block=line.block,
            baseline=Line(*ends) if ends else None,
        )
        yield _on_page(unfitted(word, line.picture, factor) if is_fitted else word, line)


def _on_page(word: Word, line: LinePicture) -> Word:
    base, dx, dy = word.baseline, line.left, line.top
    moved = None if base is None else Line(base.x0 + dx, base.y0 + dy, base.x1 + dx, base.y1 + dy)
    return replace(word, box=word.box.moved(dx, dy), baseline=moved)


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


engine = TesserocrEngine()
