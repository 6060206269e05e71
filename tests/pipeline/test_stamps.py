"""Words of seals, shown signatures and arrival stamps are told from the text of the page and set apart."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.enhance import enhance
from pipeline.handwriting import STAMP
from pipeline.stamps import frames_on, marks_of, set_apart
from records import Box, Word
from tests.pipeline.written import Paper

FRAME = Box(100, 400, 700, 700)
MARK = Box(1000, 40, 1160, 200)


def row(text: str, x: float, y: float, *, number: int, height: float = 40, sure: float = 0.98) -> list[Word]:
    words = []
    for word in text.split(" "):
        width = 0.5 * height * len(word)
        words.append(Word(word, Box(x, y, x + width, y + height), sure, number))
        x += width + 0.3 * height
    return words


def page(*others: list[Word]) -> list[Word]:
    """Six rows of print below all the rest."""
    text = [row("các hộ có nhu cầu cấp đổi", 300, 1000 + 60 * place, number=20 + place) for place in range(6)]
    return [word for words in (*others, *text) for word in words]


def stamped(words: tuple[Word, ...]) -> list[str]:
    return [word.text for word in words if word.remark == STAMP]


def test_what_reads_badly_in_a_stamps_frame_is_set_apart_after_the_text() -> None:
    inside = row("ĐẾN 4354", 150, 500, number=1, sure=0.4)
    beside = row("Về việc thi hành", 750, 500, number=1)
    words = set_apart(page(inside, beside), [FRAME], [])
    assert stamped(words) == ["ĐẾN", "4354"]
    assert [word.text for word in words[-2:]] == ["ĐẾN", "4354"]
    assert words[-1].block not in {word.block for word in words[:-2]}


def test_a_stamp_above_all_text_is_read_first() -> None:
    inside = row("ĐẾN 4354", 150, 20, number=50, sure=0.4)
    words = set_apart(page(inside), [Box(100, 0, 700, 70)], [])
    assert [word.text for word in words[:2]] == ["ĐẾN", "4354"]


def test_a_line_of_print_that_runs_on_beneath_a_stamp_stays_whole() -> None:
    words = set_apart(page(row("trong thời gian qua công tác triển khai", 500, 600, number=1)), [FRAME], [])
    assert stamped(words) == []


def test_a_value_beneath_a_stamp_stays_beside_its_label() -> None:
    label = row("Họ và tên:", 20, 600, number=1)
    words = set_apart(
        page(label, row("thửa", 320, 600, number=1), row("TĂNG", 520, 602, number=1, sure=0.4)), [FRAME], []
    )
    assert stamped(words) == []


def test_a_box_that_was_printed_with_the_page_is_no_stamp() -> None:
    words = set_apart(page(row("mẫu số hai", 150, 500, number=1)), [FRAME], [])
    assert stamped(words) == []


def test_tight_rows_beside_a_seal_are_a_shown_signature() -> None:
    rows = [row(text, 1170, 50 + 30 * place, number=place, height=24) for place, text in enumerate("abcd")]
    words = set_apart(page(*rows), [], [MARK])
    assert stamped(words) == ["a", "b", "c", "d"]


def test_the_name_and_office_beside_a_seal_are_print() -> None:
    rows = [row("CHỦ TỊCH", 1170, 60, number=0), row("An Lan", 1170, 130, number=1, height=30)]
    assert stamped(set_apart(page(*rows), [], [MARK])) == []


def test_print_beneath_a_seal_stays_in_its_line_however_badly_it_reads() -> None:
    line = row("điều chỉnh bổ sung dự toán chi", 800, 100, number=0)
    line[2] = Word("bỗ", Box(1050, 100, 1090, 140), 0.3, 0)
    assert stamped(set_apart(page(line), [], [MARK])) == []


def framed(angle: float) -> np.ndarray:
    picture = np.full((1800, 1240), 255, np.uint8)
    turn = cv2.getRotationMatrix2D((600, 500), angle, 1.0)
    corners = np.array([[[450, 430]], [[760, 430]], [[760, 590]], [[450, 590]]], np.float64)
    cv2.polylines(
        picture, [cv2.transform(corners, turn).astype(np.int32)], isClosed=True, color=0, thickness=3
    )
    for place in range(20):
        cv2.putText(picture, "van ban cua xa", (100, 700 + 40 * place), 0, 1.0, 0, 2)
    return picture


@pytest.mark.parametrize("angle", [0.0, 2.0, -3.0])
def test_a_frame_as_large_as_an_arrival_stamp_is_found_also_askew(angle: float) -> None:
    (frame,) = frames_on(framed(angle), 150, 0)
    assert frame.overlap(Box(450, 430, 760, 590)) > 0.8 * frame.area


def test_a_frame_is_found_where_the_page_stands_once_it_is_turned() -> None:
    (frame,) = frames_on(np.ascontiguousarray(np.rot90(framed(0.0))), 150, 90)
    assert frame.overlap(Box(450, 430, 760, 590)) > 0.9 * frame.area


def test_a_table_across_the_page_is_no_stamp() -> None:
    picture = framed(0.0)
    picture[400:620] = 255
    cv2.rectangle(picture, (100, 430), (1100, 590), 0, 3)
    assert frames_on(picture, 150, 0) == ()


def test_a_red_seal_is_a_mark() -> None:
    paper = Paper(150, height_mm=120)
    paper.seal(60, 60)
    paper.write("Ủy ban nhân dân xã yêu cầu các thôn", 90, 100)
    sheet = enhance(paper.pixels, 150)
    assert sheet.inks is not None
    (mark,) = marks_of(sheet.inks, 150)
    assert mark.centre == pytest.approx((paper.px(60), paper.px(60)), abs=12)
