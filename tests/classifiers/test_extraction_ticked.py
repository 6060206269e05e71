"""Fields that are answered by a mark in a printed box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from classifiers.catalogue import load_record_types
from classifiers.extraction import extract
from classifiers.specimens import compose, perfect_pages
from records import Box, FieldValue, Tick
from tests.classifiers.laid_out import Row, centred, make_page

HEAD: list[Row] = [
    centred(230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    centred(300, "Độc lập - Tự do - Hạnh phúc"),
    centred(420, "TỜ KHAI ĐĂNG KÝ KHAI SINH"),
]
LABEL = "Đề nghị cấp bản sao:"
END = 1000.0
"""Right of the label in the rows below."""


def box(x: float, y: float, *, is_ticked: bool = False, confidence: float = 0.98) -> Tick:
    return Tick(Box(x, y, x + 46, y + 46), is_ticked, confidence)


def read(
    rows: Sequence[Row], ticks: Sequence[Tick], code: str = "birth_application"
) -> dict[str, FieldValue]:
    page = replace(make_page([*HEAD, *rows]), ticks=tuple(ticks))
    return extract(load_record_types()[code], [page])


@pytest.mark.parametrize(("yes", "no", "expected"), [(True, False, "true"), (False, True, "false")])
def test_the_words_beside_the_marked_box_are_the_answer(yes: bool, no: bool, expected: str) -> None:
    row: Row = (2000, [(200, LABEL), (END, "Có"), (1200, "Không")])
    found = read([row], [box(1080, 2000, is_ticked=yes), box(1340, 2000, is_ticked=no)])["want_copy"]
    assert (found.value, found.doubt) == (expected, "")
    assert found.confidence > 0.9
    assert found.rule == f"tick:{LABEL[:-1]}"


def test_boxes_before_their_words_are_understood_too() -> None:
    row: Row = (2000, [(200, LABEL), (1060, "Có"), (1300, "Không")])
    found = read([row], [box(1000, 2000), box(1240, 2000, is_ticked=True)])
    assert found["want_copy"].value == "false"


def test_empty_boxes_say_nothing_though_words_stand_beside_them() -> None:
    row: Row = (2000, [(200, LABEL), (END, "Có"), (1200, "Không")])
    assert "want_copy" not in read([row], [box(1080, 2000), box(1340, 2000)])


def test_a_mark_that_is_not_sure_waits_for_a_person() -> None:
    row: Row = (2000, [(200, LABEL)])
    found = read([row], [box(1080, 2000, is_ticked=True, confidence=0.6)])["want_copy"]
    assert found.confidence <= 0.5
    assert "Ô đánh dấu" in found.doubt


def test_two_marks_in_one_group_wait_for_a_person() -> None:
    row: Row = (2000, [(200, LABEL), (END, "Có"), (1200, "Không")])
    ticks = [box(1080, 2000, is_ticked=True), box(1340, 2000, is_ticked=True)]
    assert "Nhiều ô" in read([row], ticks)["want_copy"].doubt


def test_a_letter_read_out_of_an_empty_box_is_no_word_of_the_form() -> None:
    row: Row = (2000, [(200, LABEL), (END, "Có"), (1082, "O"), (1200, "Không"), (1342, "D")])
    found = read([row], [box(1080, 2000), box(1340, 2000, is_ticked=True)])
    assert found["want_copy"].value == "false"


@pytest.mark.parametrize(("sign", "expected"), [("☒", "true"), ("☐", None), ("[x]", "true"), ("□", None)])
def test_boxes_that_the_file_prints_as_signs_are_boxes(sign: str, expected: str | None) -> None:
    found = read([(2000, [(200, LABEL), (1080, sign)])], [])
    assert (found["want_copy"].value if "want_copy" in found else None) == expected


def test_the_marked_one_of_two_printed_answers_is_the_value() -> None:
    rows: list[Row] = [
        (900, [(200, "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:")]),
        (1000, [(200, "Giới tính:"), (600, "Nam"), (900, "Nữ")]),
    ]
    assert read(rows, [box(700, 1000), box(980, 1000, is_ticked=True)])["child_sex"].value == "Nữ"
    assert "child_sex" not in read(rows, [box(700, 1000), box(980, 1000)])


def test_two_printed_answers_without_a_box_are_no_answer() -> None:
    rows: list[Row] = [
        (900, [(200, "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:")]),
        (1000, [(200, "Giới tính: Nam O Nữ O")]),
    ]
    found = read(rows, []).get("child_sex")
    assert found is None or found.confidence < 0.5


def test_drawn_applications_are_answered_as_they_were_marked() -> None:
    for seed in range(6):
        specimen = compose("birth_application", seed)
        found = extract(load_record_types()["birth_application"], perfect_pages(specimen)).get("want_copy")
        wanted = specimen.truth.get("want_copy") == "true"
        assert (found is not None and found.value == "true") is wanted, seed
