"""A copy that somebody asks for: checked here, drawn by `pipeline.copies`, never kept."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PIL import Image

from archive import Archive
from pipeline.copies import CopyOrder, Masks, masks_for, write_copy
from portal.handing_out.drawn import DrawnPlace, shares_of
from portal.pictures.drawing import MOST_PIXELS
from portal.pictures.pages import Sheet, drawn
from portal.short_numbers import short_number
from records import FieldValue, Page

MOST_PAGES = 60
"""Pages of one copy: a minute's work on the oldest machine; longer papers are handed out in parts."""
MOST_WORDS = 40
LONGEST_WORD = 200
LONGEST_TOLD = 200
"""Letters of recipient and reason."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person who hands the copy out chose."""

    recipient: str
    reason: str
    numbers: tuple[int, ...]
    """Pages, in order."""
    fields: frozenset[str]
    """Names of the fields to hide."""
    words: tuple[str, ...]
    """Further words to hide, as they stand on the paper."""
    drawn: tuple[DrawnPlace, ...] = ()
    """Places that the person drew on the chosen pages."""

    @property
    def hides(self) -> bool:
        """Whether anything is to be hidden."""
        return bool(self.fields or self.words or self.drawn)


def lines_of(text: str) -> tuple[str, ...]:
    """Words to hide as typed, one a line or parted by semicolons; bounded."""
    parts = (" ".join(part.split())[:LONGEST_WORD] for part in text.replace(";", "\n").splitlines())
    return tuple(dict.fromkeys(part for part in parts if part))[:MOST_WORDS]


def numbers_of(text: str, pages: Sequence[int]) -> tuple[int, ...]:
    """The pages that `1-3, 7` names among `pages`; all of them, up to `MOST_PAGES`, for nothing.

    Raises `ValueError` for anything else, and where no page is left.
    """
    if not text.strip():
        return tuple(pages[:MOST_PAGES])
    wanted: set[int] = set()
    for part in text.replace("–", "-").split(","):
        first, dash, last = part.strip().partition("-")
        begin = short_number(first.strip(), digits=5)
        end = short_number(last.strip(), digits=5) if dash else begin
        if begin is None or end is None:
            raise ValueError("no page numbers")
        wanted.update(number for number in pages if begin <= number <= end)
    chosen = tuple(number for number in pages if number in wanted)
    if not chosen or len(chosen) > MOST_PAGES:
        raise ValueError("too few or too many pages")
    return chosen


def masks_of(wanted: Wanted, pages: Sequence[Page], fields: Mapping[str, FieldValue]) -> Masks:
    """What will be blacked, on the pages that were chosen."""
    hidden = [fields[name] for name in fields if name in wanted.fields]
    chosen = [page for page in pages if page.number in wanted.numbers]
    return masks_for(chosen, hidden, wanted.words, hides_codes=bool(wanted.drawn))


def written(
    archive: Archive,
    sheet: Sheet,
    pages: Sequence[Page],
    masks: Masks,
    *,
    by_hand: Sequence[DrawnPlace] = (),
    lines: Sequence[str],
    created: datetime,
) -> bytes:
    """The copy as a PDF; `pages` with their words, `sheet` for any page, `by_hand` black besides `masks`.

    Raises `SigningRefused` where the font for "BẢN SAO" is not installed.
    """

    def draw(number: int, dpi: float) -> Image.Image | None:
        one = Sheet(sheet.record_id, sheet.version, sheet.pages, number, sheet.original)
        return drawn(archive, one, dpi, most=2 * MOST_PIXELS)

    with tempfile.TemporaryDirectory(prefix="hoso-copy-") as folder:
        out = Path(folder) / "copy.pdf"
        write_copy(CopyOrder(pages, created, lines, masks, shares_of(by_hand)), draw, out)
        return out.read_bytes()
