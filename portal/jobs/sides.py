"""A stack in two files becomes one record: whose page comes where, and a rendition of both.

The backs were scanned as the turned stack lay, last sheet first. Numbers of pages are those of the record,
1, 2, 3, as the paper is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.batches.binding import BoundPage, bind
from pipeline.batches.renumbering import renumbered
from pipeline.limits import Limits
from pipeline.pdfa import write_searchable
from records import Page


@dataclass(frozen=True, slots=True)
class BackSides:
    """The second file of a stack, beside the first with the front sides."""

    path: Path
    """The staged file."""
    name: str
    sha256: str
    page_count: int
    """Of each of the two files."""
    readings: Path
    """One page's reading a line, as the file itself numbers them."""

    def number_of(self, back: int) -> int:
        """The number in the record of page `back` of this file."""
        return 2 * (self.page_count - back + 1)

    def back_of(self, number: int) -> int | None:
        """The page of this file that is page `number` of the record; `None` for a front side."""
        return None if number % 2 else self.page_count - number // 2 + 1


def front_number(front: int) -> int:
    """The number in the record of page `front` of the file of front sides."""
    return 2 * front - 1


def collated_unread(
    fronts: Mapping[int, str], backs: Mapping[int, str], sides: BackSides
) -> Mapping[int, str]:
    """Pages that were given up, by their numbers in the record, with the reasons."""
    return {front_number(number): why for number, why in fronts.items()} | {
        sides.number_of(number): why for number, why in backs.items()
    }


def collated_pages(fronts: Iterator[Page], sides: BackSides) -> Iterator[Page]:
    """The pages of both files under their numbers in the record, in no certain order."""
    yield from (renumbered(page, front_number(page.number)) for page in fronts)
    with sides.readings.open(encoding="utf-8") as lines:
        for line in lines:
            page = Page.from_json(json.loads(line))
            yield renumbered(page, sides.number_of(page.number))


def write_both(
    fronts: Path,
    sides: BackSides,
    pages: Sequence[Page],
    out: Path,
    *,
    title: str,
    created: datetime,
    sha256: str,
    limits: Limits,
    compact: bool,
) -> tuple[str, ...]:
    """Writes the rendition of `pages`, in their order, of both files; what staff should know of it."""
    remarks: dict[str, None] = {}
    places: dict[int, tuple[Path, int]] = {}
    for source, is_back in ((fronts, False), (sides.path, True)):
        mine = [page for page in pages if page.width and (page.number % 2 == 0) == is_back]
        if not mine:
            continue
        rendition = out.with_name(f"{out.stem}-{'backs' if is_back else 'fronts'}.pdf")
        written = write_searchable(
            source,
            [renumbered(page, sides.back_of(page.number) or (page.number + 1) // 2) for page in mine],
            rendition,
            title=title,
            created=created,
            limits=limits,
            compact=compact,
        )
        remarks.update(dict.fromkeys(written.remarks))
        places.update((page.number, (rendition, place)) for place, page in enumerate(mine))
    bound = [BoundPage(*places[page.number], page.number) for page in pages if page.number in places]
    bind(bound, out, title=title, created=created, sha256=sha256)
    return tuple(remarks)
