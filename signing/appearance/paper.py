"""Opens a PDF to read where its signatures go: words, ink and fields of a page as it is shown.

pdfium reads and draws, pikepdf tells how pages are turned and what fields there are. pdfium may be used by
one thread at a time, so a process reads one paper at a time.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pikepdf
import pypdfium2 as pdfium
from numpy.typing import NDArray
from pypdfium2 import raw

from records.errors import NotSignable
from records.pdfium import pdfium_lock
from signing.appearance.shown_page import Rectangle, ShownPage, inherited, shown_page

MOST_PAGES = 2_000
_MOST_CHARACTERS = 100_000
_MOST_FIELDS = 1_000
_INK_DPI = 50
"""Two pixels a millimetre: free space is looked for in millimetres."""
_MOST_PIXELS = 4_000
"""Of a side of a drawn part: a page may say that it is kilometres wide."""
_DARK = 200
"""A pixel darker than this is printed on: a hair line of 0.25 pt at 50 dpi is 210, a letter 60-150."""
_MOST_INK = 0.002
"""Part of a box that may be dark where it counts as empty: specks of a scan."""
_NO_LETTERS = frozenset({0, 0xFFFE, 0xFFFF})
_OUR_IMAGE = re.compile(rb"q ([\d.]+) 0 0 ([\d.]+) ([\d.]+) ([\d.]+) cm /Image Do Q")
_LONGEST_DRAWING = 10_000


@dataclass(frozen=True, slots=True)
class PageWord:
    """A word and where it stands."""

    page: int
    """1 for the first."""
    text: str
    box: Rectangle
    """In points of the page as it is shown, origin bottom left."""


@dataclass(frozen=True, slots=True)
class FieldOnPage:
    """A signature field of the file."""

    name: str
    page: int
    box: Rectangle
    """As shown; all zero when it is invisible."""
    is_signed: bool
    image: Rectangle | None = None
    """As shown; where the signature's image stands within the field, when we drew it."""

    @property
    def is_visible(self) -> bool:
        """Whether it takes room on its page."""
        return self.box[2] - self.box[0] > 1 and self.box[3] - self.box[1] > 1


class InkMap:
    """Which parts of a page, or of a part of it, are printed on."""

    def __init__(self, grey: NDArray[np.uint8], part: Rectangle) -> None:
        self._sums = cv2.integral((grey < _DARK).astype(np.uint8))
        self._rows, self._columns = grey.shape
        self._part = part

    def is_free(self, box: Rectangle) -> bool:
        """Whether nothing but specks stands in a box of points as shown; what was not drawn is not free."""
        left, bottom, right, top = self._part
        if box[0] < left or box[1] < bottom or box[2] > right or box[3] > top:
            return False
        x0, x1 = (round((x - left) / (right - left) * self._columns) for x in (box[0], box[2]))
        y0, y1 = (round((top - y) / (top - bottom) * self._rows) for y in (box[3], box[1]))
        if x1 <= x0 or y1 <= y0:  # drawn too small to tell
            return False
        sums = self._sums
        dark = int(sums[y1, x1]) - int(sums[y0, x1]) - int(sums[y1, x0]) + int(sums[y0, x0])
        return bool(dark <= _MOST_INK * (x1 - x0) * (y1 - y0))


