"""Words to visual lines."""

from __future__ import annotations

import math
from dataclasses import replace

from classifiers.extraction.lines import lines_of
from records import Box, Page, Word
from tests.classifiers.laid_out import make_page


def test_label_and_value_of_two_blocks_stand_on_one_line() -> None:
    page = make_page([(300, [(280, "Dân tộc:"), (700, "Kinh")]), (380, [(280, "Quê quán: xã Tân Hòa")])])
    assert [line.text for line in lines_of(page)] == ["Dân tộc: Kinh", "Quê quán: xã Tân Hòa"]


def test_wide_gap_parts_a_line_into_segments() -> None:
    page = make_page([(300, [(280, "ỦY BAN NHÂN DÂN"), (1200, "CỘNG HÒA XÃ HỘI")])])
    (line,) = lines_of(page)
    assert [segment.text for segment in line.segments()] == ["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI"]


def test_sloping_lines_stay_apart() -> None:
    level = make_page([(300, [(200, "trên"), (2200, "phải")]), (360, [(200, "dưới"), (2200, "kia")])])
    slope = math.tan(math.radians(2.0))
    sloping = replace(
        level,
        skew=2.0,
        words=tuple(replace(word, box=word.box.moved(0, word.box.centre[0] * slope)) for word in level.words),
    )
    assert [line.text for line in lines_of(sloping)] == ["trên phải", "dưới kia"]


def test_marks_read_as_signs_above_their_letters_are_left_out() -> None:
    words = (
        Word("điều", Box(100, 310, 180, 350), 0.95, line=1),
        Word("chỉnh", Box(200, 310, 300, 350), 0.95, line=1),
        Word(".^A", Box(110, 300, 170, 330), 0.2, line=0),
    )
    page = Page(number=1, dpi=300, width=2480, height=3508, words=words)
    assert [line.text for line in lines_of(page)] == ["điều chỉnh"]


def test_words_without_line_numbers_are_still_parted_into_lines() -> None:
    page = make_page([(300, [(280, "một")]), (400, [(280, "hai")]), (500, [(280, "ba")])])
    flat = replace(page, words=tuple(replace(word, line=0, block=0) for word in page.words))
    assert [line.text for line in lines_of(flat)] == ["một", "hai", "ba"]
