"""Writes a source's searchable rendition page by page, and says to which standard it conforms."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium

from pipeline.limits import Limits
from pipeline.pdfa import ghostscript
from pipeline.pdfa.attachments import Attachment
from pipeline.pdfa.base_images import packed_bytes
from pipeline.pdfa.compact import layered, part_for_layers
from pipeline.pdfa.image_pages import frame_layers, frame_picture
from pipeline.pdfa.levelling import as_scanned, levelled
from pipeline.pdfa.metadata import About
from pipeline.pdfa.placing import whole_page
from pipeline.pdfa.scan_pages import drawn_picture, scan_pictures
from pipeline.pdfa.sheets import Drawing, Picture, Sheets
from pipeline.pdfa.text_stream import text_stream
from pipeline.source import open_source
from pipeline.source.image import ImageSource
from pipeline.source.pdf import PdfPage, PdfSource, draw_page
from records import Page, PageImageKind, TextOrigin
from records.errors import HosoError
from signing.listing import is_signed

SIGNED_VI = "Bản này chỉ để đọc và tìm kiếm; chữ ký số có giá trị nằm trong tệp gốc."
DIGITAL_DRAWN_VI = (
    "{pages} không chuyển thẳng được sang PDF/A (thường do phông chữ không nhúng), nên được vẽ thành ảnh "
    "dưới đúng lớp chữ của trang; bản gốc vẫn giữ nguyên."
)
DRAWN_VI = "Trang {number} được vẽ lại thành ảnh vì không thể giữ nguyên trong PDF/A."
UNDRAWN_VI = "Không vẽ được trang {number}; bản này để trống trang đó. Hãy xem tệp gốc."


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    conformance: str
    """`2u` or `2b` for PDF/A-2, `3u` or `3b` when files are attached."""
    remarks: tuple[str, ...] = ()
    """What staff should know about the rendition, in Vietnamese."""


def write_searchable(
    source: Path,
    pages: Sequence[Page],
    out: Path,
    *,
    title: str,
    created: datetime,
    limits: Limits | None = None,
    compact: bool = False,
    attachments: Sequence[Attachment] = (),
    sha256: str = "",
) -> Written:
    """Writes the rendition of `pages` of `source` to `out`; the source is only read.

    Recognised pages get the scan under invisible text; pages with trusted text of their own keep it.
    `compact` keeps scans in layers, far smaller and no longer bit for bit; `attachments` ride along, which
    makes the file PDF/A-3. `sha256` is the source's digest where it is known
    already. Equal input and `created` give equal bytes. Written beside `out` and renamed, so `out` is whole
    or absent.
    Raises `SourceRefused` when the source cannot be opened.
    """
    limits = limits or Limits()
    with tempfile.TemporaryDirectory(prefix=".hoso-", dir=out.parent) as folder, ExitStack() as stack:
        opened = stack.enter_context(open_source(source, limits))
        writer = _Writer(source, Path(folder), limits, is_compact=compact, attachments=attachments)
        writer.sha256 = sha256
        stack.callback(writer.close)
        made = Path(folder) / "made.pdf"
        if isinstance(opened, PdfSource):
            written = writer.write_pdf(opened, pages, made, title, created)
        elif isinstance(opened, ImageSource):
            written = writer.write_images(opened, pages, made, title, created)
        else:
            raise TypeError(type(opened).__name__)
        made.replace(out)
    return written


class _Writer:
    """One rendition in the making."""

    def __init__(
        self,
        source: Path,
        folder: Path,
        limits: Limits,
        *,
        is_compact: bool,
        attachments: Sequence[Attachment],
    ) -> None:
        self._source = source
        self._folder = folder
        self._limits = limits
        self._is_compact = is_compact
        self._attachments = attachments
        self._sheets = Sheets(folder)
        self._remarks: list[str] = []
        self.sha256 = ""
        """Digest of the source; it is taken of the file where nobody has told it."""
        self._numbers: list[int] = []
        self._is_signed = False

    def close(self) -> None:
        self._sheets.close()

    def write_images(
        self, opened: ImageSource, pages: Sequence[Page], out: Path, title: str, created: datetime
    ) -> Written:
        self._numbers = [page.number for page in pages]
        for page in pages:
            size = page.width / page.dpi * 72, page.height / page.dpi * 72
            pictures: list[Picture | Drawing] = []
            try:
                frame = opened.page(page.number)
                room = self._source.stat().st_size // opened.page_count
                layers = (
                    frame_layers(
                        self._sheets,
                        self._source,
                        frame,
                        kind=opened.kind,
                        page=page,
                        size=size,
                        most_bytes=room,
                    )
                    if self._is_compact
                    else None
                )
                pictures = [
                    layers
                    or frame_picture(
                        self._sheets, self._source, frame, kind=opened.kind, page=page, size=size
                    )
                ]
            except HosoError:
                self._remarks.append(UNDRAWN_VI.format(number=page.number))
            self._lay(page, size, pictures)
        return self._finish(out, "2u", title, created)

    def write_pdf(
        self, opened: PdfSource, pages: Sequence[Page], out: Path, title: str, created: datetime
    ) -> Written:
        self._numbers = [page.number for page in pages]
        self._is_signed = is_signed(self._source)
        digital = [page for page in pages if page.origin is TextOrigin.TEXT_LAYER]
        conformance, own = self._own_pages(digital)
        drawn = [page.number for page in digital if page.number not in own]
        if drawn:
            self._remarks.append(DIGITAL_DRAWN_VI.format(pages=_listed(drawn)))
        for page in pages:
            if page.number in own:
                self._sheets.add_finished(own[page.number])
            else:
                self._add_shown(opened, page, tells=page.number not in drawn)
        return self._finish(out, conformance, title, created)

    def _own_pages(self, digital: Sequence[Page]) -> tuple[str, dict[int, pikepdf.Page]]:
        """Pages that keep their own text, by number, and what the rendition may claim with them in it."""
        if not digital:
            return "2u", {}
        converted = self._folder / "converted.pdf"
        ordered = sorted(digital, key=lambda page: page.number)
        places = ghostscript.convert(self._source, ordered, converted, self._limits)
        if not places:
            return "2u", {}
        pdf = pikepdf.open(converted, access_mode=pikepdf.AccessMode.stream)
        self._sheets.keep_open(pdf)
        found = {number: pdf.pages[place] for number, place in places.items()}
        return ("2u" if all(map(ghostscript.maps_to_unicode, found.values())) else "2b"), found

    def _add_shown(self, opened: PdfSource, page: Page, *, tells: bool) -> None:
        """The page as it looks under its words; `tells` staff when it had to be drawn."""
        shown: Sequence[Picture | Drawing] = ()
        size = page.width / page.dpi * 72, page.height / page.dpi * 72
        try:
            original = opened.page(page.number)
            handle = original.handle()
            rotation = (handle.get_rotation() + page.rotation) % 360
            original.survey()
            handle.set_rotation(rotation)
            size = handle.get_size()
            structure = opened.structure()
            layers = self._page_in_layers(original, page, size, structure) if self._is_compact else None
            if layers is not None:
                shown = [layers]
            elif structure is not None:
                shown = (
                    scan_pictures(self._sheets, original, structure.pages[page.number - 1], rotation) or ()
                )
            if not shown:
                shown = drawn_picture(self._sheets, handle, page.dpi)
                if shown and tells:
                    self._remarks.append(DRAWN_VI.format(number=page.number))
        except (HosoError, pdfium.PdfiumError, pikepdf.PdfError, MemoryError):
            self._remarks.append(UNDRAWN_VI.format(number=page.number))
        self._lay(page, size, shown)

    def _lay(self, page: Page, size: tuple[float, float], shown: Sequence[Picture | Drawing]) -> None:
        """Adds the page of `size` points, its lines level unless it is of a signed file."""
        place, standing = (as_scanned(size), page) if self._is_signed else levelled(page, size)
        self._sheets.add(place, shown, text_stream(standing, *place.size, self._sheets.codes))

    def _page_in_layers(
        self, original: PdfPage, page: Page, size: tuple[float, float], structure: pikepdf.Pdf | None
    ) -> Drawing | None:
        """A scanned PDF page, upright already, in layers; `None` for pages that are drawn or hold text."""
        if original.kind is not PageImageKind.SCAN or page.origin is TextOrigin.TEXT_LAYER:
            return None
        room = packed_bytes(structure.pages[page.number - 1]) if structure is not None else None
        part = part_for_layers(page.width, page.height, page.dpi)
        drawn = max(1, round(page.width * part)), max(1, round(page.height * part))
        pixels = draw_page(original.handle(), drawn, is_grey=False)
        return layered(self._sheets.pdf, pixels, page.dpi * part, whole_page(*size), most_bytes=room)

    def _finish(self, out: Path, conformance: str, title: str, created: datetime) -> Written:
        sha256 = self.sha256 or _digest_of(self._source)
        if self._is_signed:
            self._remarks.append(SIGNED_VI)
        description = f"{SIGNED_VI} SHA-256: {sha256}" if self._is_signed else ""
        if self._attachments:
            conformance = "3" + conformance[1:]
        about = About(title, created, sha256, description, conformance)
        self._sheets.save(out, about, self._attachments, self._numbers)
        return Written(conformance, tuple(self._remarks))


def _digest_of(source: Path) -> str:
    with source.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _listed(numbers: Sequence[int]) -> str:
    """Pages by their numbers in Vietnamese, neighbours as ranges: `Trang 1-3, 7`."""
    parts: list[list[int]] = []
    for number in sorted(numbers):
        if parts and number == parts[-1][-1] + 1:
            parts[-1][1:] = [number]
        else:
            parts.append([number])
    return "Trang " + ", ".join("-".join(map(str, part)) for part in parts)
