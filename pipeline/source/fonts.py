"""Which font each letter of a page is set in, and how that font's text is to be read."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipeline.legacy_text import Code, FontSample, codes_of, in_unicode
from pipeline.legacy_text.telling import Told
from pipeline.source.glyph import Glyph

NO_FONT = 0
_LONGEST_NAME = 256
_LOW, _TALL = frozenset("acemnorsuvx"), frozenset("bdhkl")
_MOST_RUNS = 4_000
"""Pieces of words of one font that are looked at; a page of text has some 600."""


class PageFonts:
    """Names the fonts of one page; each is asked for once."""

    def __init__(self) -> None:
        self._of_object: dict[int, int] = {}
        self.names: dict[int, str] = {}
        """By the font's key."""
        self.absent: set[int] = set()
        """Keys of fonts that the file only names: viewers put another in their place."""

    def key_of(self, text: pdfium.PdfTextPage, index: int) -> int:
        """The key of the font of the character at `index`; `NO_FONT` where pdfium knows none."""
        handle = raw.FPDFText_GetTextObject(text.raw, index)
        if not handle:
            return NO_FONT
        address = ctypes.addressof(handle.contents)
        known = self._of_object.get(address)
        if known is None:
            font = raw.FPDFTextObj_GetFont(handle)
            known = ctypes.addressof(font.contents) if font else NO_FONT
            self._of_object[address] = known
            if font and known not in self.names:
                self.names[known] = _name_of(font)
                if raw.FPDFFont_GetIsEmbedded(font) == 0:
                    self.absent.add(known)
        return known


def _name_of(font: object) -> str:
    buffer = ctypes.create_string_buffer(_LONGEST_NAME)
    raw.FPDFFont_GetBaseFontName(font, buffer, _LONGEST_NAME)
    return buffer.value.decode("utf-8", "replace")


def told_by_font(words: Iterable[Sequence[Glyph]], names: dict[int, str]) -> dict[int, Told]:
    """How to read each font that the words of a page are set in."""
    runs: dict[int, list[str]] = {}
    low: dict[int, list[float]] = {}
    tall: dict[int, list[float]] = {}
    for word in words:
        for font, letters in _by_font(word):
            runs.setdefault(font, []).append("".join(glyph.text for glyph in letters))
            for glyph in letters:
                if abs(glyph.angle) < 0.1 and glyph.text in _LOW | _TALL:
                    heights = low if glyph.text in _LOW else tall
                    heights.setdefault(font, []).append((glyph.y1 - glyph.y0) / glyph.size)
    return codes_of(
        {
            font: FontSample(names.get(font, ""), found[:_MOST_RUNS], _median(low, font), _median(tall, font))
            for font, found in runs.items()
        }
    )


@dataclass(frozen=True, slots=True)
class OldFonts:
    """What a page owes to fonts from before Unicode."""

    codes: tuple[Code, ...] = ()
    """The codes that its text was turned from."""
    is_absent: bool = False
    """True when such a font is not in the file, so that the page's picture shows other letters."""


def old_fonts(told: dict[int, Told], fonts: PageFonts) -> OldFonts:
    """The fonts of a page that had to be turned into Unicode."""
    old = {key: how.font.code for key, how in told.items() if how.font.code is not Code.UNICODE}
    return OldFonts(tuple(sorted(set(old.values()))), not fonts.absent.isdisjoint(old))


def text_of(word: Sequence[Glyph], told: dict[int, Told]) -> tuple[str, bool]:
    """What a word says in Unicode, and whether every letter of it is sure."""
    out: list[str] = []
    is_sure = True
    for font, letters in _by_font(word):
        how = told[font]
        text, is_known = in_unicode("".join(glyph.text for glyph in letters), how.font)
        out.append(text)
        is_mapped = how.font.code is not Code.UNICODE or all(glyph.is_mapped for glyph in letters)
        is_sure &= is_known and is_mapped and (how.is_sure or text.isascii())
    return "".join(out), is_sure


def _by_font(word: Sequence[Glyph]) -> Iterator[tuple[int, list[Glyph]]]:
    for font, letters in groupby(word, key=lambda glyph: glyph.font):
        yield font, list(letters)


def _median(heights: dict[int, list[float]], font: int) -> float:
    return median(heights[font]) if font in heights else 0.0
