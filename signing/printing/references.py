"""Fills in what appendices say of the document they belong to: `(Kèm theo Quyết định số 07/QĐ-UBND ngày …)`.

Decree 30/2020, Appendix I, section III, point 1 (from memory): every appendix names number, symbol, date and
issuer of its document. Offices leave these blank, too, until the number is given. Only blanks before the
document's own symbol are filled: a line that names another paper is left as it is, and one that cannot be
filled stops nobody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812  as in `print_number`
from pathlib import Path

import pikepdf

from records.errors import NotSignable
from signing.appearance.paper import open_paper
from signing.fonts import Face
from signing.printing.blanks import find_reference
from signing.printing.bounds import require_bounded
from signing.printing.faces import FontShelf
from signing.printing.figures import date_figures, figures_in
from signing.printing.overlay import add_fonts, shelf_for
from signing.printing.reading import TextLine, lines_of_page
from signing.printing.setting_in import Figures, set_in
from signing.printing.unsigned import open_unsigned
from signing.printing.wording import same_symbol, two_figures

_WORDS = re.compile(r"kèm theo[^()/]{0,100}?\bsố\b[^()/]{0,100}/", re.IGNORECASE)
"""What a page holds at least; reading it glyph by glyph takes twenty times as long as looking for this."""
_MOST_PAGES = 300
"""Pages that are looked through; an appendix of more begins before."""


@dataclass(frozen=True, slots=True)
class Parent:
    """The document that appendices belong to."""

    number: str
    """With its nought where it is below 10."""
    symbol: str
    date: Date


def print_reference(source: Path, target: Path, *, number: str | int, symbol: str, date: Date) -> bool:
    """Writes an appendix that lies in a file of its own to `target`, with its document's number and date.

    Gives whether anything had to be printed; else `target` is a copy. Raises `NotSignable` for a file that
    is signed, encrypted or damaged, and `NoSpace`.
    """
    with open_unsigned(source, target) as paper:
        shelf = shelf_for(paper.pdf.pages)
        pages = fill_references(source, paper.pdf, Parent(two_figures(number), symbol, date), shelf)
        if pages:
            add_fonts(paper.pdf, pages, shelf)
            paper.is_changed = True
        return paper.is_changed


def fill_references(source: Path, pdf: pikepdf.Pdf, parent: Parent, shelf: FontShelf) -> list[pikepdf.Page]:
    """Fills the references of all appendices in the file; the pages that were printed on."""
    printed = []
    for number, lines in _candidates(source, pdf):
        figures = _figures(lines, parent)
        page = pdf.pages[number - 1]
        if figures and len(set_in(pdf, page, figures, shelf)) < len(figures):
            printed.append(page)
    return printed


def _candidates(source: Path, pdf: pikepdf.Pdf) -> Iterator[tuple[int, list[TextLine]]]:
    """Pages that name the document they belong to, with their lines."""
    found = []
    with open_paper(source) as paper:
        for number in range(1, min(paper.pages, _MOST_PAGES) + 1):
            require_bounded(pdf.pages[number - 1])
            with paper.text_page(number) as text:
                if _WORDS.search(unicodedata.normalize("NFC", text.get_text_range())):
                    found.append((number, lines_of_page(text)))
    yield from found


def _figures(lines: list[TextLine], parent: Parent) -> list[Figures]:
    reference = find_reference(lines)
    if reference is None or not same_symbol(reference.line.symbol, parent.symbol):
        return []
    stands = reference.line.number.stands
    if stands and int(stands) != int(parent.number):
        return []
    try:
        figures = [] if stands else [figures_in(reference.line.number.blank, parent.number, Face.ITALIC)]
        if reference.date is not None:
            figures += [one for _, one in date_figures(reference.date, parent.date)]
    except NotSignable:
        return []
    return figures
