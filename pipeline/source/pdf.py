"""Opens PDF through pdfium: pages, pictures and text, one page held at a time.

pdfium keeps what a page decoded until the page is closed, so the source closes each page before it opens the
next. Stamps of signatures and filled fields are annotations; they count as the page, since a clerk sees them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pikepdf
import pypdfium2 as pdfium
from pypdfium2 import raw

from pipeline.limits import Limits
from pipeline.source.annotations import BORROWED_VI, fields_beyond_their_font, flattened
from pipeline.source.fonts import OldFonts
from pipeline.source.own_text import are_stored, words_of
from pipeline.source.page_objects import FULL_PAGE, Survey, survey_page
from pipeline.source.pdf_wrapping import refused_lock, remarks_on
from pipeline.source.shapes import PagePicture, Pixels, SourceKind
from pipeline.source.stored_image import (
    is_grey_throughout,
    lone_picture,
    pixels_of_bitmap,
    stored_bytes,
    stored_pixels,
)
from records import PageImageKind, Word
from records.errors import (
    DamagedFile,
    EmptyFile,
    NotADocument,
    PageFailed,
    SourceRefused,
    TooLarge,
)

TEXT_DPI = 300.0
"""At which pages of text and drawing are drawn."""
_LOWEST_DPI = 36.0
_LARGE_PART = 0.25
"""A picture over this part of the page sets the page's resolution."""
_TAIL_BYTES = 2048
_KEPT_BYTES = 16 << 20
"""Stored bytes that pdfium may gather before the file is opened anew, a matter of a millisecond."""

UNFINISHED_VI = "Cuối tệp PDF bị thiếu; có thể tệp chưa chép xong. Hãy kiểm tra đủ trang."
REDUCED_VI = "Trang có độ phân giải {dpi:.0f} dpi; đã thu nhỏ còn {reading:.0f} dpi để nhận dạng."
TOO_FINE_VI = "Ảnh của trang này quá lớn nên không đọc. Hãy quét lại trang ở 300 dpi."
OLD_FONTS_VI = "Trang {number} dùng phông chữ cũ ({codes}); chữ đọc được đã chuyển sang Unicode."
ABSENT_FONTS_VI = " Tệp không kèm phông chữ đó nên hình trang có thể hiện sai dấu."
XFA_VI = "Biểu mẫu động (XFA) chỉ Adobe Reader mở được. Hãy mở bằng Adobe Reader, in ra PDF rồi nộp lại."
XFA_EN = "A dynamic XFA form that only Adobe Reader shows. Print it to PDF from there and hand that in."


