"""Has Ghostscript turn born-digital pages into PDF/A, in a child with a time limit, and checks what came out.

Only pages that keep their own text come here; scans never do. Pages that do not come out whole are drawn by
the caller, who says so. The check is needed: where a font is not embedded, Ghostscript
10.00 puts another in its place and may lose the Vietnamese letters ("Ā" for "Ủ") without an error.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pikepdf

from pipeline.limits import Limits
from pipeline.source.pdf import PdfPage, PdfSource
from records import Page
from records.errors import HosoError

logger = logging.getLogger(__name__)

_PLAIN_ENCODINGS = {"/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding", "/MacExpertEncoding"}
_DEPTH = 5


def is_installed() -> bool:
    """Whether the `gs` program is there."""
    return shutil.which("gs") is not None


def convert(source: Path, pages: Sequence[Page], out: Path, limits: Limits) -> Mapping[int, int]:
    """Writes the given pages of `source` to `out` as PDF/A-2 pages; answers which of them came out whole.

    That is the place in `out`, from 0, by the page's number in `source`. Stamps and fields are drawn into the
    pages. Whole means that a page has the same letters as before, as often, and hands out these words.
    """
    program = shutil.which("gs")
    if program is None:
        return {}
    numbers = ",".join(str(page.number) for page in pages)
    command = [
        program,
        "-dSAFER",
        "-dBATCH",
        "-dNOPAUSE",
        "-dQUIET",
        "-sDEVICE=pdfwrite",
        "-dPDFA=2",
        "-dPDFACompatibilityPolicy=1",
        "-sColorConversionStrategy=RGB",
        "-dAutoRotatePages=/None",
        "-dPreserveAnnots=false",
        "-dDownsampleColorImages=false",
        "-dDownsampleGrayImages=false",
        "-dDownsampleMonoImages=false",
        f"-sPageList={numbers}",
        f"-sOutputFile={out}",
        str(source),
    ]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=limits.conversion_seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        logger.warning("Ghostscript: %s", type(error).__name__)
        return {}
    return _whole_pages(out, pages, limits) if done.returncode == 0 and out.is_file() else {}


def _whole_pages(converted: Path, pages: Sequence[Page], limits: Limits) -> Mapping[int, int]:
    try:
        with PdfSource(converted, limits) as result:
            if result.page_count != len(pages):
                return {}
            return {
                page.number: place
                for place, page in enumerate(pages)
                if _is_whole(result.page(place + 1), page)
            }
    except HosoError as error:
        logger.warning("Ghostscript's output cannot be read: %s", error.code)
        return {}


def _is_whole(converted: PdfPage, page: Page) -> bool:
    """Whether the page shows its letters and gives them to whoever copies; text of an old code does not."""
    shown = _letters(word.text for word in converted.own_words(page.dpi))
    return shown == _letters(word.text for word in page.words) and converted.stores(page.words)


def _letters(words: Iterable[str]) -> Counter[str]:
    return Counter("".join(words))


def maps_to_unicode(page: pikepdf.Page) -> bool:
    """Whether every font on the page says which characters it shows (level U; ISO 19005-2, 6.2.11.7)."""
    return _fonts_map(page.obj.get("/Resources"), 0)


def _fonts_map(resources: pikepdf.Object | None, depth: int) -> bool:
    if resources is None or depth > _DEPTH:
        return True
    if not all(_font_maps(font) for font in resources.get("/Font", pikepdf.Dictionary()).values()):
        return False
    forms = (
        entry
        for entry in resources.get("/XObject", pikepdf.Dictionary()).values()
        if entry.get("/Subtype") == pikepdf.Name.Form
    )
    return all(_fonts_map(form.get("/Resources"), depth + 1) for form in forms)


def _font_maps(font: pikepdf.Object) -> bool:
    if "/ToUnicode" in font:
        return True
    encoding = font.get("/Encoding")
    if isinstance(encoding, pikepdf.Dictionary):
        encoding = encoding.get("/BaseEncoding") if "/Differences" not in encoding else None
    return encoding is not None and str(encoding) in _PLAIN_ENCODINGS
