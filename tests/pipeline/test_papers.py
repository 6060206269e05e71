"""Parts by content: sure boundaries cut, doubtful ones ask a person, and no page is ever lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.batches import BatchOptions, Part, Separator, parts_of
from records import Page
from tests.classifiers.test_splitting import BLANK, application, card_back, card_front, decision, signed

ORDINARY = BatchOptions()
OTHER = "036199001234"


def file_of(*pages: Page) -> list[Page]:
    return [replace(page, number=number) for number, page in enumerate(pages, start=1)]


DOSSIER = (decision(), signed("Điều 3. Có hiệu lực."), application(), BLANK)
SHEET = replace(BLANK, is_blank=False, separator=Separator().text)


def test_papers_that_surely_begin_are_parted_and_the_plan_says_why() -> None:
    first, second = parts_of(file_of(*DOSSIER), (), ORDINARY)
    assert (first.pages, second.pages) == ((1, 2), (3, 4))
    assert not first.doubts and not second.doubts
    assert not first.why and second.why.startswith("trang 3 có")
    assert Part.from_json(second.to_json()) == second


def test_an_office_may_keep_files_whole() -> None:
    (part,) = parts_of(file_of(*DOSSIER), (), replace(ORDINARY, splits_papers=False))
    assert part == Part((1, 2, 3, 4))


def test_a_doubtful_boundary_leaves_the_file_whole_and_asks_a_person() -> None:
    pages = file_of(card_front("001085123456"), card_back(OTHER), application())
    parts = parts_of(pages, (), ORDINARY)
    assert [part.pages for part in parts] == [(1, 2), (3,)]
    (doubt,) = parts[0].doubts
    assert doubt.startswith("Tệp có thể gồm nhiều giấy tờ: trang 1") and "trang 2" in doubt
    assert "số định danh khác trang trước" in doubt
    assert parts[1].doubts == ()


def test_separator_sheets_have_their_say_first() -> None:
    pages = file_of(decision(), SHEET, signed("Điều 3. Có hiệu lực."), application())
    assert [part.pages for part in parts_of(pages, (), ORDINARY)] == [(1,), (3,), (4,)]


def test_a_sheet_that_names_the_type_of_one_paper_is_obeyed_and_a_person_told_of_the_other() -> None:
    sheet = replace(SHEET, separator=Separator("decision", "Xã Phú Lâm").text)
    (part,) = parts_of(file_of(sheet, *DOSSIER), (), ORDINARY)
    assert (part.pages, part.record_type, part.unit) == ((2, 3, 4, 5), "decision", "Xã Phú Lâm")
    assert "trang 4–5" in part.doubts[0]


def test_parts_of_one_sheet_keep_its_unit() -> None:
    sheet = replace(SHEET, separator=Separator(unit="Xã Phú Lâm").text)
    parts = parts_of(file_of(sheet, *DOSSIER), (), ORDINARY)
    assert [(part.pages, part.unit) for part in parts] == [((2, 3), "Xã Phú Lâm"), ((4, 5), "Xã Phú Lâm")]


def test_a_page_that_could_not_be_read_stays_with_those_before_it() -> None:
    pages = [page for page in file_of(*DOSSIER) if page.number != 2]
    assert [part.pages for part in parts_of(pages, (2,), ORDINARY)] == [(1, 2), (3, 4)]


def test_a_two_sided_stack_is_parted_in_the_order_of_reading() -> None:
    front, back, other, blank = DOSSIER
    stack = file_of(front, other, blank, back)
    parts = parts_of(stack, (), replace(ORDINARY, is_two_sided=True))
    assert [part.pages for part in parts] == [(1, 4), (2, 3)]


def test_a_stack_in_no_certain_order_is_not_parted() -> None:
    (part,) = parts_of(file_of(*DOSSIER[:3]), (), replace(ORDINARY, is_two_sided=True))
    assert part.pages == (1, 2, 3) and len(part.doubts) == 1


@pytest.mark.parametrize("seed", range(6))
def test_every_page_is_in_exactly_one_part(seed: int) -> None:
    kinds = (decision(), signed("Điều 3."), application(), BLANK, card_front(OTHER), card_back(OTHER))
    pages = file_of(*(kinds[(seed * 7 + index * (seed + 1)) % len(kinds)] for index in range(9)))
    parts = parts_of([page for page in pages if page.number != 5], (5,), ORDINARY)
    assert sorted(number for part in parts for number in part.pages) == list(range(1, 10))
