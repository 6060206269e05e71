"""Sheets that show two pages beside each other, as single pages: who signed stands on the right of each.

Signatures are sought by their place on a page. On a sheet of A3, or an opened booklet, the right part of the
first page is the middle of the sheet. What is found is handed back where it stands on the sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from classifiers.extraction.halves import fold_of
from classifiers.extraction.lines import VisualLine
from classifiers.extraction.signature_block import SignatureBlock
from records import Box, Page, Word


@dataclass(frozen=True)
class OpenedSheets:
    """Single pages, numbered from 1, with their lines and where each lies on its sheet."""

    pages: Sequence[Page]
    lines: Mapping[int, Sequence[VisualLine]]
    places: Mapping[int, tuple[int, float]]
    """Of every single page the number of its sheet, and how far right on it it begins, pixels."""

    def back(self, block: SignatureBlock) -> SignatureBlock:
        """The block with its words where they stand on the sheet."""
        sheet, shift = self.places[block.page]
        name_sheet, name_shift = self.places[block.name_page]
        titles = tuple(_moved(line, sheet, shift) for line in block.titles)
        name = tuple(_word_moved(word, name_shift) for word in block.name)
        return SignatureBlock(titles, name, sheet, name_sheet)


def opened(pages: Sequence[Page], lines: Mapping[int, Sequence[VisualLine]]) -> OpenedSheets | None:
    """The sheets as single pages, or `None` where each shows but one."""
    folds = {page.number: fold_of(page, lines[page.number]) for page in pages}
    if all(fold is None for fold in folds.values()):
        return None
    single: list[Page] = []
    rows: dict[int, Sequence[VisualLine]] = {}
    places: dict[int, tuple[int, float]] = {}
    for page in pages:
        fold = folds[page.number]
        for x0, x1 in ((0.0, fold), (fold, float(page.width))) if fold is not None else ((0.0, page.width),):
            number = len(single) + 1
            single.append(replace(page, number=number, width=round(x1 - x0)))
            parts = (row.between(x0, x1 + 1.0) for row in lines[page.number])
            rows[number] = [_moved(part, number, -x0) for part in parts if part is not None]
            places[number] = page.number, x0
    return OpenedSheets(single, rows, places)


def _moved(line: VisualLine, page: int, shift: float) -> VisualLine:
    return VisualLine(page, tuple(_word_moved(word, shift) for word in line.words))


def _word_moved(word: Word, shift: float) -> Word:
    box = word.box
    return replace(word, box=Box(box.x0 + shift, box.y0, box.x1 + shift, box.y1)) if shift else word
