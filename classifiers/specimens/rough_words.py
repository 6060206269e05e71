"""A specimen's words about where they are set, without measuring ink: for training, which draws thousands."""

from __future__ import annotations

from classifiers.specimens.drawing import codes_on
from classifiers.specimens.sheet import MM_PER_INCH, MM_PER_POINT, PrintedWord, Sheet, Specimen
from classifiers.specimens.typesetting import word_width
from records import Box, Page, TextOrigin, Word


def rough_pages(specimen: Specimen, dpi: float = 200, *, most: int = 3) -> tuple[Page, ...]:
    """The first pages with exact words in boxes as wide as their type is set and as high as its capitals.

    No ink is measured: 3 ms a paper instead of 88, for what is told by words and their places alone.
    """
    return tuple(
        _rough_page(sheet, number, dpi) for number, sheet in enumerate(specimen.sheets[:most], start=1)
    )


def _rough_page(sheet: Sheet, number: int, dpi: float) -> Page:
    scale = dpi / MM_PER_INCH
    words = tuple(
        Word(printed.text, _rough_box(printed, scale), 1.0, printed.line, printed.block)
        for printed in sheet.words
        if not printed.is_mark
    )
    return Page(
        number=number,
        dpi=dpi,
        width=round(sheet.width * scale),
        height=round(sheet.height * scale),
        is_blank=not words,
        origin=TextOrigin.RECOGNISED if words else TextOrigin.NONE,
        words=words,
        codes=tuple(codes_on(sheet, scale)),
    )


def _rough_box(word: PrintedWord, scale: float) -> Box:
    """From the baseline up to the height of capitals, 0.7 em, along the word's advance."""
    width = word.pitch * len(word.pieces) if word.pitch else word_width(word.pieces)
    top = word.baseline - 0.7 * word.pieces[0].type.size * MM_PER_POINT
    return Box(word.x * scale, top * scale, (word.x + width) * scale, word.baseline * scale)
