"""Says which pages of a file belong together: one part, one paper, one record.

Pure: it looks at pages as read and knows no file. A separator sheet, and its empty back, belong to no part;
neither do the blank pages that part papers where the office splits at them. The original keeps them all.
Sheets have their say first; what lies between them is then parted by what its pages say (`papers`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.batches.collating import UNEVEN_VI, collated
from pipeline.batches.papers import papers_in
from pipeline.batches.part import Part
from pipeline.batches.separator import Separator, separator_of
from records import Page

ONLY_SEPARATORS_VI = "Tệp chỉ có tờ phân cách, không có trang giấy tờ nào"


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How a file is parted; picklable, since it travels to worker processes."""

    splits_at_blanks: bool = False
    """A blank page ends a paper."""
    is_two_sided: bool = False
    """The whole file was scanned front sides first, then back sides in reverse."""
    splits_papers: bool = True
    """What the pages say parts papers too, where that is beyond doubt."""


def parts_of(pages: Iterable[Page], unread: Iterable[int], options: BatchOptions) -> tuple[Part, ...]:
    """The parts of a file, at least one; every page is in one part or parts two of them.

    `unread` are the numbers of pages that could not be read: they belong to the part in which they lie.
    """
    by_number = {page.number: page for page in pages}
    every = sorted({*by_number, *unread})
    order, doubts = _in_order(every, is_two_sided=options.is_two_sided)
    parts = tuple(part for part in _split(order, by_number, options) if part.pages)
    if not parts:
        return (Part(order, doubts=(*doubts, ONLY_SEPARATORS_VI) if every else doubts),)
    if options.splits_papers and not doubts:
        parts = tuple(paper for part in parts for paper in papers_in(part, by_number))
    return tuple(replace(part, doubts=(*doubts, *part.doubts)) for part in parts)


def _split(order: Sequence[int], pages: Mapping[int, Page], options: BatchOptions) -> Iterable[Part]:
    told = Separator()
    mine: list[int] = []
    has_paper = _has_paper(order, pages)
    after_separator = False
    for number in order:
        page = pages.get(number)
        is_blank = page is not None and page.is_blank
        if page is not None and page.separator:
            yield _part(mine, told)
            told, mine, after_separator = separator_of(page.separator), [], True
        elif is_blank and options.splits_at_blanks and has_paper:
            yield _part(mine, told)
            mine = []
        elif is_blank and after_separator:
            after_separator = False  # the back of the separator sheet, scanned on both sides
        else:
            mine.append(number)
            after_separator = False
    yield _part(mine, told)


def _has_paper(order: Sequence[int], pages: Mapping[int, Page]) -> bool:
    """Whether anything but blank pages is there: a wholly blank file stays one record, for a person."""
    return any(number not in pages or not pages[number].is_blank for number in order)


def _part(numbers: Sequence[int], told: Separator) -> Part:
    order, doubts = _in_order(numbers, is_two_sided=told.is_two_sided)
    return Part(order, told.record_type, told.unit, doubts)


def _in_order(numbers: Sequence[int], *, is_two_sided: bool) -> tuple[tuple[int, ...], tuple[str, ...]]:
    if not is_two_sided:
        return tuple(numbers), ()
    return collated(numbers), (UNEVEN_VI.format(count=len(numbers)),) if len(numbers) % 2 else ()
