"""Whether what is copied out of the PDF is what was read: the same words in the same order, by each reader.

Drawn papers are written as pages of invisible text, level and sloping, and read back by programs that are
not ours. Poppler's `pdftotext` orders words by where they stand, the others by the order of drawing.
"""

from __future__ import annotations

import argparse
import math
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from rapidfuzz.distance import Levenshtein

from bench.machine import keep
from bench.pdf_text import pages_of
from bench.tables import percent, show
from classifiers.specimens import compose, drawable_codes, perfect_pages
from classifiers.specimens.variants import HELD_OUT_FROM
from pipeline.layout import in_reading_order
from pipeline.pdfa.levelling import levelled
from pipeline.pdfa.metadata import About
from pipeline.pdfa.sheets import Sheets
from pipeline.pdfa.text_stream import text_stream
from records import Box, Line, Page

SKEWS = (0.0, 0.7, -0.7, 2.0, -2.0, 2.5, -2.5, 5.0, -5.0, 10.0, -10.0)
"""Degrees clockwise; the worst level of wear turns pages by 2.5."""
Reader = Callable[[Path], list[str]]


@dataclass(frozen=True, slots=True)
class Order:
    """How one reader did on some pages."""

    pages: int
    same: int
    """Pages whose words all came out, in order."""
    wrong: tuple[str, ...]
    """Names of the other pages."""
    words_wrong: float
    """Words to insert, leave out or change, as a share of all words."""

    def as_dict(self) -> dict[str, Any]:
        return {
            "pages": self.pages,
            "same": self.same,
            "share": round(self.same / max(1, self.pages), 4),
            "words_wrong": round(self.words_wrong, 5),
            "wrong": list(self.wrong),
        }


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--papers", type=int, default=24, metavar="N", help="papers a slope (24)")
    parser.add_argument("--skews", nargs="+", type=float, default=list(SKEWS), metavar="DEGREES")
    parser.add_argument("--seed", type=int, default=0, help="draws other papers")


def run(options: argparse.Namespace) -> int:
    """Writes the papers at each slope, reads them back and keeps the figures."""
    papers = drawn(options.papers, HELD_OUT_FROM + options.seed)
    results: dict[str, dict[str, Any]] = {}
    for degrees in options.skews:
        pages = {name: skewed(page, degrees) for name, page in papers.items()}
        for name, order in measure(pages).items():
            results.setdefault(name, {})[f"{degrees:g}"] = order.as_dict()
    shown = [f"{degrees:g}" for degrees in options.skews]
    for key, title in (
        ("share", "Pages with the same words in the same order"),
        ("words_wrong", "Words wrong"),
    ):
        rows = [(name, *(percent(found[skew][key]) for skew in shown)) for name, found in results.items()]
        show(f"{title}, by slope in degrees", ("reader", *shown), rows)
    settings = {"papers": options.papers, "skews": options.skews, "seed": options.seed}
    print(f"kept in {keep('order', {'settings': settings, 'readers': results})}")
    return 0


def drawn(count: int, seed: int) -> dict[str, Page]:
    """First pages of `count` papers of all types, in the reading order that layout gives them."""
    codes = drawable_codes()
    pages = {}
    for index in range(count):
        code = codes[index % len(codes)]
        page = perfect_pages(compose(code, seed + index), 300)[0]
        pages[f"{code}-{seed + index}"] = replace(page, words=in_reading_order(page.words))
    return pages


def skewed(page: Page, degrees: float) -> Page:
    """The page's words as they would lie on a scan turned clockwise by `degrees` about its middle."""
    if not degrees:
        return page
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    middle = page.width / 2, page.height / 2

    def turned(x: float, y: float) -> tuple[float, float]:
        dx, dy = x - middle[0], y - middle[1]
        return middle[0] + cos * dx - sin * dy, middle[1] + sin * dx + cos * dy

    words = []
    for word in page.words:
        box, line = word.box, word.baseline
        corners = [turned(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        xs, ys = zip(*corners, strict=True)
        around = Box(min(xs), min(ys), max(xs), max(ys))
        baseline = Line(*turned(line.x0, line.y0), *turned(line.x1, line.y1)) if line else None
        words.append(replace(word, box=around, baseline=baseline))
    return replace(page, words=tuple(words), skew=page.skew + degrees)


def measure(pages: Mapping[str, Page]) -> dict[str, Order]:
    """Writes the pages into one PDF without pictures and holds what each reader gives against their words."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "order.pdf"
        write_text(list(pages.values()), path)
        return {name: _judged(pages, reader(path)) for name, reader in readers().items()}


def write_text(pages: Sequence[Page], path: Path) -> None:
    """The pages' invisible text alone, as the rendition has it."""
    sheets = Sheets(path.parent)
    try:
        for page in pages:
            size = page.width / page.dpi * 72, page.height / page.dpi * 72
            place, standing = levelled(page, size)
            sheets.add(place, (), text_stream(standing, *place.size, sheets.codes))
        sheets.save(path, About("Order", datetime(2026, 1, 1, tzinfo=UTC), "0" * 64))
    finally:
        sheets.close()


def readers() -> dict[str, Reader]:
    """The programs on this machine that read text out of a PDF, by name."""
    found: dict[str, Reader] = {"pdfium": _pdfium_text}
    if shutil.which("pdftotext"):
        found["pdftotext"] = lambda path: _command_text("pdftotext", "-enc", "UTF-8", str(path), "-")
        found["pdftotext -raw"] = lambda path: _command_text(
            "pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"
        )
    if shutil.which("mutool"):
        found["mutool"] = lambda path: _command_text("mutool", "draw", "-q", "-F", "txt", str(path))
    return found


def _command_text(*command: str) -> list[str]:
    done = subprocess.run(command, capture_output=True, check=True, timeout=600)
    return pages_of(done.stdout.decode("utf-8"))


def _pdfium_text(path: Path) -> list[str]:
    document = pdfium.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def _judged(pages: Mapping[str, Page], texts: Sequence[str]) -> Order:
    words = wrong_words = 0
    wrong = []
    for index, (name, page) in enumerate(pages.items()):
        wanted = _words(" ".join(word.text for word in page.words))
        found = _words(texts[index]) if index < len(texts) else []
        words += len(wanted)
        if found != wanted:
            wrong.append(name)
            wrong_words += Levenshtein.distance(wanted, found)
    return Order(len(pages), len(pages) - len(wrong), tuple(wrong), wrong_words / max(1, words))


def _words(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split()
