"""Reads a PDF page's own text as words with boxes, in reading order.

pdfium's characters are used rather than pdfplumber's: faster by far (docs/decisions/0010), and the file is
opened by pdfium anyway. Words are made here, because pdfium's own breaks follow the text operators.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipeline.legacy_text.telling import Told
from pipeline.source.annotations import FilledField
from pipeline.source.fonts import OldFonts, PageFonts, old_fonts, text_of, told_by_font
from pipeline.source.glyph import Glyph
from pipeline.source.page_objects import is_hidden
from pipeline.source.reading_order import Piece, in_reading_order
from pipeline.tidy_text import tidy
from records import Box, Line, Word

_MOST_CHARACTERS = 200_000
"""More than this on one page is not text for people."""
_GAP = 0.22
"""A gap of this part of the letter size parts two words: a space in Times is 0.25, kerning under 0.1."""
_DRIFT = 0.35
"""A step off the baseline by this part of the letter size begins a new word."""
_BACK = 0.6
"""A step back by more than this part of the letter size begins a new word."""
_CELL_HEIGHT = 1.15
"""Ascent and descent of a usual font, in letter sizes."""
_MOST_MISSING = 0.02
"""Part of the letters in words that copying may not give: words of which a hyphen or a leader was a part."""
_PRIVATE_BLANKS = frozenset("\uf020\uf0a0")
"""Blanks of fonts with a symbol map."""
_SAME_PLACE = 0.1
"""Letters drawn twice within this part of their size are one letter in false bold."""


def words_of(
    page: pdfium.PdfPage, hidden: frozenset[int], dpi: float, fields: Sequence[FilledField] = ()
) -> tuple[tuple[Word, ...], OldFonts]:
    """The page's visible words in Unicode NFC, in pixels of the upright page at `dpi`, and its old fonts.

    Confidence 1; 0 for a word of which a letter is not known for sure: from a font of before Unicode whose
    code could not be told, or from one that does not say which letters it draws. What stands in `fields` is
    taken from the form in place of what pdfium drew there.
    """
    fonts = PageFonts()
    text = page.get_textpage()
    try:
        words = list(_grouped(_glyphs(page, text, hidden, fonts)))
    finally:
        text.close()
    told = told_by_font(words, fonts.names)
    pieces = [piece for word in words if (piece := _piece(word, told)).text]
    for field in fields:
        pieces = _with_field(pieces, field.text, _Turn(page).box(field))
    scale = dpi / 72
    placed = tuple(
        Word(
            text=piece.text,
            box=Box(piece.x0 * scale, piece.y0 * scale, piece.x1 * scale, piece.y1 * scale),
            confidence=1.0 if piece.is_sure else 0.0,
            line=line,
            block=block,
            baseline=Line(*(value * scale for value in piece.baseline)),
        )
        for piece, line, block in in_reading_order(pieces)
    )
    return placed, old_fonts(told, fonts)


def are_stored(words: Sequence[Word], page: pdfium.PdfPage) -> bool:
    """Whether who copies from the page gets these words: not so where its fonts are from before Unicode."""
    text = page.get_textpage()
    try:
        stored = "".join(tidy(text.get_text_range()).split())
    finally:
        text.close()
    letters = sum(len(word.text) for word in words)
    missing = sum(len(word.text) for word in words if word.text not in stored)
    return missing <= _MOST_MISSING * letters


def _glyphs(
    page: pdfium.PdfPage, text: pdfium.PdfTextPage, hidden: frozenset[int], fonts: PageFonts
) -> Iterator[Glyph | None]:
    """Characters in the order of the file; `None` where a space or a line end stands."""
    turn = _Turn(page)
    pending = ""
    for index in range(min(text.count_chars(), _MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text.raw, index)
        if 0xD800 <= code < 0xDC00:
            pending = chr(code)
            continue
        character = chr(code)
        if pending:
            character, pending = _joined(pending, character), ""
        if (
            character.isspace()
            or character in _PRIVATE_BLANKS
            or raw.FPDFText_IsGenerated(text.raw, index) == 1
        ):
            yield None
            continue
        if is_hidden(text, index, hidden):
            continue
        yield turn.glyph(character, text, index, fonts.key_of(text, index))


def _joined(high: str, low: str) -> str:
    pair = (high + low).encode("utf-16-le", "surrogatepass")
    return pair.decode("utf-16-le", "replace")


class _Turn:
    """Takes points of the page as stored to points of the page as shown."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._box = page.get_bbox()
        self._rotation = page.get_rotation() % 360
        self._ink = tuple(ctypes.c_double() for _ in range(4))
        self._cell = raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def _point(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self._box
        match self._rotation:
            case 90:
                return y - bottom, x - left
            case 180:
                return right - x, y - bottom
            case 270:
                return top - y, right - x
            case _:
                return x - left, top - y

    def box(self, field: FilledField) -> Box:
        """Where the field stands on the page as shown."""
        ax, ay = self._point(field.left, field.bottom)
        bx, by = self._point(field.right, field.top)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    def glyph(self, character: str, text: pdfium.PdfTextPage, index: int, font: int) -> Glyph:
        """The character at `index`: its ink, its origin on the baseline, its advance and size."""
        left, right, bottom, top = self._ink
        raw.FPDFText_GetCharBox(text.raw, index, left, right, bottom, top)
        raw.FPDFText_GetCharOrigin(text.raw, index, self._x, self._y)
        raw.FPDFText_GetLooseCharBox(text.raw, index, self._cell)
        raw.FPDFText_GetMatrix(text.raw, index, self._matrix)
        # not FPDFText_GetCharAngle: it takes the slant of letters made italic by shearing for an angle
        stored = math.atan2(self._matrix.b, self._matrix.a)
        cell = self._cell
        advance, height = _extents(stored, cell.right - cell.left, cell.top - cell.bottom)
        ax, ay = self._point(left.value, bottom.value)
        bx, by = self._point(right.value, top.value)
        base_x, base_y = self._point(self._x.value, self._y.value)
        return Glyph(
            text=character,
            x0=min(ax, bx),
            y0=min(ay, by),
            x1=max(ax, bx),
            y1=max(ay, by),
            base_x=base_x,
            base_y=base_y,
            advance=advance,
            size=max(height / _CELL_HEIGHT, 0.1),
            # pdfium counts anticlockwise, the picture clockwise
            angle=_within_half_turn(math.radians(self._rotation) - stored),
            font=font,
            is_mapped=raw.FPDFText_HasUnicodeMapError(text.raw, index) != 1,
        )


def _within_half_turn(angle: float) -> float:
    """The same angle between -π and π."""
    return (angle + math.pi) % math.tau - math.pi


def _extents(angle: float, width: float, height: float) -> tuple[float, float]:
    """Length along and height across a line of writing at `angle`, of a character's upright bounds."""
    return (height, width) if abs(math.sin(angle)) > abs(math.cos(angle)) else (width, height)


def _grouped(glyphs: Iterator[Glyph | None]) -> Iterator[list[Glyph]]:
    """Groups characters into words: parted by spaces, gaps and steps off the baseline."""
    word: list[Glyph] = []
    for glyph in glyphs:
        if glyph is None:
            if word:
                yield word
            word = []
            continue
        if word and not _continues(word[-1], glyph):
            if _is_same(word[-1], glyph):
                continue
            yield word
            word = []
        word.append(glyph)
    if word:
        yield word


def _is_same(last: Glyph, glyph: Glyph) -> bool:
    near = _SAME_PLACE * glyph.size
    return (
        last.text == glyph.text
        and abs(last.base_x - glyph.base_x) < near
        and abs(last.base_y - glyph.base_y) < near
    )


def _continues(last: Glyph, glyph: Glyph) -> bool:
    if unicodedata.combining(glyph.text[0]):
        return True
    along, across = _along(last.angle, glyph.base_x - last.base_x, glyph.base_y - last.base_y)
    size = max(last.size, glyph.size)
    gap = along - last.advance
    is_turned = abs(_within_half_turn(glyph.angle - last.angle)) > 0.2
    if _is_same(last, glyph) or is_turned or abs(across) > _DRIFT * size:
        return False
    return -_BACK * size < gap < _GAP * size


def _along(angle: float, dx: float, dy: float) -> tuple[float, float]:
    """The step `dx`, `dy` along and across a line of writing that runs at `angle` (clockwise)."""
    cos, sin = math.cos(angle), math.sin(angle)
    return dx * cos + dy * sin, dy * cos - dx * sin


def _piece(word: list[Glyph], told: dict[int, Told]) -> Piece:
    text, is_sure = text_of(word, told)
    first, last = word[0], word[-1]
    return Piece(
        text=tidy(text),
        x0=min(glyph.x0 for glyph in word),
        y0=min(glyph.y0 for glyph in word),
        x1=max(glyph.x1 for glyph in word),
        y1=max(glyph.y1 for glyph in word),
        size=max(glyph.size for glyph in word),
        angle=first.angle,
        baseline=(first.base_x, first.base_y, _end(last)[0], _end(last)[1]),
        is_sure=is_sure,
    )


def _with_field(pieces: Sequence[Piece], text: str, place: Box) -> list[Piece]:
    """The page's words with those of a field's value in place of what was drawn in it."""
    drawn = [piece for piece in pieces if _is_within(piece, place)]
    if drawn:
        x0, x1 = min(piece.x0 for piece in drawn), max(piece.x1 for piece in drawn)
        place = Box(x0, place.y0, x1, place.y1)
    return [*(piece for piece in pieces if piece not in drawn), *_spread(text, place)]


def _is_within(piece: Piece, place: Box) -> bool:
    x, y = (piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2
    return place.x0 <= x <= place.x1 and place.y0 <= y <= place.y1


def _spread(text: str, place: Box) -> Iterator[Piece]:
    """The words of a field's value over its place, line under line."""
    lines = text.splitlines() or [text]
    height = place.height / len(lines)
    letter = place.width / max(map(len, lines))
    for row, line in enumerate(lines):
        top = place.y0 + row * height
        for found in re.finditer(r"\S+", line):
            x0, x1 = (place.x0 + letter * at for at in found.span())
            base = top + 0.8 * height
            yield Piece(tidy(found.group()), x0, top, x1, top + height, height, 0.0, (x0, base, x1, base))


def _end(glyph: Glyph) -> tuple[float, float]:
    """Where the character's baseline ends."""
    length = max(glyph.advance, 0.1)
    return glyph.base_x + length * math.cos(glyph.angle), glyph.base_y + length * math.sin(glyph.angle)