class PdfSource:
    """A PDF, opened; at most one of its pages is loaded."""

    kind = SourceKind.PDF

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path = path
        self._limits = limits
        self._document = _open(path)
        self._structure: pikepdf.Pdf | None = None
        self._loaded: PdfPage | None = None
        self._page_count = len(self._document)
        per_page = max(1, path.stat().st_size // max(1, self._page_count))
        self._pages_an_opening = max(1, _KEPT_BYTES // per_page)
        self._pages_opened = 0
        try:
            self._check()
        except SourceRefused:
            self.close()
            raise

    @property
    def page_count(self) -> int:
        return self._page_count

    def page(self, number: int) -> PdfPage:
        """The page at `number`, from 1; the page before it is closed. `IndexError` outside."""
        if not 1 <= number <= self._page_count:
            raise IndexError(number)
        self._leave_page()
        self._forget_streams()
        notes = self._remarks() if number == 1 else ()
        self._loaded = PdfPage(self, self._document, number, self._limits, notes)
        return self._loaded

    def _remarks(self) -> tuple[str, ...]:
        """What concerns the whole file; it is said on its first page."""
        structure = self.structure()
        unfinished = () if _has_end(self._path) else (UNFINISHED_VI,)
        return (*unfinished, *(remarks_on(structure) if structure is not None else ()))

    def structure(self) -> pikepdf.Pdf | None:
        """The file's objects, opened when first asked for; `None` when pikepdf cannot open it."""
        if self._structure is None:
            try:
                self._structure = pikepdf.open(self._path, access_mode=pikepdf.AccessMode.stream)
            except (pikepdf.PdfError, OSError, ValueError):
                return None
        return self._structure

    def close(self) -> None:
        self._leave_page()
        self._close_structure()
        self._document.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _leave_page(self) -> None:
        if self._loaded is not None:
            self._loaded.close()
            self._loaded = None

    def _close_structure(self) -> None:
        if self._structure is not None:
            self._structure.close()
            self._structure = None

    def _forget_streams(self) -> None:
        """Opens the file anew now and then: pdfium keeps the stored bytes of every page it has loaded.

        So does qpdf of every stream that was copied out of the file.
        """
        self._pages_opened += 1
        if self._pages_opened > self._pages_an_opening:
            self._close_structure()
            self._document.close()
            self._document = _open(self._path)
            self._pages_opened = 1

    def _check(self) -> None:
        if self._page_count < 1:
            raise EmptyFile("no pages")
        if self._page_count > self._limits.max_pages:
            raise TooLarge(f"{self._page_count} pages, at most {self._limits.max_pages}")
        if self._needs_xfa():
            raise NotADocument("an XFA form", remedy_vi=XFA_VI, remedy_en=XFA_EN)

    def _needs_xfa(self) -> bool:
        """A LiveCycle file shows one page, empty or 'Please wait', to every reader but Adobe's."""
        if self._page_count > 1 or raw.FPDF_GetFormType(self._document.raw) == raw.FORMTYPE_ACRO_FORM:
            return False
        structure = self.structure()
        return structure is not None and structure.Root.get("/NeedsRendering", False) is True


class PdfPage:
    """One page of a PDF."""

    def __init__(
        self,
        source: PdfSource,
        document: pdfium.PdfDocument,
        number: int,
        limits: Limits,
        notes: tuple[str, ...],
    ) -> None:
        self.number = number
        self._source = source
        self._limits = limits
        self._known: Survey | None = None
        self._page, self.own_object_count, laid_over = flattened(document, number)
        stored = self._stored(number)
        self._unit = _user_unit(stored)
        self._fields = fields_beyond_their_font(stored) if stored is not None else ()
        borrowed = (BORROWED_VI.format(number=number),) if self._fields else ()
        self._warnings = (*notes, *laid_over, *borrowed)

    def _stored(self, number: int) -> pikepdf.Page | None:
        """The page's own dictionary, where pikepdf finds one for it."""
        structure = self._source.structure()
        with contextlib.suppress(pikepdf.PdfError, IndexError, ValueError):
            return structure.pages[number - 1] if structure is not None else None
        return None

    @property
    def kind(self) -> PageImageKind:
        return self.survey().kind

    @property
    def warnings(self) -> tuple[str, ...]:
        return self._warnings

    def own_words(self, dpi: float) -> tuple[Word, ...]:
        """The visible text in reading order, in pixels at `dpi`; text that a scan hides is left out."""
        try:
            words, old = words_of(self._page, self.survey().hidden, dpi * self._unit, self._fields)
        except pdfium.PdfiumError as error:
            raise PageFailed(f"page {self.number}: text cannot be read") from error
        self._note_old_fonts(old)
        return words

    def stores(self, words: Sequence[Word]) -> bool:
        """Whether copying from the page gives these words; else a rendition must bring them itself."""
        try:
            return are_stored(words, self._page)
        except pdfium.PdfiumError:
            return False

    def picture(self, dpi: float | None = None) -> PagePicture:
        """The page on white with stamps and fields drawn. Raises `PageFailed` when it cannot be drawn."""
        try:
            self._check_pictures()
            return self._stored_picture(dpi) or self._drawn_picture(dpi)
        except (pdfium.PdfiumError, MemoryError, ValueError) as error:
            raise PageFailed(f"page {self.number}: {type(error).__name__}") from error

    def handle(self) -> pdfium.PdfPage:
        """pdfium's own page, for those who write; it is closed with the source's next page."""
        return self._page

    def close(self) -> None:
        self._known = None
        self._page.close()

    def survey(self) -> Survey:
        if self._known is None:
            try:
                self._known = survey_page(self._page)
            except pdfium.PdfiumError as error:
                raise PageFailed(f"page {self.number}: objects cannot be read") from error
        return self._known

    def _check_pictures(self) -> None:
        for image in self.survey().images:
            if stored_bytes(image, self._page) > 3 * self._limits.max_page_pixels:
                size = f"{image.width} × {image.height}"
                raise PageFailed(f"page {self.number}: a picture of {size} pixels", remedy_vi=TOO_FINE_VI)

    def _stored_picture(self, dpi: float | None) -> PagePicture | None:
        """The scan's own pixels, when they are what a viewer shows and no other size is asked for."""
        image = lone_picture(self.survey(), self._page.get_bbox())
        if image is None or dpi is not None or image.dpi > self._limits.max_dpi * self._unit:
            return None
        if image.width * image.height > self._limits.max_rendered_pixels or not image.has_square_dots:
            return None
        stored = self._stored(self.number)
        pixels = stored_pixels(image, stored) if stored is not None else None
        if pixels is None:
            return None
        turned = np.ascontiguousarray(np.rot90(pixels, -self._page.get_rotation() // 90))
        return PagePicture(turned, image.width / image.matrix[0] * 72 / self._unit)

    def _drawn_picture(self, dpi: float | None) -> PagePicture:
        survey = self.survey()
        own = dpi or self._reading_dpi(survey)
        width, height = (side * self._unit for side in self._page.get_size())
        if width <= 0 or height <= 0:
            raise PageFailed(f"page {self.number} has no extent")
        room = (self._limits.max_rendered_pixels / (width * height)) ** 0.5 * 72
        target = max(min(own, room), 1.0)
        if dpi is None:
            target = min(target, self._limits.max_dpi)
            self._note_reduction(survey, target)
        size = self._pixel_size(survey, target)
        is_bare = not survey.paths and not survey.shown_texts
        grey = is_bare and is_grey_throughout(survey.images, self._page)
        return PagePicture(draw_page(self._page, size, is_grey=grey), target, self._warnings)

    def _reading_dpi(self, survey: Survey) -> float:
        """The finest large picture's resolution; at least `TEXT_DPI` where text or lines are drawn too."""
        left, bottom, right, top = self._page.get_bbox()
        area = max((right - left) * (top - bottom), 1e-6)
        large = [
            image.dpi / self._unit for image in survey.images if _area(image.bounds) / area >= _LARGE_PART
        ]
        finest = max((dpi for dpi in large if dpi < 10_000), default=0.0)
        if not finest:
            return TEXT_DPI
        is_scan = survey.coverage >= FULL_PAGE and survey.kind is PageImageKind.SCAN
        return max(finest, _LOWEST_DPI if is_scan else TEXT_DPI)

    def _note_reduction(self, survey: Survey, target: float) -> None:
        own = self._reading_dpi(survey)
        if target < own * 0.99:
            note = REDUCED_VI.format(dpi=own, reading=target)
            self._warnings = tuple(dict.fromkeys((*self._warnings, note)))

    def _note_old_fonts(self, old: OldFonts) -> None:
        if old.codes:
            codes = ", ".join(code.value.upper() for code in old.codes)
            note = OLD_FONTS_VI.format(number=self.number, codes=codes) + ABSENT_FONTS_VI * old.is_absent
            self._warnings = tuple(dict.fromkeys((*self._warnings, note)))

    def _pixel_size(self, survey: Survey, dpi: float) -> tuple[int, int]:
        """Pixels of the drawn page: those of the scan that fills it, so that none is resampled."""
        width, height = (side * self._unit for side in self._page.get_size())
        size = max(1, round(width * dpi / 72)), max(1, round(height * dpi / 72))
        for image in survey.images:
            own = (image.width, image.height)
            if self._page.get_rotation() % 180:
                own = own[::-1]
            is_page = _area(image.bounds) >= FULL_PAGE * _area(self._page.get_bbox())
            if is_page and all(abs(a - b) <= 0.01 * b for a, b in zip(size, own, strict=True)):
                return own
        return size


def _open(path: Path) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
            raise refused_lock(path) from error
        raise DamagedFile(f"pdfium cannot open it: code {code}") from error
    # Of XFA pdfium draws the stored looks of the fields, and complains on the terminal when asked for more.
    if raw.FPDF_GetFormType(document.raw) == raw.FORMTYPE_ACRO_FORM:
        with contextlib.suppress(pdfium.PdfiumError):  # a broken form only loses its fields' looks
            document.init_forms()
    return document


def _user_unit(page: pikepdf.Page | None) -> float:
    """How many 72nds of an inch the page's unit is (ISO 32000-1, 14.11.2); pdfium takes it for 1."""
    unit = page.obj.get("/UserUnit", 1) if page is not None else 1
    try:
        return min(max(float(unit), 0.01), 1000.0)
    except (TypeError, ValueError):
        return 1.0


def _has_end(path: Path) -> bool:
    """Whether the file ends as PDF files do; a file still being copied does not."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        return b"%%EOF" in stream.read()


def draw_page(page: pdfium.PdfPage, size: tuple[int, int], *, is_grey: bool) -> Pixels:
    """Draws the page with its annotations and fields into `size` pixels (width, height), on white."""
    width, height = size
    layout = raw.FPDFBitmap_Gray if is_grey else raw.FPDFBitmap_BGR
    bitmap = raw.FPDFBitmap_CreateEx(width, height, layout, None, 0)
    if not bitmap:
        raise MemoryError("no room for the page's picture")
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        flags = raw.FPDF_ANNOT | (raw.FPDF_GRAYSCALE if is_grey else 0)
        raw.FPDF_RenderPageBitmap(bitmap, page.raw, 0, 0, width, height, 0, flags)
        if page.formenv is not None:
            raw.FPDF_FFLDraw(page.formenv.raw, bitmap, page.raw, 0, 0, width, height, 0, flags)
        pixels = pixels_of_bitmap(bitmap)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    if pixels is None:
        raise PageFailed("pdfium gave a bitmap of another kind")
    return pixels


def _area(bounds: tuple[float, float, float, float]) -> float:
    return max(0.0, bounds[2] - bounds[0]) * max(0.0, bounds[3] - bounds[1])
