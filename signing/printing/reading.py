"""Reads page 1 of a PDF glyph by glyph, or takes what was read on a scan, and lays it out in lines."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from records.errors import NotSignable
from signing.appearance.paper import PageWord, open_paper

_MOST_GLYPHS = 20_000
"""Of one page: a page full of small print has 8,000."""
_SAME_LINE = 0.3
"""Sizes by which baselines of one line may differ."""
_WORD_GAP, _COLUMN_GAP = 0.12, 1.2
"""Sizes: wider gaps part words, and columns."""
_SCANNED_SIZE = 13.0
"""What Decree 30/2020 asks of the number's line; a scan does not say."""
_DESCENDS, _DESCENT = frozenset("gjpqyQạặậẹệịọộợụựỵẠẶẬẸỆỊỌỘỢỤỰỴ,;()"), 0.2
"""Letters that reach below the baseline, and how far, in sizes."""
COLUMN = "\t"
"""Stands in a line's text for a gap as wide as between columns, or as a blank."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter that leaves ink, with marks that stand over it."""

    text: str
    left: float
    """Its origin, in points of the page's own space; `right` is where the next may begin."""
    right: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """Glyphs of one baseline from left to right, and their text with spaces and `COLUMN`s between."""

    glyphs: tuple[Glyph, ...]
    text: str
    places: tuple[int | None, ...]
    """For each character of the text its glyph's number; `None` for gaps."""

    @property
    def baseline(self) -> float:
        """Of the first glyph."""
        return self.glyphs[0].baseline

    def between(self, start: int, end: int) -> tuple[Glyph, ...]:
        """Glyphs of the characters from `start` up to `end`."""
        numbers = {place for place in self.places[start:end] if place is not None}
        return tuple(self.glyphs[number] for number in sorted(numbers))


def first_page_lines(path: Path, *, above: float = -math.inf) -> list[TextLine]:
    """The upright lines of page 1, from the top, as far down as `above`, in points of the page's own space.

    Raises `NotSignable` for what cannot be read.
    """
    with open_paper(path) as paper:
        try:
            with paper.text_page(1) as text:
                return laid_out(_glyphs(text.raw, above))
        except (pypdfium2.PdfiumError, IndexError) as error:
            raise NotSignable(f"page 1 cannot be read: {type(error).__name__}") from error


def lines_of_page(text: pypdfium2.PdfTextPage) -> list[TextLine]:
    """The upright lines of a page that is open already."""
    return laid_out(_glyphs(text.raw, -math.inf))


def joined(lines: Sequence[TextLine]) -> TextLine:
    """Lines that follow each other as one: a sentence may go on on the next."""
    glyphs, text, places = list[Glyph](), "", list[int | None]()
    for line in lines:
        if text:
            text += " "
            places.append(None)
        places += [None if place is None else place + len(glyphs) for place in line.places]
        text += line.text
        glyphs += line.glyphs
    return TextLine(tuple(glyphs), text, tuple(places))


def lines_of_words(words: Sequence[PageWord]) -> list[TextLine]:
    """The same from what was read on a scan, in points of page 1 as it is shown."""
    return laid_out(glyph for word in words if word.page == 1 for glyph in _spread(word))


def laid_out(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Glyphs put into lines, from the top; marks that stand alone join the letter before them."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.baseline):
        near = rows and abs(rows[-1][0].baseline - glyph.baseline) <= _SAME_LINE * glyph.size
        if near:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [_line(sorted(row, key=lambda glyph: glyph.left)) for row in rows]


def _line(row: list[Glyph]) -> TextLine:
    text, places = "", list[int | None]()
    for number, glyph in enumerate(row):
        gap = glyph.left - max(
            (other.right for other in row[max(0, number - 3) : number]), default=glyph.left
        )
        if gap > _WORD_GAP * glyph.size:
            text += COLUMN if gap > _COLUMN_GAP * glyph.size else " "
            places.append(None)
        text += glyph.text
        places += [number] * len(glyph.text)
    return TextLine(tuple(row), text, tuple(places))


def _glyphs(text: pdfium.FPDF_TEXTPAGE, above: float) -> list[Glyph]:
    found: list[Glyph] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(min(pdfium.FPDFText_CountChars(text), _MOST_GLYPHS)):
        letter = chr(pdfium.FPDFText_GetUnicode(text, index))
        if not letter.isprintable() or letter.isspace() or pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        if y.value < above or abs(math.sin(pdfium.FPDFText_GetCharAngle(text, index))) > 0.02:
            continue  # written upwards or slanting: stamps, watermarks
        if unicodedata.combining(letter) and found:
            whole = unicodedata.normalize("NFC", found[-1].text + letter)
            found[-1] = replace(found[-1], text=whole)
        else:
            found.append(_glyph(text, index, letter, (x.value, y.value)))
    return found


def _glyph(text: pdfium.FPDF_TEXTPAGE, index: int, letter: str, origin: tuple[float, float]) -> Glyph:
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    pdfium.FPDFText_GetLooseCharBox(text, index, box)
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    return Glyph(
        unicodedata.normalize("NFC", letter),
        origin[0],
        max(box.right, origin[0]),
        origin[1],
        pdfium.FPDFText_GetFontSize(text, index) * scale,
    )


def _spread(word: PageWord) -> Iterable[Glyph]:
    """The letters of a word, evenly over its box: near enough for a blank beside it."""
    letters = unicodedata.normalize("NFC", word.text)
    left, bottom, right, _ = word.box
    step = (right - left) / max(len(letters), 1)
    # A recogniser's box ends at the lowest ink.
    baseline = bottom + (_DESCENT * _SCANNED_SIZE if _DESCENDS.intersection(letters) else 0.0)
    for number, letter in enumerate(letters):
        yield Glyph(letter, left + number * step, left + (number + 1) * step, baseline, _SCANNED_SIZE)
