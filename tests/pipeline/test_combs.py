"""Rows of printed boxes with one figure each are read without their frames, and nothing else is."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.combs import combs_on
from pipeline.ocr import RecognitionOptions
from pipeline.second_reading.comb_figures import CombReader, with_combs
from records import Box, Word

DPI = 300.0
PITCH = 62
LEFT, TOP = 300, 400
BADLY = "I0I7I9|2I0"


def page(
    figures: str, *, is_level_lifted: bool = True, askew: float = 0.0, rows: int = 1
) -> NDArray[np.uint8]:
    """A page with figures in boxes 5.2 mm wide; a space leaves one empty; `askew` in degrees."""
    sheet = np.full((1200, 1800), 255, np.uint8)
    cv2.putText(sheet, "4. So dinh danh ca nhan:", (LEFT, TOP - 60), cv2.FONT_HERSHEY_COMPLEX, 1.2, 25, 2)
    for row in range(rows):
        top = TOP + row * PITCH
        for place, figure in enumerate((*figures, "")):
            x = LEFT + place * PITCH
            cv2.line(sheet, (x, top), (x, top + PITCH), 30, 3)
            if figure.strip():
                cv2.putText(
                    sheet, figure, (x + 18, top + 46), cv2.FONT_HERSHEY_COMPLEX, 1.2, 20, 3, cv2.LINE_AA
                )
        if not is_level_lifted:
            for y in (top, top + PITCH):
                cv2.line(sheet, (LEFT, y), (LEFT + len(figures) * PITCH, y), 30, 3)
    turn = cv2.getRotationMatrix2D((LEFT, TOP), -askew, 1.0)
    turned = cv2.warpAffine(sheet, turn, (1800, 1200), borderValue=(255,))
    return np.asarray(turned, np.uint8)


def read(sheet: NDArray[np.uint8], figures: str, *, confidence: float = 0.06) -> list[Word]:
    """What becomes of a label and of the word that a reader made of the boxes."""
    fall = math.tan(math.radians(0.5)) * len(figures) * PITCH
    boxes = Word(
        BADLY, Box(LEFT, TOP, LEFT + len(figures) * PITCH, TOP + PITCH + fall), confidence, line=3, block=1
    )
    label = Word("nhân:", Box(LEFT, TOP - 100, LEFT + 200, TOP - 50), 0.97, line=2, block=1)
    return with_combs([label, boxes], sheet, CombReader(None, RecognitionOptions(), DPI))


@pytest.mark.parametrize("is_level_lifted", [True, False])
@pytest.mark.parametrize("askew", [0.0, 0.5, -0.5])
def test_figures_in_boxes_are_read_in_place_of_their_frames(askew: float, is_level_lifted: bool) -> None:
    figures = "079203986150"
    label, number = read(page(figures, askew=askew, is_level_lifted=is_level_lifted), figures)
    assert (label.text, number.text) == ("nhân:", figures)
    assert (number.line, number.block) == (3, 1)
    assert number.box.width == pytest.approx(12 * PITCH, abs=8)


def test_an_empty_box_is_left_out_of_the_number() -> None:
    assert read(page("8373717122   "), "8373717122   ")[1].text == "8373717122"


def test_a_dash_in_a_box_stays_a_dash() -> None:
    assert read(page("8373717122-001"), "8373717122-001")[1].text == "8373717122-001"


def test_an_upright_that_is_lost_does_not_shorten_the_number() -> None:
    figures = "079203986150"
    sheet = page(figures)
    for place in (0, 3):
        sheet[TOP + 12 : TOP + 34, LEFT + place * PITCH - 4 : LEFT + place * PITCH + 5] = 255
    number = read(sheet, figures)[1]
    assert number.text == figures or number.confidence <= 0.6


def test_boxes_without_figures_leave_the_words_as_they_are() -> None:
    assert read(page(" " * 12), " " * 12)[1].text == BADLY


def test_words_that_were_read_surely_are_not_looked_at() -> None:
    assert read(page("079203986150"), "079203986150", confidence=0.97)[1].text == BADLY


def test_the_rows_of_a_table_are_no_row_of_boxes() -> None:
    assert not combs_on(page("079203986150", rows=3), DPI)
    assert not combs_on(page("079203986150", rows=3, is_level_lifted=False), DPI)


@pytest.mark.parametrize(
    "text", ["HIHIHIHIHIHIHIHI", "l l l l l l l l l l", "III III III III", "MINH HIEN HUNG"]
)
@pytest.mark.parametrize("size", [1.5, 2.2, 3.0])
def test_a_fence_of_letters_is_no_row_of_boxes(text: str, size: float) -> None:
    sheet = np.full((600, 2400), 255, np.uint8)
    cv2.putText(sheet, text, (60, 300), cv2.FONT_HERSHEY_COMPLEX, size, 20, 4, cv2.LINE_AA)
    assert not combs_on(sheet, DPI)
