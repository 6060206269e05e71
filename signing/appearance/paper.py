"""Opens a PDF to read where its signatures go: words, ink and fields of a page as it is shown.

pdfium reads and draws, pikepdf tells how pages are turned and what fields there are. pdfium may be used by
one thread at a time, so a process reads one paper at a time.
"""

from __future__ import annotations

import ctypes
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2 as pdfium
from numpy.typing import NDArray
from pypdfium2 import raw

from records.errors import NotSignable
from signing.appearance.shown_page import Rectangle, ShownPage, inherited, shown_page

MOST_PAGES = 2_000
_MOST_CHARACTERS = 100_000
_MOST_FIELDS = 1_000
_INK_DPI = 50
"""Two pixels a millimetre: free space is looked for in millimetres."""
_DARK = 200
"""A pixel darker than this is printed on: a hair line of 0.25 pt at 50 dpi is 210, a letter 60-150."""
_MOST_INK = 0.002
"""Part of a box that may be dark where it counts as empty: specks of a scan."""
_ONE_AT_A_TIME = threading.Lock()


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

    @property
    def is_visible(self) -> bool:
        """Whether it takes room on its page."""
        return self.box[2] - self.box[0] > 1 and self.box[3] - self.box[1] > 1


class InkMap:
    """Which parts of a page are printed on."""

    def __init__(self, grey: NDArray[np.uint8], size: tuple[float, float]) -> None:
        dark = (grey < _DARK).astype(np.int64)
        self._sums = np.pad(dark.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
        self._rows, self._columns = dark.shape
        self._width, self._height = size

    def is_free(self, box: Rectangle) -> bool:
        """Whether nothing but specks stands in the box, in points as shown; outside the page is not free."""
        left, bottom, right, top = box
        if left < 0 or bottom < 0 or right > self._width or top > self._height:
            return False
        x0, x1 = (self._at(x, self._width, self._columns) for x in (left, right))
        y0, y1 = (self._at(self._height - y, self._height, self._rows) for y in (top, bottom))
        x1, y1 = max(x1, x0 + 1), max(y1, y0 + 1)
        sums = self._sums
        dark = sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0]
        return bool(dark <= _MOST_INK * (x1 - x0) * (y1 - y0))

    @staticmethod
    def _at(point: float, points: float, pixels: int) -> int:
        return min(max(round(point / points * pixels), 0), pixels - 1)


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

    def ink(self, page: int) -> InkMap:
        """What is printed on the page; signature fields are left out."""
        shown = self.shown(page)
        opened = self._drawn[page - 1]
        try:
            scale = _INK_DPI / 72 * shown.unit
            grey = opened.render(scale=scale, grayscale=True, may_draw_forms=False).to_numpy()
        finally:
            opened.close()
        return InkMap(grey.reshape(grey.shape[0], -1), shown.size)

    def fields(self) -> tuple[FieldOnPage, ...]:
        """The signature fields with their places."""
        numbers = {page.obj.objgen: number for number, page in enumerate(self._structure.pages, 1)}
        form = self._structure.Root.get("/AcroForm")
        found = []
        for name, field, widget in _signature_fields(form.get("/Fields", ()) if form is not None else ()):
            page = self._page_of(widget, numbers)
            if page is not None:
                box = self._widget_box(widget, page)
                found.append(FieldOnPage(name, page, box, inherited(field, "/V") is not None))
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
    with _ONE_AT_A_TIME:
        try:
            paper = Paper(path, words)
        except (pikepdf.PdfError, pdfium.PdfiumError, OSError) as error:
            raise NotSignable(f"cannot be opened: {type(error).__name__}") from error
        try:
            yield paper
        finally:
            paper.close()


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
    edges = [ctypes.c_double() for _ in range(4)]
    letters: list[str] = []
    boxes: list[Rectangle] = []
    for index in range(min(text.count_chars(), _MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text.raw, index)
        letter = chr(code)
        if letter.isspace() or code in {0, 0xFFFE, 0xFFFF}:
            yield from _word(page, letters, boxes)
            letters, boxes = [], []
            continue
        raw.FPDFText_GetCharBox(text.raw, index, *edges)
        left, right, bottom, top = (edge.value for edge in edges)
        box = shown.as_shown((left, bottom, right, top))
        if boxes and not _goes_on(boxes[-1], box):
            yield from _word(page, letters, boxes)
            letters, boxes = [], []
        letters.append(letter)
        boxes.append(box)
    yield from _word(page, letters, boxes)


def _goes_on(before: Rectangle, box: Rectangle) -> bool:
    """Whether a letter stands in the same word: on the same line and near."""
    height = max(before[3] - before[1], box[3] - box[1], 4.0)
    return -height < box[0] - before[2] < height * 0.6 and box[1] < before[3] + 1 and box[3] > before[1] - 1


def _word(page: int, letters: list[str], boxes: list[Rectangle]) -> Iterator[PageWord]:
    text = unicodedata.normalize("NFC", "".join(letters))
    if text:
        around = (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )
        yield PageWord(page, text, around)
