"""A page of a record as a picture: where its file lies, and having a child draw it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL import Image

from archive import Archive
from portal.pictures.drawers import draw
from portal.pictures.drawing import (
    MOST_PIXELS,
    OriginalTask,
    PageSize,
    Picture,
    RenditionTask,
    Wish,
    draw_original,
    draw_rendition,
)
from records import Page
from records.errors import ObjectMissing


@dataclass(frozen=True, slots=True)
class Original:
    """Where the archive keeps the file that a record came from."""

    record_id: str
    path: str
    version: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of one version of a record."""

    record_id: str
    version: int
    pages: Sequence[Page]
    """Of the record, without words."""
    number: int
    original: Callable[[], Original | None]
    """Asked only where there is no rendition."""


def page_picture(archive: Archive, sheet: Sheet, wish: Wish) -> Picture | None:
    """The page upright, as wished; `None` when there is no such page or it cannot be drawn.

    From the searchable rendition, else from the original. Raises `NoTurn` while nobody can draw.
    """
    page = next((page for page in sheet.pages if page.number == sheet.number), None)
    if page is None:
        return None
    return _of_rendition(archive, sheet, wish) or _of_original(archive, sheet, page, wish)


def drawn(archive: Archive, sheet: Sheet, dpi: float, *, most: int = MOST_PIXELS) -> Image.Image | None:
    """The same as an image in RGB, at `dpi` or less."""
    picture = page_picture(archive, sheet, Wish(dpi, most))
    return picture.image() if picture else None


def _of_rendition(archive: Archive, sheet: Sheet, wish: Wish) -> Picture | None:
    numbers = tuple(one.number for one in sheet.pages if one.width)
    try:
        with archive.as_file(sheet.record_id, "searchable.pdf", version=sheet.version) as path:
            task = RenditionTask(path, numbers, sheet.number, wish)
            return draw(draw_rendition, task, known_as=_name(sheet, "rendition"))
    except ObjectMissing:
        return None


def _of_original(archive: Archive, sheet: Sheet, page: Page, wish: Wish) -> Picture | None:
    held = sheet.original()
    if held is None:
        return None
    size = PageSize(page.width, page.height, page.dpi, page.rotation)
    try:
        with archive.as_file(held.record_id, held.path, version=held.version) as path:
            task = OriginalTask(path, sheet.number, size, wish)
            return draw(draw_original, task, known_as=_name(sheet, "original"))
    except ObjectMissing:
        return None


def _name(sheet: Sheet, what: str) -> tuple[str, int, int, str]:
    return sheet.record_id, sheet.version, sheet.number, what
