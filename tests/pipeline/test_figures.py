"""Doubtful values after labels for figures are read once more as figures, and never replaced silently."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from pipeline import line_reader
from pipeline.lines import LinePicture
from pipeline.ocr import LineRead, RecognitionOptions, get_engine
from pipeline.second_reading import figure_reader
from pipeline.second_reading.figures import weighed, with_figures
from pipeline.second_reading.voting import DISAGREEMENT
from records import Box, Word
from tests.pipeline.written import Paper


def value(text: str, sure: float) -> Word:
    return Word(text, Box(0, 0, 10 * len(text), 40), sure)


def test_a_value_that_both_read_otherwise_is_replaced_and_says_so() -> None:
    word = weighed(value("2O24", 0.6), "2024", "2024")
    assert (word.text, word.other, word.remark) == ("2024", "2O24", DISAGREEMENT)


def test_a_value_that_was_read_surely_is_kept_and_says_that_readings_differ() -> None:
    word = weighed(value("12.500", 0.93), "12.800", "12.800")
    assert (word.text, word.other, word.remark) == ("12.500", "12.800", DISAGREEMENT)
    assert word.confidence < 0.9


def test_a_value_on_which_one_reader_differs_keeps_its_text() -> None:
    word = weighed(value("12.500", 0.6), "12.500", "12.800")
    assert (word.text, word.other, word.remark) == ("12.500", "12.800", DISAGREEMENT)


@pytest.mark.parametrize("other", ["12.500", ""])
def test_a_value_that_nobody_contradicts_stays_as_it_is(other: str) -> None:
    word = value("12.500,", 0.6)
    assert weighed(word, "12.500", other) is word


def read_as(text: str, wrong: str, sure: float) -> tuple[LineRead, list[Word]]:
    """A printed line of which one word was read as `wrong`."""
    paper = Paper(250, height_mm=20)
    paper.write(text, 20, 12)
    grey = np.asarray(cv2.cvtColor(paper.pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    words = [*paper.words[:-1], replace(paper.words[-1], text=wrong, confidence=sure)]
    top = int(min(word.box.y0 for word in words)) - 6
    picture = LinePicture(0, 0, grey[top : paper.px(14)], 0, top)
    return LineRead(picture, tuple(words)), words


def read_again(text: str, wrong: str, sure: float = 0.6, left: float = 100.0) -> Word:
    engine = get_engine("vietline")
    if not line_reader.is_available():
        pytest.skip("needs onnxruntime")
    reader = figure_reader(engine, RecognitionOptions(), 250)
    assert reader is not None
    line, words = read_as(text, wrong, sure)
    return with_figures([line], [words], reader, left)[0][-1]


@pytest.mark.needs("tesseract")
@pytest.mark.parametrize(
    "label", ["Số định danh cá nhân:", "Thửa đất số:", "cấp ngày", "Diện tích:", "Năm đăng ký:"]
)
def test_letters_where_a_label_asks_for_figures_become_figures(label: str) -> None:
    word = read_again(f"{label} 20815", "2O8l5")
    assert (word.text, word.other, word.remark) == ("20815", "2O8l5", DISAGREEMENT)


@pytest.mark.needs("tesseract")
@pytest.mark.parametrize(
    ("text", "wrong", "sure"),
    [
        ("Họ và tên 20815", "2O8l5", 0.6),
        ("Số: 12a/QĐ", "12a/QĐ", 0.6),
        ("Số: 20815", "2O8l5", 0.97),
    ],
)
def test_names_codes_and_sure_values_are_not_read_again(text: str, wrong: str, sure: float) -> None:
    assert read_again(text, wrong, sure).text == wrong


@pytest.mark.needs("tesseract")
def test_nothing_is_read_again_once_the_allowance_is_spent() -> None:
    assert read_again("Số: 20815", "2O8l5", left=0.1).text == "2O8l5"
