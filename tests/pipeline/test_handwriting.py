"""Numbers, days and months that a pen wrote between printed labels."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.handwriting import HANDWRITTEN, asks_for_figure, with_remarks
from pipeline.sheet import sheet_of
from records import Box, Line, Word
from tests.pipeline.written import Paper

DATED = "Đồng Lộc, ngày 20 tháng       năm 2024"


def written_on(paper: Paper, y_mm: float) -> list[Word]:
    """The words of the paper with the baseline at `y_mm` that they stand on."""
    base = float(paper.px(y_mm))
    return [replace(word, baseline=Line(word.box.x0, base, word.box.x1, base)) for word in paper.words]


def marked(paper: Paper, words: list[Word]) -> list[str]:
    sheet = sheet_of(paper.pixels[..., 1], paper.dpi)
    return [word.text for word in with_remarks(words, sheet) if word.remark == HANDWRITTEN]


def with_month_by_hand() -> tuple[Paper, list[Word]]:
    paper = Paper(250, height_mm=40)
    paper.write(DATED, 30, 20)
    month, year = (word.box for word in paper.words[4:6])
    left = month.x1 / paper.px(1) + 1.5
    paper.scrawl(left, 20)
    words = written_on(paper, 20)
    scrawled = Box(month.x1 + 10, month.y0, year.x0 - 10, month.y1)
    return paper, [*words[:5], replace(words[4], text="07", box=scrawled, confidence=0.9), *words[5:]]


def test_a_month_written_by_hand_between_printed_labels_is_marked() -> None:
    paper, words = with_month_by_hand()
    assert marked(paper, words) == ["07"]


def test_a_printed_month_is_not_marked() -> None:
    paper = Paper(250, height_mm=40)
    paper.write("Đồng Lộc, ngày 20 tháng 12 năm 2024", 30, 20)
    assert marked(paper, written_on(paper, 20)) == []


@pytest.mark.parametrize("face", ["Tinos-Italic", "Arimo-Bold", "Arimo-Italic", "Tinos-BoldItalic"])
@pytest.mark.parametrize("dpi", [120, 150, 180, 220, 250, 300])
def test_print_is_not_marked_in_any_face_and_size(face: str, dpi: int) -> None:
    paper = Paper(dpi, height_mm=40)
    paper.write("Đồng Lộc, ngày 20 tháng 3 năm 2026", 30, 20, face=face)
    assert marked(paper, written_on(paper, 20)) == []


def test_a_number_in_one_word_with_its_symbol_is_not_marked_by_its_stroke() -> None:
    paper = Paper(250, height_mm=40)
    paper.write("Số: 12/GBT ngày 20 tháng 3 năm 2026", 30, 20)
    assert marked(paper, written_on(paper, 20)) == []


def test_print_between_words_that_look_like_labels_is_not_taken_for_a_pen() -> None:
    paper = Paper(250, height_mm=40)
    paper.write("Số khách hàng trong năm 2024 của xã", 30, 20)
    assert marked(paper, written_on(paper, 20)) == []


@pytest.mark.parametrize("label", ["Số:", "số", "Sổ", "ngày", "tháng", "20tháng", "năm"])
def test_labels_of_numbers_and_dates_ask_for_a_figure(label: str) -> None:
    assert asks_for_figure(label)


@pytest.mark.parametrize("word", ["sống", "nhân", "tên:", "tỉnh", "2024"])
def test_other_words_do_not(word: str) -> None:
    assert not asks_for_figure(word)
