"""Lines found on a page, and cut out with all of their own ink and none of their neighbours'."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.lines import LinePicture, line_pictures
from records import Box
from tests.pipeline.written import BODY, Paper


def grey(paper: Paper) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(paper.pixels, cv2.COLOR_RGB2GRAY), np.uint8)


def cut(paper: Paper) -> list[LinePicture]:
    return list(line_pictures(grey(paper)))


def ink(picture: NDArray[np.uint8]) -> int:
    return int(np.count_nonzero(picture < 128))


def body(paper: Paper, *, pitch_mm: float = 6.0) -> None:
    for row, text in enumerate(BODY):
        paper.write(text, 20, 20 + pitch_mm * row)


def test_every_line_of_a_page_is_found_once_and_whole() -> None:
    paper = Paper(250)
    body(paper)
    parts = cut(paper)
    assert [part.line for part in parts] == list(range(len(BODY)))
    assert sum(ink(part.picture) for part in parts) == pytest.approx(ink(grey(paper)), rel=0.002)


@pytest.mark.parametrize("degrees", [-1.5, 0.4, 1.5])
def test_lines_of_a_page_askew_are_found_too(degrees: float) -> None:
    paper = Paper(200)
    body(paper)
    height, width = grey(paper).shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    askew = cv2.warpAffine(grey(paper), turn, (width, height), borderValue=(255,))
    assert len(list(line_pictures(np.asarray(askew, np.uint8)))) == len(BODY)


def test_the_upper_of_two_stacked_marks_stays_with_its_line() -> None:
    close, apart = Paper(250, height_mm=60), Paper(250, height_mm=60)
    close.write("ngày quý giấy cũ gặp gỡ", 20, 20)
    for paper in (close, apart):
        paper.write("tổ chức để đổi ấp ổn", 20, 25.5)
    with_neighbour = cut(close)[1].picture
    alone = cut(apart)[0].picture
    assert abs(ink(with_neighbour) - ink(alone)) < 0.01 * ink(alone)


def test_lines_whose_letters_touch_are_cut_apart_where_they_touch() -> None:
    paper = Paper(250, height_mm=60)
    body_of_two = ("Các hộ gia đình gặp ông Quý", "Ổn định đất ở, ĐỔI SỔ ĐỂ CẤP")
    for row, text in enumerate(body_of_two):
        paper.write(text, 20, 20 + 5.0 * row)
    picture = grey(paper)
    tail = paper.words[2].box
    x = int(tail.x0) + 3
    picture[int(tail.y1) - 12 : paper.px(23), x : x + 3] = 0
    parts = list(line_pictures(picture))
    assert [part.line for part in parts] == [0, 1]
    assert all(part.picture.shape[0] < paper.px(6.5) for part in parts)


def test_a_line_is_cut_where_a_column_ends() -> None:
    paper = Paper(250, height_mm=40)
    paper.write("ỦY BAN NHÂN DÂN", 20, 20)
    paper.write("CỘNG HÒA", 110, 20)
    parts = cut(paper)
    assert len(parts) == 2
    assert parts[0].left < paper.px(20) < parts[1].left


def test_a_name_between_two_lines_of_the_next_column_is_a_line_of_its_own() -> None:
    paper = Paper(250, height_mm=60)
    for row in range(3):
        paper.write("- Như trên, lưu văn thư;", 20, 20 + 5 * row, points=11)
    paper.write("Trần Văn Minh", 120, 22.5)
    right = [part for part in cut(paper) if part.left > paper.px(100)]
    assert len(right) == 1
    name = Box.around(word.box for word in paper.words[-3:])
    assert right[0].picture.shape[1] > name.width


def test_stops_and_dashes_at_the_ends_of_a_line_belong_to_it() -> None:
    paper = Paper(250, height_mm=40)
    paper.write("- Lưu: VT, NC.", 20, 20)
    part = cut(paper)[0]
    assert ink(part.picture) == pytest.approx(ink(grey(paper)), rel=0.01)


def test_a_stop_behind_another_stop_belongs_to_its_line() -> None:
    paper = Paper(250, height_mm=60)
    paper.write("các thủ tục sau:. Rồi đến hai khối phố..", 20, 20)
    [part] = cut(paper)
    assert ink(part.picture) == ink(grey(paper))


def test_specks_and_pen_strokes_make_no_lines() -> None:
    paper = Paper(250, height_mm=120)
    body(paper)
    picture = grey(paper)
    chance = np.random.default_rng(3)
    for row, column in chance.integers(paper.px(75), paper.px(110), (200, 2)):
        picture[row : row + 2, column : column + 2] = 60
    cv2.line(picture, (paper.px(120), paper.px(85)), (paper.px(150), paper.px(105)), (0,), 5)
    assert len(list(line_pictures(picture))) == len(BODY)


def test_a_title_in_large_letters_with_stacked_marks_is_one_line() -> None:
    paper = Paper(250)
    body(paper)
    paper.write("GIẤY CHỨNG NHẬN QUYỀN SỞ HỮU ĐẤT Ở", 30, 90, points=24)
    last = cut(paper)[-1]
    assert last.line == len(BODY)
    title = Box.around(word.box for word in paper.words[-8:])
    assert last.picture.shape[0] >= title.height


def test_a_page_without_lines_gives_no_pictures() -> None:
    assert cut(Paper(100)) == []


def test_small_print_beside_large_is_found() -> None:
    paper = Paper(250)
    body(paper)
    paper.write("Thời gian ký: 26/11/2024 10:40:48 +07:00", 120, 90, points=6)
    last = cut(paper)[-1]
    assert last.line == len(BODY)
    assert last.picture.shape[1] > paper.words[-1].box.x1 - paper.words[-5].box.x0


def test_a_line_full_of_figures_takes_nothing_from_the_line_above() -> None:
    paper = Paper(250, height_mm=60)
    paper.write("2. Căn cứ quy định tại khoản 4 của Luật", 20, 20)
    paper.write("161/2024/NĐ-CP 18/12/2024 QĐ-UBND 1743", 20, 25.5)
    parts = cut(paper)
    assert [part.line for part in parts] == [0, 1]
    assert sum(ink(part.picture) for part in parts) == pytest.approx(ink(grey(paper)), rel=0.01)
