"""Weighs whether a paper begins on a page: points of log-odds for what it shows and for what came before it.

The weights are few and set by hand, as those of the type model are: a head in full (motto, title, number,
date after a signature) comes to seven and more, and what says that a page belongs to the one before it, such
as a running page number or "kèm theo", outweighs most of it. Nothing here was fitted to drawn papers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from classifiers.catalogue import load_record_types
from classifiers.record_type import Layout, RecordType
from classifiers.splitting.page_signs import Citation, PageSigns
from classifiers.vietnamese import fold

PRIOR = -1.5
MOTTO, TITLE, FAINT_TITLE, STRANGE_TITLE = 2.5, 2.5, 1.2, 1.2
NUMBER, PLACE_AND_DATE, FORM_CODE, NAMED_TYPE = 1.0, 1.0, 0.8, 0.8
NO_HEAD, GREETING = -2.5, 2.0
NO_MOTTO_NEEDED = 1.8
"""For the title of a kind of paper that prints no motto, as if it stood under one."""
WITHOUT_MOTTO = frozenset(
    {
        Layout.REGISTER_BOOK,
        Layout.DRAWING_SHEET,
        Layout.BOOKLET,
        Layout.SCHOOL_BOOKLET,
        Layout.CARD_ID1,
        Layout.CARD_CMND,
        Layout.CARD_INSURANCE,
    }
)
CLOSED, ENDED_EARLY, NOT_CLOSED = 1.0, 0.7, -0.5
FIRST_PAGE, FIRST_OF_SEVERAL, LAST_OF_SEVERAL = 1.5, 2.5, 2.5
LATER_PAGE, NEXT_PAGE, NOT_YET_LAST = -2.5, -4.5, -3.0
OTHER_SIZE = 0.7
MID_SENTENCE, SMALL_LETTER = -3.0, -1.2
NEXT_ITEM, LATER_ITEM = -2.5, -1.0
ATTACHED, DRAFT, INNER_PAGE, UNFILLED, UNFILLED_FORM = -7.0, -8.0, -6.0, -4.5, -6.0
NUMBERS_END = 0.5
CARD_BACK, SAME_CARD, OTHER_CARD = -4.0, -4.0, 7.0
MISREAD_MOST = 3
"""Figures in which the numbers on two sides of one card may differ as read; those of two people differ in six
and more."""
SAME_SIZE = 0.06
"""Share by which the sides of two sheets of one size differ at most as scanned."""

OWN_ANNEX, OTHER_ANNEX, OWN_DRAFT = 2.5, -0.5, 3.0
OWN_PAGE_NUMBER, OTHER_PAGE_NUMBER = 1.0, -0.5
SAME_TYPE = 0.7
SAME_PERSON, OTHER_PERSON = 2.0, -2.0


class Reason(NamedTuple):
    """One sign: its points, for a boundary above 0, and what it is in Vietnamese."""

    points: float
    sign: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """What speaks for and against a paper's beginning on a page."""

    points: float
    """Log-odds."""
    reasons: tuple[Reason, ...]

    @property
    def for_it(self) -> tuple[str, ...]:
        """Signs of a beginning, the weightiest first."""
        return tuple(
            each.sign for each in sorted(self.reasons, reverse=True) if each.points > 0 and each.sign
        )

    @property
    def against_it(self) -> tuple[str, ...]:
        """Signs of going on, the weightiest first."""
        return tuple(each.sign for each in sorted(self.reasons) if each.points < 0 and each.sign)


def weigh(before: PageSigns, page: PageSigns) -> Weighed:
    """How much says that a paper begins on `page`, which follows `before`."""
    reasons = (
        *_head(page),
        *_what_came_before(before, page),
        *_page_numbers(before, page),
        *_running_text(before, page),
        *_belonging(before, page),
    )
    return Weighed(PRIOR + sum(each.points for each in reasons), reasons)


def _head(page: PageSigns) -> Iterator[Reason]:
    if page.motto:
        yield Reason(MOTTO, "có quốc hiệu, tiêu ngữ")
    if page.title:
        points = TITLE if page.title_strength > 0.8 else FAINT_TITLE
        yield Reason(points, f"có tên loại “{_types()[page.title].title}”")
    elif page.strange_title:
        yield Reason(STRANGE_TITLE, "có tên loại riêng")
    if page.symbol:
        yield Reason(NUMBER, "có số, ký hiệu riêng")
    if page.has_place_and_date:
        yield Reason(PLACE_AND_DATE, "có địa danh, ngày tháng ở đầu trang")
    if page.has_form_code:
        yield Reason(FORM_CODE, "có số hiệu mẫu")
    if page.has_head and page.type_confidence >= 0.9:
        yield Reason(NAMED_TYPE, "")
    if page.title and not page.motto and _types()[page.title].layout in WITHOUT_MOTTO:
        yield Reason(NO_MOTTO_NEEDED, "")
    if page.greets and not page.has_head:
        yield Reason(GREETING, "mở đầu như một bức thư")
    elif not page.has_head:
        yield Reason(NO_HEAD, "không có quốc hiệu và tên loại")