class Paper:
    """One open PDF; pages are numbered from 1. What the caller read of a page goes before its own text."""

    def __init__(self, path: Path, words: Sequence[PageWord] | None = None) -> None:
        self._words: dict[int, list[PageWord]] = {}
        for word in words or ():
            self._words.setdefault(word.page, []).append(word)
        self._structure = pikepdf.open(path)
        self._drawn = pdfium.PdfDocument(path)
        self.pages = min(len(self._structure.pages), len(self._drawn), MOST_PAGES)
        self._shown: dict[int, ShownPage] = {}

    def close(self) -> None:
        """Lets go of the file."""
        self._drawn.close()
        self._structure.close()

    def shown(self, page: int) -> ShownPage:
        """How the page is turned, cropped and scaled."""
        if page not in self._shown:
            self._shown[page] = shown_page(self._structure.pages[page - 1].obj)
        return self._shown[page]

    def words(self, page: int) -> list[PageWord]:
        """The page's words: given by the caller, else its text layer's."""
        if page not in self._words:
            self._words[page] = self._own_words(page)
        return self._words[page]

    def has_line(self, page: int, wanted: re.Pattern[str]) -> bool:
        """Whether the page's text holds this; a page whose words were given counts as holding it."""
        if page in self._words:
            return True
        with self.text_page(page) as text:
            return wanted.search(unicodedata.normalize("NFC", text.get_text_range())) is not None

    def ink(self, page: int, part: Rectangle | None = None) -> InkMap:
        """What is printed on the page or a part of it, in points as shown; signature fields are left out."""
        width, height = self.shown(page).size
        part = part or (0.0, 0.0, width, height)
        left, bottom = max(part[0], 0.0), max(part[1], 0.0)
        right, top = min(part[2], width), min(part[3], height)
        unit = self.shown(page).unit  # pdfium draws the page's own units
        cut = (left / unit, bottom / unit, (width - right) / unit, (height - top) / unit)
        dots = min(_INK_DPI / 72, _MOST_PIXELS / max(right - left, top - bottom, 1.0))
        if min(right - left, top - bottom) * dots < 2:  # nothing to see: counts as printed on
            return InkMap(np.zeros((1, 1), np.uint8), (left, bottom, right, top))
        opened = self._drawn[page - 1]
        try:
            drawn = opened.render(scale=dots * unit, crop=cut, grayscale=True, may_draw_forms=False)
            return InkMap(np.atleast_2d(drawn.to_numpy().squeeze()), (left, bottom, right, top))
        finally:
            opened.close()

    def fields(self) -> tuple[FieldOnPage, ...]:
        """The signature fields with their places."""
        numbers = {page.obj.objgen: number for number, page in enumerate(self._structure.pages, 1)}
        form = self._structure.Root.get("/AcroForm")
        found = []
        for name, field, widget in _signature_fields(form.get("/Fields", ()) if form is not None else ()):
            page = self._page_of(widget, numbers)
            if page is not None:
                box = self._widget_box(widget, page)
                is_signed = inherited(field, "/V") is not None
                image = _image_in(widget, box) if is_signed else None
                found.append(FieldOnPage(name, page, box, is_signed, image))
        return tuple(found)

    def _widget_box(self, widget: Any, page: int) -> Rectangle:
        try:
            a, b, c, d = (float(number) for number in widget.get("/Rect", ()))
        except (TypeError, ValueError):
            return 0.0, 0.0, 0.0, 0.0
        if a == c or b == d:
            return 0.0, 0.0, 0.0, 0.0
        return self.shown(page).as_shown((a, b, c, d))

    def _page_of(self, widget: Any, numbers: dict[tuple[int, int], int]) -> int | None:
        named = widget.get("/P")
        if named is not None and named.objgen in numbers:
            return numbers[named.objgen]
        for number, page in enumerate(self._structure.pages, 1):
            if any(annotation.objgen == widget.objgen for annotation in page.obj.get("/Annots", ())):
                return number
        return None

    @contextmanager
    def text_page(self, page: int) -> Iterator[pdfium.PdfTextPage]:
        """pdfium's own reading of the page, in the page's own units, for who needs more than words."""
        opened = self._drawn[page - 1]
        text = opened.get_textpage()
        try:
            yield text
        finally:
            text.close()
            opened.close()

    def _own_words(self, page: int) -> list[PageWord]:
        with self.text_page(page) as text:
            return list(_read_words(text, page, self.shown(page)))


@contextmanager
def open_paper(path: Path, words: Sequence[PageWord] | None = None) -> Iterator[Paper]:
    """Opens a PDF for reading; raises `NotSignable` when it cannot be opened."""
    with pdfium_lock:
        try:
            paper = Paper(path, words)
        except (pikepdf.PdfError, pdfium.PdfiumError, OSError) as error:
            raise NotSignable(f"cannot be opened: {type(error).__name__}") from error
        try:
            yield paper
        finally:
            paper.close()


