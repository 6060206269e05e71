"""Parts a dossier that was scanned in one go by what its pages say, where that is beyond doubt.

A wrong cut tears a paper in two and files both halves; a missing one leaves two papers in one record that
can be seen and searched. So only sure boundaries cut. At a doubtful one the pages stay together, and the
record waits for a person with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from classifiers.catalogue import load_record_types
from classifiers.splitting import Boundary, split
from pipeline.batches.part import Part
from records import Page

SURE = 0.95
"""Probability from which a boundary cuts."""
DOUBTFUL = 0.2
"""Probability from which a person is asked."""
SEVERAL_VI = (
    "Tệp có thể gồm nhiều giấy tờ: {papers}. Lý do: {why}. Nếu đúng là nhiều giấy tờ, hãy tách tại trang ấy "
    "khi kiểm tra; nếu là một, hãy đánh dấu đã xem"
)


def papers_in(part: Part, pages: Mapping[int, Page]) -> tuple[Part, ...]:
    """`part` cut at every sure boundary; each of its pages is in exactly one of the parts that come out.

    `pages` are those that could be read, by number. A part whose separator sheet says what one paper follows
    stays whole, as does one that a person has to look at already; a page that could not be read stays with
    those before it.
    """
    read = [pages[number] for number in part.pages if number in pages]
    if part.doubts or sum(not page.is_blank for page in read) < 2:
        return (part,)
    spans = split(read, doubtful_from=DOUBTFUL)
    found = [*(span.beginning for span in spans[1:]), *(each for span in spans for each in span.within)]
    boundaries = {
        part.pages.index(read[each.at].number): each for each in sorted(found, key=lambda each: each.at)
    }
    cuts = [] if part.record_type else [at for at, each in boundaries.items() if each.confidence >= SURE]
    first = Boundary(0, 1.0, spans[0].record_type, "")
    return tuple(
        _paper(part, {start: boundaries.get(start, first), **_between(boundaries, start, end)}, end)
        for start, end in pairwise([0, *cuts, len(part.pages)])
    )


def _between(boundaries: Mapping[int, Boundary], start: int, end: int) -> dict[int, Boundary]:
    return {at: each for at, each in boundaries.items() if start < at < end}


def _paper(part: Part, boundaries: Mapping[int, Boundary], end: int) -> Part:
    """The pages from the first boundary to `end`; the other boundaries are doubts."""
    start, *others = boundaries
    doubts = [_doubt(part.pages, boundaries, end)] if others else []
    return replace(
        part, pages=part.pages[start:end], doubts=(*part.doubts, *doubts), why=boundaries[start].why
    )


def _doubt(numbers: Sequence[int], boundaries: Mapping[int, Boundary], end: int) -> str:
    papers = ", ".join(
        f"trang {_range(numbers[start:stop])}{_called(boundaries[start])}"
        for start, stop in pairwise([*boundaries, end])
    )
    _, *others = boundaries.values()
    return SEVERAL_VI.format(papers=papers, why="; ".join(each.why for each in others))


def _range(numbers: Sequence[int]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def _called(boundary: Boundary) -> str:
    kind = load_record_types().get(boundary.record_type)
    return f" ({kind.name_vi})" if kind else ""
