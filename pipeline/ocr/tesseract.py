"""Tesseract 5 as a program of its own, through pytesseract: a fault in it costs one page, never the worker.

The image is handed over as an uncompressed PGM in memory-backed storage: a PNG would be packed by us only
to be unpacked by Tesseract. hOCR is read back, because it alone gives baselines beside boxes and confidence.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytesseract
from pytesseract import TesseractError, TesseractNotFoundError

from pipeline.ocr import Picture, RecognitionOptions
from records import Box, Line, Word
from records.errors import EngineCrashed, EngineMissing, EngineTimedOut

MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108 - a private folder is made in it
LINE_CLASSES = frozenset({"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"})

# libgomp of the child reads it; with its default, pages were measured five times slower.
os.environ["OMP_THREAD_LIMIT"] = "1"


class TesseractEngine:
    """The `tesseract` program, one thread, one page a run."""

    name = "tesseract"
    cost = 1.8

    def is_available(self) -> bool:
        return shutil.which("tesseract") is not None

    def recognise(self, image: Picture, *, dpi: float, options: RecognitionOptions) -> tuple[Word, ...]:
        with tempfile.TemporaryDirectory(prefix="hoso-", dir=_memory_folder()) as folder:
            picture = Path(folder) / "page.pgm"
            with picture.open("wb") as out:
                out.write(b"P5 %d %d 255\n" % (image.shape[1], image.shape[0]))
                out.write(image.tobytes())
            return parse_hocr(_run(picture, dpi, options))


def _memory_folder() -> Path | None:
    return MEMORY_FOLDER if os.access(MEMORY_FOLDER, os.W_OK) else None


def _run(picture: Path, dpi: float, options: RecognitionOptions) -> str:
    config = f"--dpi {round(dpi)} --psm {7 if options.is_one_line else 3}"
    if options.characters:
        config += f" -c tessedit_char_whitelist={options.characters}"
    try:
        hocr = pytesseract.image_to_pdf_or_hocr(
            str(picture),
            lang="+".join(options.languages),
            config=config,
            extension="hocr",
            timeout=options.timeout_seconds,
        )
    except TesseractNotFoundError as error:
        raise EngineMissing("the program tesseract is not installed") from error
    except TesseractError as error:
        if "loading language" in str(error.message):
            raise EngineMissing(f"tesseract has no data for {'+'.join(options.languages)}") from error
        raise EngineCrashed(f"tesseract ended with {error.status}") from error
    except FileNotFoundError as error:
        raise EngineCrashed("tesseract wrote nothing") from error
    except RuntimeError as error:  # how pytesseract reports the time limit; the child is dead by then
        raise EngineTimedOut(f"tesseract took over {options.timeout_seconds:g} s") from error
    return hocr.decode() if isinstance(hocr, bytes) else str(hocr)


def parse_hocr(hocr: str) -> tuple[Word, ...]:
    """The words of an hOCR page (hOCR 1.2), in its order, with the line's baseline cut to each word."""
    parser = _HocrParser()
    parser.feed(hocr)
    return tuple(parser.words)


class _HocrParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[Word] = []
        self._block = self._line = -1
        self._slope: tuple[float, float, float, float] | None = None
        self._open: tuple[Box, float] | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        values = dict(attrs)
        kind, title = values.get("class") or "", values.get("title") or ""
        if kind == "ocr_carea":
            self._block += 1
        elif kind in LINE_CLASSES:
            self._line += 1
            self._slope = _slope(title)
        elif kind == "ocrx_word":
            confidence = re.search(r"x_wconf ([\d.]+)", title)
            self._open = _box(title), float(confidence[1]) / 100 if confidence else 0.0
            self._text = ""

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag != "span" or self._open is None:
            return
        (box, confidence), self._open = self._open, None
        text = unicodedata.normalize("NFC", self._text).strip()
        if text:
            self.words.append(
                Word(text, box, confidence, max(self._line, 0), max(self._block, 0), self._baseline(box))
            )

    def _baseline(self, box: Box) -> Line | None:
        if self._slope is None:
            return None
        left, bottom, slope, offset = self._slope
        y0, y1 = (bottom + offset + slope * (x - left) for x in (box.x0, box.x1))
        return Line(box.x0, y0, box.x1, y1)


def _box(title: str) -> Box:
    found = re.search(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)", title)
    return Box(*(float(value) for value in found.groups())) if found else Box(0, 0, 0, 0)


def _slope(title: str) -> tuple[float, float, float, float] | None:
    """Left and bottom of the line's box, then slope and offset of the baseline from there (hOCR 1.2)."""
    found = re.search(r"baseline (-?[\d.]+) (-?[\d.]+)", title)
    box = _box(title)
    return (box.x0, box.y1, float(found[1]), float(found[2])) if found else None


engine = TesseractEngine()
