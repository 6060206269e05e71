"""Prints a document's number and date on its first page, before anybody signs it.

Decree 30/2020/NĐ-CP, Appendix I, section II, points 3 and 4; number and date are given before the first
signature (Article 15). Figures stand in the line's own size, on its baseline, in Tinos: upright in the
number, slanting in the date, as the decree has them, whatever a producer says of its faces. Nothing else
moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812  the parameter is called date, as the paper calls it
from pathlib import Path

import pikepdf

from records.errors import PlaceNotFound
from signing.appearance import PageWord, shown_page
from signing.fonts import Face
from signing.orders import FieldPlace
from signing.printing.blanks import DateLine, Heading, NumberLine, find_date, find_number
from signing.printing.bounds import require_bounded
from signing.printing.drawing import Drawing
from signing.printing.faces import FontShelf, Style, width_of
from signing.printing.figures import date_figures, differs, figures_in
from signing.printing.forms import FieldText, fill_fields
from signing.printing.overlay import add_fonts, from_shown, lay_over, shelf_for
from signing.printing.reading import TextLine, first_page_lines, lines_of_words
from signing.printing.references import Parent, fill_references
from signing.printing.setting_in import Figures, set_in
from signing.printing.text_state import IDENTITY, Matrix
from signing.printing.unsigned import OpenPaper, open_unsigned
from signing.printing.wording import date_text, day_text, month_text, number_text, same_symbol, two_figures

_ALL = frozenset({"number", "day", "month", "year"})
_DATE = _ALL - {"number"}
_NARROWEST = 0.75
"""Horizontal scaling to which a line may be squeezed into a place shown by hand."""
_HAND_NUMBER, _HAND_DATE = Style(13), Style(14, Face.ITALIC)


@dataclass(frozen=True, slots=True)
class ByHand:
    """Where somebody showed on the page that number and date go, for papers without such lines."""

    number: FieldPlace | None = None
    """`Số: 15/QĐ-UBND` is printed here whole, centred."""
    date: FieldPlace | None = None
    """`Thử Nghiệm, ngày 05 tháng 02 năm 2026`, likewise."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    number: str
    symbol: str
    date: Date
    place: str


def print_number(
    source: Path,
    target: Path,
    *,
    number: str | int,
    symbol: str,
    date: Date,
    place: str | None = None,
    words: Sequence[PageWord] | None = None,
    by_hand: ByHand | None = None,
) -> bool:
    """Writes the paper at `source` with number and date to `target`; whether anything had to be printed.

    `symbol` is what follows the slash (`QĐ-UBND`). `place` is used only where a whole date line is printed:
    by hand, or in a form field; a place that stands on the paper is left as it is. Form fields `so`,
    `so_ky_hieu`, `ngay`, `thang`, `nam` and `ngay_thang` are filled and become part of the page. A paper
    that shows this number and date already is copied unchanged. `words` are what a recogniser read of a scan
    that has no text of its own. Appendices in the same file that leave the document's number and date blank
    are filled, too.

    Raises `PlaceNotFound` where page 1 shows no place for them, `NotSignable` where it shows another number,
    symbol or date, the blank is too narrow, or the file is signed, encrypted or damaged; `NoSpace`.
    """
    wanted = _Wanted(two_figures(number), symbol, date, place or "")
    with open_unsigned(source, target) as paper:
        page = paper.pdf.pages[0]
        require_bounded(page)
        shelf = shelf_for(paper.pdf.pages)
        settled, pages = fill_fields(paper.pdf, _field_texts(wanted), shelf)
        settled |= _print_by_hand(paper.pdf, by_hand or ByHand(), wanted, shelf, pages)
        if settled != _ALL:
            lines, heading, matrix = _read(source, page, words)
            figures = _figures(lines, heading, wanted, settled)
            left_over = figures
            if figures and words is None:
                left_over = set_in(paper.pdf, page, figures, shelf)
                _refuse_over_dots(left_over)
            _lay_over_figures(page, left_over, matrix, shelf)
            pages += [page] if figures else []
        if words is None:
            pages += fill_references(source, paper.pdf, Parent(wanted.number, symbol, date), shelf)
        _finish(paper, pages, shelf)
        return paper.is_changed


def _finish(paper: OpenPaper, pages: list[pikepdf.Page], shelf: FontShelf) -> None:
    if pages:
        add_fonts(paper.pdf, {page.objgen: page for page in pages}.values(), shelf)
        paper.is_changed = True


def _read(
    source: Path, page: pikepdf.Page, words: Sequence[PageWord] | None
) -> tuple[list[TextLine], Heading, Matrix]:
    """Lines of page 1, where its heading ends, and the way from the lines' space to the page's own."""
    shown = shown_page(page.obj)
    if words is None:
        heading = Heading.of(shown.crop)
        return first_page_lines(source, above=heading.floor), heading, IDENTITY
    return lines_of_words(words), Heading.of((0, 0, *shown.size)), from_shown(page)


