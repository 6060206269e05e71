"""Divides the pages of a file into papers, says how sure each division is and why, in Vietnamese.

A blank page belongs to the paper before it, as the back of its last sheet; so does one without words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from classifiers.splitting.boundaries import Weighed, belongs, weigh
from classifiers.splitting.page_signs import FEWEST_WORDS, PageSigns, signs_of
from classifiers.splitting.segmentation import boundary_probabilities
from records import Page

LIKELY = 0.5
NAMED_FROM = 0.5
MOST_SIGNS = 3


@dataclass(frozen=True, slots=True)
class Boundary:
    """A place at which another paper may begin."""

    at: int
    """Position of the page that would be its first, from 0, in the pages as given."""
    confidence: float
    """0 to 1, that a paper begins there."""
    record_type: str
    """Code of what that page is taken for; empty for "không rõ"."""
    why: str
    """What speaks for and against it, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Span:
    """One paper of a file."""

    first: int
    """Position of its first page, from 0, in the pages as given."""
    last: int
    """Position of its last page."""
    record_type: str
    """Code of what its first page is taken for; empty for "không rõ"."""
    confidence: float
    """0 to 1, that a paper begins on its first page."""
    why: str
    """Why it was parted from what comes before, in Vietnamese; empty for the first."""
    within: tuple[Boundary, ...] = ()
    """Where in it another paper may begin after all, less likely than not."""

    @property
    def beginning(self) -> Boundary:
        return Boundary(self.first, self.confidence, self.record_type, self.why)


def split(pages: Sequence[Page], *, doubtful_from: float = 0.2) -> tuple[Span, ...]:
    """The likeliest division of `pages`, in their order, into papers; every page is in exactly one span.

    `doubtful_from` is the probability, 0 to 1, from which a boundary that was not taken is named in `within`.
    Raises `ModelRefused` when the type model's file is not the one that was shipped.
    """
    if not pages:
        return ()
    printed = [place for place, page in enumerate(pages) if len(page.words) >= FEWEST_WORDS] or [0]
    signs = [signs_of(pages[place]) for place in printed]
    weighed = [
        Weighed(0.0, ()),
        *(weigh(before, page) for before, page in pairwise(signs)),
    ]
    likely = boundary_probabilities(
        [each.points for each in weighed],
        lambda head, page: belongs(signs[head], signs[page], page - head),
    )
    found = [
        Boundary(place, round(share, 4), _type_of(page), _why(reasons, pages[place].number))
        for place, share, page, reasons in zip(printed, likely, signs, weighed, strict=True)
    ]
    first = Boundary(0, 1.0, found[0].record_type, "")
    return _spans([first, *found[1:]], len(pages), doubtful_from)


def _spans(boundaries: Sequence[Boundary], count: int, doubtful_from: float) -> tuple[Span, ...]:
    taken = [each for each in boundaries if each.confidence > LIKELY]
    ends = [each.at - 1 for each in taken[1:]] + [count - 1]
    return tuple(
        Span(
            start.at,
            last,
            start.record_type,
            start.confidence,
            start.why,
            tuple(
                each
                for each in boundaries
                if start.at < each.at <= last and doubtful_from <= each.confidence <= LIKELY
            ),
        )
        for start, last in zip(taken, ends, strict=True)
    )


def _type_of(page: PageSigns) -> str:
    return page.type_code if page.type_confidence >= NAMED_FROM else ""


def _why(weighed: Weighed, number: int) -> str:
    said = [", ".join(weighed.for_it[:MOST_SIGNS]), ", ".join(weighed.against_it[:MOST_SIGNS])]
    reasons = " nhưng ".join(each for each in said if each)
    return f"trang {number} {reasons}" if reasons else ""
