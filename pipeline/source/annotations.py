"""Makes what is laid over a page (stamps, filled fields, notes) part of it, and says what could not be shown.

Vietnamese offices number and date a paper with signature fields: without them it reads "Số: /TB-UBND".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2 as pdfium
from pypdfium2 import raw

from records.errors import PageFailed

_MOST_LOOKED_AT = 2_000
_COMMENTS = frozenset({raw.FPDF_ANNOT_TEXT})
_UNDRAWN = frozenset({raw.FPDF_ANNOT_FREETEXT})
"""Kinds for which pdfium makes no picture when the file holds none."""
COMMENTS_VI = (
    "Trang {number} có {count} lời bình (ghi chú bật lên) không thuộc nội dung trang; xem trong tệp gốc."
)
UNDRAWN_VI = (
    "Trang {number} có {count} ghi chú mà tệp không kèm hình hiển thị nên không đọc; xem trong tệp gốc."
)
BORROWED_VI = (
    "Trang {number}: ô biểu mẫu không kèm phông chữ để vẽ đủ dấu; chữ trong ô lấy từ dữ liệu của biểu mẫu."
)


@dataclass(frozen=True, slots=True)
class FilledField:
    """A filled field whose letters pdfium cannot draw, in points of the page as stored."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def flattened(document: pdfium.PdfDocument, number: int) -> tuple[pdfium.PdfPage, int, tuple[str, ...]]:
    """The page with its annotations made part of it, in memory only, so that their text is read too.

    Second comes the number of the page's own objects, which stand before those of the annotations; third
    what staff should know, in Vietnamese. Raises `PageFailed` when the page cannot be loaded.
    """
    try:
        page = document[number - 1]
        own_objects = raw.FPDFPage_CountObjects(page.raw)
        if raw.FPDFPage_GetAnnotCount(page.raw) < 1:
            return page, own_objects, ()
        notes = tuple(_notes(page, number))
        if raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
            return page, own_objects, notes
        page.close()
        return document[number - 1], own_objects, notes
    except pdfium.PdfiumError as error:
        raise PageFailed(f"page {number} cannot be loaded") from error


def _notes(page: pdfium.PdfPage, number: int) -> Iterator[str]:
    comments = undrawn = 0
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST_LOOKED_AT)):
        note = raw.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        kind = raw.FPDFAnnot_GetSubtype(note)
        is_hidden = bool(raw.FPDFAnnot_GetFlags(note) & raw.FPDF_ANNOT_FLAG_HIDDEN)
        comments += kind in _COMMENTS and not is_hidden
        undrawn += kind in _UNDRAWN and not is_hidden and not raw.FPDFAnnot_HasKey(note, b"AP")
        raw.FPDFPage_CloseAnnot(note)
    if comments:
        yield COMMENTS_VI.format(number=number, count=comments)
    if undrawn:
        yield UNDRAWN_VI.format(number=number, count=undrawn)


def fields_beyond_their_font(page: pikepdf.Page) -> tuple[FilledField, ...]:
    """Filled text fields of the page whose letters the file gives no picture of and no font for.

    Viewers make up the look of a field from one of the standard fonts, which have no Vietnamese: `Nguyễn`
    comes out as `Nguyn`.
    """
    notes = page.obj.get("/Annots")
    if not isinstance(notes, pikepdf.Array):
        return ()
    return tuple(
        field
        for _, note in zip(range(_MOST_LOOKED_AT), notes, strict=False)
        if isinstance(note, pikepdf.Dictionary) and (field := _beyond_its_font(note)) is not None
    )


def _beyond_its_font(note: pikepdf.Dictionary) -> FilledField | None:
    if note.get("/Subtype") != "/Widget" or "/AP" in note or int(note.get("/F", 0)) & 2:
        return None
    value = _inherited(note, "/V")
    rect = note.get("/Rect")
    if _inherited(note, "/FT") != "/Tx" or not isinstance(value, pikepdf.String):
        return None
    if not isinstance(rect, pikepdf.Array) or len(rect) != 4:
        return None
    text = unicodedata.normalize("NFC", str(value))
    if text.encode("cp1252", "ignore").decode("cp1252") == text:
        return None
    xs, ys = sorted((float(rect[0]), float(rect[2]))), sorted((float(rect[1]), float(rect[3])))
    return FilledField(text, xs[0], ys[0], xs[1], ys[1])


def _inherited(note: pikepdf.Dictionary, key: str) -> object:
    """A field's entry, its own or that of the field above it (ISO 32000-1, 12.7.3.1)."""
    holder: object = note
    for _ in range(16):
        if not isinstance(holder, pikepdf.Dictionary):
            return None
        if key in holder:
            return holder[key]
        holder = holder.get("/Parent")
    return None