def _what_came_before(before: PageSigns, page: PageSigns) -> Iterator[Reason]:
    if before.closes:
        yield Reason(CLOSED, "trang trước kết thúc bằng chữ ký hoặc nơi nhận")
    elif before.ends_early and page.has_head:
        yield Reason(ENDED_EARLY, "trang trước còn trống phần dưới")
    else:
        yield Reason(NOT_CLOSED, "")
    if page.has_head and not _is_same_size(before, page):
        yield Reason(OTHER_SIZE, "khổ giấy khác trang trước")


def _is_same_size(before: PageSigns, page: PageSigns) -> bool:
    sides = zip(before.size, page.size, strict=True)
    return all(abs(one - other) <= SAME_SIZE * max(one, other) for one, other in sides)


def _page_numbers(before: PageSigns, page: PageSigns) -> Iterator[Reason]:
    own, last = page.page_number, before.page_number
    if own is not None and own.number == 1:
        if own.total > 1:
            yield Reason(FIRST_OF_SEVERAL, f"in “trang 1/{own.total}”")
        else:
            yield Reason(FIRST_PAGE, "in số trang 1")
    elif own is not None:
        follows = own.number == (last.number if last else 1) + 1
        yield Reason(NEXT_PAGE if follows or own.total else LATER_PAGE, f"in số trang {own.number}")
    if own is None and last is not None and last.number > 1 and page.has_head:
        yield Reason(NUMBERS_END, "")
    if last is not None and last.total:
        if last.number < last.total and not (own and own.number == 1):
            yield Reason(NOT_YET_LAST, f"trang trước mới là trang {last.number}/{last.total}")
        elif last.number == last.total:
            yield Reason(LAST_OF_SEVERAL, f"trang trước là trang cuối {last.number}/{last.total}")


def _running_text(before: PageSigns, page: PageSigns) -> Iterator[Reason]:
    if page.begins_small:
        is_broken = before.ends_open
        yield Reason(
            MID_SENTENCE if is_broken else SMALL_LETTER, "câu nối từ trang trước" if is_broken else ""
        )
    first, last = page.first_item, before.last_item
    if first is not None and first.number > 1:
        follows = last is not None and last.kind == first.kind and first.number == last.number + 1
        yield Reason(NEXT_ITEM if follows else LATER_ITEM, "các mục đánh số nối tiếp trang trước")


def _belonging(before: PageSigns, page: PageSigns) -> Iterator[Reason]:
    if page.attached_to is not None:
        yield Reason(ATTACHED, f"ghi “{page.attached_to.said}”")
    if page.is_draft:
        yield Reason(DRAFT, "ghi “dự thảo”")
    if page.goes_on:
        yield Reason(INNER_PAGE, page.goes_on)
    if page.is_unfilled:
        yield Reason(UNFILLED_FORM if page.has_form_code else UNFILLED, "mẫu chưa điền")
    if page.is_card_back:
        yield Reason(CARD_BACK, "là mặt sau thẻ")
        if page.machine_ids and before.ids:
            if is_same_person(page.machine_ids, before.ids):
                yield Reason(SAME_CARD, "cùng số định danh với mặt trước")
            elif not before.is_card_back and not is_same_person(page.machine_ids, before.ids, MISREAD_MOST):
                yield Reason(OTHER_CARD, "số định danh khác trang trước")


def belongs(head: PageSigns, page: PageSigns, offset: int) -> float:
    """Points for `page` being a later page of the paper that begins on `head`, `offset` pages after it."""
    points = 0.0
    if page.attached_to is not None and head.has_head:
        points += OWN_ANNEX if _names(page.attached_to, head) else OTHER_ANNEX
    if page.is_draft and not head.is_draft and "du thao" in head.paper.text:
        points += OWN_DRAFT
    if page.page_number is not None:
        points += OWN_PAGE_NUMBER if page.page_number.number == offset + 1 else OTHER_PAGE_NUMBER
    if page.type_code and page.type_code == head.type_code and not page.has_title:
        points += SAME_TYPE
    if page.machine_ids and head.ids:
        points += SAME_PERSON if is_same_person(page.machine_ids, head.ids) else OTHER_PERSON
    return points


def _names(citation: Citation, head: PageSigns) -> bool:
    """Whether an annex may be of this paper: kind and number agree wherever both are said."""
    if citation.number and head.number and citation.number != head.number:
        return False
    own = head.symbol.partition("-")[0]
    return not citation.abbreviation or not own or fold(own) == fold(citation.abbreviation)


def is_same_person(ids: Iterable[str], others: Iterable[str], most: int = 1) -> bool:
    """Whether two sets of identity numbers share one, `most` of its figures misread."""
    return any(Levenshtein.distance(one, other, score_cutoff=most) <= most for one in ids for other in others)


def _types() -> Mapping[str, RecordType]:
    return load_record_types()
