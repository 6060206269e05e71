"""Lines cut out with all of their own ink and none of their neighbours'."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.lines import LinePicture, LineSeen, line_pictures
from records import Box, Line
from tests.pipeline.written import Paper

X_HEIGHT_MM = 2.1


def seen(paper: Paper, y_mm: float, x0_mm: float, x1_mm: float, rank: int) -> LineSeen:
    """What layout analysis reports: a box that ends at the tops of plain letters."""
    base, x0, x1 = paper.px(y_mm), paper.px(x0_mm), paper.px(x1_mm)
    box = Box(x0, base - paper.px(X_HEIGHT_MM * 1.4), x1, base + paper.px(1))
    return LineSeen(box, Line(x0, base, x1, base), 0, rank)


def cut(paper: Paper, lines: list[LineSeen]) -> list[LinePicture]:
    return list(line_pictures(cv2.cvtColor(paper.pixels, cv2.COLOR_RGB2GRAY), lines))


def ink(picture: np.ndarray) -> int:
    return int(np.count_nonzero(picture < 128))


def test_the_upper_of_two_stacked_marks_stays_with_its_line() -> None:
    close, apart = Paper(250, height_mm=60), Paper(250, height_mm=60)
    close.write("ngày quý giấy cũ gặp gỡ", 20, 20)
    for paper in (close, apart):
        paper.write("tổ chức để đổi ấp ổn", 20, 25.5)
    lines = [seen(close, 20, 20, 70, 0), seen(close, 25.5, 20, 70, 1)]
    with_neighbour = cut(close, lines)[1].picture
    alone = cut(apart, lines[1:])[0].picture
    assert abs(ink(with_neighbour) - ink(alone)) < 0.01 * ink(alone)


def test_a_line_is_cut_where_a_column_ends() -> None:
    paper = Paper(250, height_mm=40)
    paper.write("ỦY BAN NHÂN DÂN", 20, 20)
    paper.write("CỘNG HÒA", 110, 20)
    parts = cut(paper, [seen(paper, 20, 20, 150, 0)])
    assert [part.line for part in parts] == [0, 0]
    assert parts[0].left < paper.px(20) < parts[1].left


def test_a_name_between_two_lines_of_the_next_column_is_a_line_of_its_own() -> None:
    paper = Paper(250, height_mm=60)
    for row in range(3):
        paper.write("- Như trên, lưu văn thư;", 20, 20 + 5 * row, points=11)
    paper.write("Trần Văn Minh", 120, 22.5)
    lines = [seen(paper, 20 + 5 * row, 20, 150, row) for row in range(3)]
    right = [part for part in cut(paper, lines) if part.left > paper.px(100)]
    assert len(right) == 1
    name = Box.around(word.box for word in paper.words[-3:])
    assert right[0].picture.shape[1] > name.width


def test_a_page_without_lines_gives_no_pictures() -> None:
    assert cut(Paper(100), []) == []