def _figures(
    lines: list[TextLine], heading: Heading, wanted: _Wanted, settled: frozenset[str]
) -> list[Figures]:
    figures = []
    if "number" not in settled:
        figures += _number_figures(find_number(lines, heading), wanted)
    if not settled >= _DATE:
        line = find_date(lines, heading)
        figures += [one for part, one in _date_figures(line, wanted) if part not in settled]
    return figures


def _number_figures(line: NumberLine | None, wanted: _Wanted) -> list[Figures]:
    if line is None:
        raise PlaceNotFound(
            "no line for the number on page 1",
            remedy_vi="Không thấy chỗ ghi số (“Số:      /…”) trên trang 1. Hãy chỉ chỗ ghi số trên trang.",
            remedy_en="Page 1 shows no place for the number (“Số:      /…”). Show it on the page.",
        )
    if line.symbol and not same_symbol(line.symbol, wanted.symbol):
        raise differs("ký hiệu", "symbol")
    if not line.symbol:
        return [figures_in(line.number.blank, number_text(wanted.number, wanted.symbol), Face.REGULAR)]
    if line.number.stands:
        if int(line.number.stands) != int(wanted.number):
            raise differs("số", "number")
        return []
    return [figures_in(line.number.blank, wanted.number, Face.REGULAR)]


def _date_figures(line: DateLine | None, wanted: _Wanted) -> list[tuple[str, Figures]]:
    if line is None:
        raise PlaceNotFound(
            "no line for the date on page 1",
            remedy_vi="Không thấy dòng “…, ngày     tháng     năm …” trên trang 1. "
            "Hãy chỉ chỗ ghi ngày trên trang.",
            remedy_en="Page 1 shows no line for place and date. Show it on the page.",
        )
    return list(date_figures(line, wanted.date))


def _refuse_over_dots(figures: Sequence[Figures]) -> None:
    """Dots that could not be lifted would be read together with what is printed over them."""
    if any(one.gone for one in figures):
        raise PlaceNotFound(
            "dots in the blank cannot be lifted",
            remedy_vi="Không thay được dấu chấm ở chỗ ghi số, ngày. "
            "Hãy để khoảng trắng thay cho dấu chấm rồi xuất lại PDF.",
            remedy_en="The dots in the blank cannot be replaced. Leave spaces instead and export again.",
        )


def _lay_over_figures(
    page: pikepdf.Page, figures: Sequence[Figures], matrix: Matrix, shelf: FontShelf
) -> None:
    drawing = Drawing(shelf)
    for one in figures:
        drawing.text(one.left, one.baseline, one.text, one.style, squeeze=one.squeeze)
    lay_over(page, drawing, matrix=matrix)


def _print_by_hand(
    pdf: pikepdf.Pdf, by_hand: ByHand, wanted: _Wanted, shelf: FontShelf, pages: list[pikepdf.Page]
) -> frozenset[str]:
    """Prints whole lines where somebody showed; the parts that this settles."""
    number = f"Số: {number_text(wanted.number, wanted.symbol)}"
    settled: frozenset[str] = frozenset()
    for place, text, style, parts in (
        (by_hand.number, number, _HAND_NUMBER, frozenset({"number"})),
        (by_hand.date, date_text(wanted.date, wanted.place), _HAND_DATE, _DATE),
    ):
        if place is None:
            continue
        if not 1 <= place.page <= len(pdf.pages):
            raise PlaceNotFound(f"no page {place.page}")
        page, drawing = pdf.pages[place.page - 1], Drawing(shelf)
        left, bottom, right, top = place.box
        squeeze = min(1.0, max(right - left, 1.0) / width_of(text, style))
        if squeeze < _NARROWEST:
            raise PlaceNotFound("the place shown by hand is too narrow")
        middle = (left + right - width_of(text, style) * squeeze) / 2
        drawing.text(middle, (bottom + top) / 2 - 0.33 * style.size, text, style, squeeze=squeeze)
        lay_over(page, drawing, matrix=from_shown(page))
        pages.append(page)
        settled |= parts
    return settled


def _field_texts(wanted: _Wanted) -> dict[str, FieldText]:
    number = frozenset({"number"})
    return {
        "so": FieldText(wanted.number, number),
        "so_ky_hieu": FieldText(number_text(wanted.number, wanted.symbol), number),
        "ngay": FieldText(day_text(wanted.date), frozenset({"day"}), is_italic=True),
        "thang": FieldText(month_text(wanted.date), frozenset({"month"}), is_italic=True),
        "nam": FieldText(str(wanted.date.year), frozenset({"year"}), is_italic=True),
        "ngay_thang": FieldText(date_text(wanted.date, wanted.place), _DATE, is_italic=True),
    }
