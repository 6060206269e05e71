"""Forms as they are printed: values over dotted leaders, red titles on a coloured ground."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from classifiers.specimens import compose, draw, wear
from classifiers.specimens.sheet import Rule
from pipeline.enhance import EnhanceOptions, enhance
from pipeline.enhance.lift_leaders import leader_dots
from pipeline.ocr import RecognitionOptions, get_engine

DPI = 300.0


def page_with_dots(*, count: int, pitch: int = 12, slope: float = 0.0, radius: int = 2) -> NDArray[np.uint8]:
    page = np.full((600, 2000), 240, np.uint8)
    for index in range(count):
        x = 150 + index * pitch
        cv2.circle(page, (x, round(300 + slope * (x - 150))), radius, 30, -1)
    return page


def is_leader(item: object) -> bool:
    return isinstance(item, Rule) and item.is_dotted


@pytest.mark.parametrize("slope", [0.0, 0.03, -0.05])
def test_a_leader_is_found_on_a_level_and_on_a_skewed_page(slope: float) -> None:
    dots = leader_dots(page_with_dots(count=80, slope=slope), DPI)
    assert dots is not None
    assert cv2.connectedComponents(dots)[0] - 1 == 80


def test_an_ellipsis_is_left() -> None:
    assert leader_dots(page_with_dots(count=5), DPI) is None


def test_a_dot_below_a_vowel_on_the_leader_is_left() -> None:
    page = page_with_dots(count=80)
    cv2.circle(page, (153 + 12 * 20, 300), 5, 30, -1)
    dots = leader_dots(page, DPI)
    assert dots is not None
    assert dots[300, 153 + 12 * 20 + 3] == 0


@pytest.mark.parametrize("code", ["birth_certificate", "birth_application"])
def test_the_dots_below_vowels_of_a_filled_form_stay(code: str) -> None:
    sheet = compose(code, 100).sheets[0]
    letters = replace(sheet, items=tuple(item for item in sheet.items if not is_leader(item)))
    form, bare = (np.asarray(draw(each, int(DPI)).convert("L")) for each in (sheet, letters))
    dots = leader_dots(form, DPI)
    assert dots is not None
    _, labels, sizes, _ = cv2.connectedComponentsWithStats((bare < 128).astype(np.uint8))
    lost = np.bincount(labels[dots > 0], minlength=len(sizes)) > 0.5 * sizes[:, 4]
    assert np.count_nonzero(lost[1:]) == 0
    assert cv2.connectedComponents(dots)[0] > 1000


def test_a_leader_parted_by_what_is_written_over_it_goes_as_a_whole() -> None:
    page = page_with_dots(count=120)
    for left in range(250, 900, 60):
        cv2.rectangle(page, (left, 255), (left + 25, 320), 20, -1)
    dots = leader_dots(page, DPI)
    assert dots is not None
    between = dots[296:305, 280:305]
    assert between.any()


def test_a_page_without_leaders_is_returned_as_it_was() -> None:
    page = np.asarray(draw(compose("decision", 3).sheets[0]).convert("L"))
    assert "lift_leaders" not in enhance(page, DPI).done


@pytest.mark.needs("tesseract")
def test_values_over_the_leaders_of_a_form_are_read() -> None:
    specimen = compose("marriage_certificate", 1)
    sheet = enhance(np.asarray(wear(draw(specimen.sheets[0]), "office", 1)), DPI, EnhanceOptions())
    words = get_engine().recognise(sheet.grey, dpi=sheet.dpi, options=RecognitionOptions())
    read = " ".join(word.text for word in words)
    assert "lift_leaders" in sheet.done
    values = [
        specimen.truth[name]
        for name in ("registration_number", "wife_date_of_birth", "husband_date_of_birth")
    ]
    assert [value for value in values if value not in read] == []


@pytest.mark.parametrize("level", ["clean", "office", "worn"])
def test_leaders_are_seen_on_a_worn_and_skewed_form(level: str) -> None:
    page = np.asarray(wear(draw(compose("birth_application", 2).sheets[0]), level, 2))
    assert "lift_leaders" in enhance(page, page.shape[1] / 8.27).done


def test_a_red_title_on_a_coloured_ground_is_no_seal() -> None:
    image = np.asarray(draw(compose("land_certificate_2024", 72).sheets[0]))
    grey = enhance(image, DPI).grey
    height, width = grey.shape
    title = grey[int(height * 0.1) : int(height * 0.22), int(width * 0.2) : int(width * 0.8)]
    assert np.mean(title < 140) > 0.01
