"""Lays a drawing over a page of an existing PDF, whatever its content left behind, cropped or turned."""

from __future__ import annotations

from collections.abc import Iterable

import pikepdf

from signing.appearance import shown_page
from signing.printing.drawing import Drawing
from signing.printing.faces import FontShelf
from signing.printing.text_state import IDENTITY, Matrix

_PREFIX = "HosoIn"


def shelf_for(pages: Iterable[pikepdf.Page]) -> FontShelf:
    """A shelf whose names none of these pages uses yet."""
    taken = {str(name) for page in pages for name in page.resources.get("/Font", {})}
    number = 0
    while any(name.startswith(f"/{_PREFIX}{number}") for name in taken):
        number += 1
    return FontShelf(f"{_PREFIX}{number}")


def lay_over(page: pikepdf.Page, drawing: Drawing, *, matrix: Matrix = IDENTITY) -> None:
    """Draws over the page; `matrix` leads from the drawing's space to the page's own.

    Fonts still have to be put on the page (`add_fonts`).
    """
    if drawing.is_empty:
        return
    turned = " ".join(f"{number:.5f}" for number in matrix)
    # An artifact: in a tagged file content without a place in its structure has to say so (ISO 14289-1, 7.1).
    laid = f"\nQ\n/Artifact BMC\nq {turned} cm\n".encode() + drawing.content() + b"Q\nEMC\n"
    page.contents_add(b"q\n", prepend=True)  # what the page's own content turns or clips ends with it
    page.contents_add(laid)


def add_fonts(pdf: pikepdf.Pdf, pages: Iterable[pikepdf.Page], shelf: FontShelf) -> None:
    """Puts the faces that were used on the pages, leaving dictionaries alone that other pages share."""
    fonts = shelf.add_to(pdf, only_used=True)
    for page in pages:
        before = dict(page.resources.items())
        named = {**dict(page.resources.get("/Font", {}).items()), **fonts}
        page.obj.Resources = pikepdf.Dictionary({**before, "/Font": pikepdf.Dictionary(named)})


def from_shown(page: pikepdf.Page) -> Matrix:
    """From points of the page as shown, origin bottom left, to the page's own space."""
    shown = shown_page(page.obj)
    left, bottom, right, top = shown.crop
    scale = 1 / shown.unit
    match shown.rotation:
        case 90:
            return (0, scale, -scale, 0, right, bottom)
        case 180:
            return (-scale, 0, 0, -scale, right, top)
        case 270:
            return (0, -scale, scale, 0, left, top)
        case _:
            return (scale, 0, 0, scale, left, bottom)
