"""Form fields that an office's template keeps for number and date: filled, then made part of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pikepdf

from records.errors import NotSignable
from signing.fonts import Face
from signing.printing.drawing import Drawing
from signing.printing.faces import FontShelf, Style, width_of
from signing.printing.overlay import lay_over

_MOST_FIELDS = 2_000
_MIDDLE, _RIGHT = 1, 2
_CAPITALS = 0.662
"""Height of capitals and figures, in sizes."""


@dataclass(frozen=True, slots=True)
class FieldText:
    """What goes into a field, and which parts of number and date that settles."""

    text: str
    parts: frozenset[str]
    is_italic: bool = False


def fill_fields(
    pdf: pikepdf.Pdf, texts: Mapping[str, FieldText], shelf: FontShelf
) -> tuple[frozenset[str], list[pikepdf.Page]]:
    """Fills the text fields of those names (small letters); gives the parts settled and the pages drawn on.

    Raises `NotSignable` where a field holds something else already.
    """
    settled: set[str] = set()
    pages: list[pikepdf.Page] = []
    for page in pdf.pages if "/AcroForm" in pdf.Root else ():
        found = [(widget, name) for widget, name in _widgets(page) if name in texts]
        if not found:
            continue
        drawing = Drawing(shelf)
        for widget, name in found:
            _fill(drawing, widget, texts[name])
            settled |= texts[name].parts
        lay_over(page, drawing)
        _take_away(pdf, page, [widget for widget, _ in found])
        pages.append(page)
    return frozenset(settled), pages


def _widgets(page: pikepdf.Page) -> Iterator[tuple[pikepdf.Object, str]]:
    for number, widget in enumerate(page.obj.get("/Annots", [])):
        if number >= _MOST_FIELDS:
            return
        field = widget if "/T" in widget else widget.get("/Parent", widget)
        if widget.get("/Subtype") == "/Widget" and field.get("/FT") == "/Tx" and "/T" in field:
            yield widget, str(field.T).strip().lower()


def _fill(drawing: Drawing, widget: pikepdf.Object, text: FieldText) -> None:
    field = widget if "/T" in widget else widget.Parent
    held = str(field.get("/V", "")).strip()
    if held and held != text.text:
        raise NotSignable(
            "a form field holds something else",
            remedy_vi="Ô số hoặc ngày trên văn bản đã ghi khác số, ngày được cấp. Hãy xóa ô đó rồi cấp lại.",
            remedy_en="A field holds another number or date than was allocated. Empty it and try again.",
        )
    left, bottom, right, top = sorted_box(widget.Rect)
    style = Style(14 if text.is_italic else 13, Face.ITALIC if text.is_italic else Face.REGULAR)
    wide = width_of(text.text, style)
    squeeze = min(1.0, (right - left) / wide)
    spare = right - left - wide * squeeze
    shift = {_MIDDLE: spare / 2, _RIGHT: spare}.get(int(field.get("/Q", 0)), 0.0)
    baseline = (bottom + top - _CAPITALS * style.size) / 2
    drawing.text(left + shift, baseline, text.text, style, squeeze=squeeze)


def _take_away(pdf: pikepdf.Pdf, page: pikepdf.Page, widgets: list[pikepdf.Object]) -> None:
    """Removes the fields, so that nobody changes under a signature what was printed."""
    gone = {widget.objgen for widget in widgets} | {
        widget.Parent.objgen for widget in widgets if "/T" not in widget and "/Parent" in widget
    }
    page.obj.Annots = pikepdf.Array([each for each in page.obj.Annots if each.objgen not in gone])
    form = pdf.Root.AcroForm
    form.Fields = pikepdf.Array([each for each in form.get("/Fields", []) if each.objgen not in gone])
    if not len(form.Fields):
        del pdf.Root.AcroForm


def sorted_box(rectangle: pikepdf.Object) -> tuple[float, float, float, float]:
    """left, bottom, right, top of a rectangle, which may name any two corners."""
    a, b, c, d = (float(number) for number in rectangle)
    return min(a, c), min(b, d), max(a, c), max(b, d)