def _image_in(widget: Any, box: Rectangle) -> Rectangle | None:
    """Where the image of our own appearance stands: `cm` before its `Do` says so (see `drawing`)."""
    try:
        placed = _OUR_IMAGE.search(widget["/AP"]["/N"].read_bytes()[:_LONGEST_DRAWING])
    except (KeyError, TypeError, AttributeError, pikepdf.PdfError):
        return None
    if placed is None:
        return None
    width, height, left, bottom = (float(number) for number in placed.groups())
    return box[0] + left, box[1] + bottom, box[0] + left + width, box[1] + bottom + height


def _signature_fields(fields: Any, above: str = "", depth: int = 0) -> Iterator[tuple[str, Any, Any]]:
    """Full name, field and widget of each signature field (ISO 32000-2, 12.7.4.2)."""
    if depth > 8:
        return
    for field in list(fields)[:_MOST_FIELDS]:
        if not isinstance(field, pikepdf.Dictionary):
            continue
        own = str(field.get("/T", ""))
        name = ".".join(part for part in (above, own) if part)
        kids = field.get("/Kids")
        if kids is not None and any("/T" in kid for kid in kids if isinstance(kid, pikepdf.Dictionary)):
            yield from _signature_fields(kids, name, depth + 1)
        elif inherited(field, "/FT") == "/Sig":
            yield name, field, kids[0] if kids else field


def _read_words(text: pdfium.PdfTextPage, page: int, shown: ShownPage) -> Iterator[PageWord]:
    codes = [raw.FPDFText_GetUnicode(text.raw, index) for index in range(_letters_of(text))]
    edges = tuple(ctypes.c_double() for _ in range(4))
    begun = 0
    for index, code in enumerate([*codes, 0]):
        if code not in _NO_LETTERS and not chr(code).isspace():
            continue
        if index > begun:
            yield from _words_between(text, page, shown, (begun, codes[begun:index]), edges)
        begun = index + 1


def _letters_of(text: pdfium.PdfTextPage) -> int:
    return min(int(text.count_chars()), _MOST_CHARACTERS)


def _words_between(
    text: pdfium.PdfTextPage,
    page: int,
    shown: ShownPage,
    run: tuple[int, list[int]],
    edges: tuple[ctypes.c_double, ...],
) -> Iterator[PageWord]:
    """Letters without a space: one word where pdfium gives them one box, else parted by place."""
    first, codes = run
    left, right, bottom, top = edges
    if raw.FPDFText_CountRects(text.raw, first, len(codes)) == 1:
        raw.FPDFText_GetRect(text.raw, 0, left, top, right, bottom)
        box = shown.as_shown((left.value, bottom.value, right.value, top.value))
        yield _word(page, codes, [box])
        return
    boxes: list[Rectangle] = []
    for index in range(first, first + len(codes)):
        raw.FPDFText_GetCharBox(text.raw, index, left, right, bottom, top)
        boxes.append(shown.as_shown((left.value, bottom.value, right.value, top.value)))
    begun = 0
    for index in range(1, len(codes) + 1):
        if index == len(codes) or not _goes_on(boxes[index - 1], boxes[index]):
            yield _word(page, codes[begun:index], boxes[begun:index])
            begun = index


def _goes_on(before: Rectangle, box: Rectangle) -> bool:
    """Whether a letter stands in the same word: on the same line and near."""
    height = max(before[3] - before[1], box[3] - box[1], 4.0)
    return -height < box[0] - before[2] < height * 0.6 and box[1] < before[3] + 1 and box[3] > before[1] - 1


def _word(page: int, codes: Sequence[int], boxes: Sequence[Rectangle]) -> PageWord:
    pairs = b"".join(code.to_bytes(2, "little") for code in codes if code <= 0xFFFF)
    text = unicodedata.normalize("NFC", pairs.decode("utf-16-le", "replace"))
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return PageWord(page, text, (min(lefts), min(bottoms), max(rights), max(tops)))
