"""How a page is set upright and level, freed of what is not page, and flattened out of a photograph."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from bench.lying_pages import lying_pages
from bench.upright import measure
from pipeline.enhance import EnhanceOptions, enhance
from pipeline.enhance.borders import step as borders
from pipeline.ink import slope_of
from pipeline.sheet import sheet_of
from pipeline.upright import lines_of, upright_evidence
from tests.pipeline.written import directive


def bars() -> np.ndarray:
    """Bars with neither accents nor tails: no up and no down."""
    page = np.full((1200, 900), 255, np.uint8)
    for row in range(8):
        for column in range(12):
            left, top = 80 + column * 60, 100 + row * 60
            cv2.rectangle(page, (left, top), (left + 35, top + 25), 0, -1)
    return page


def test_a_trial_reading_of_a_piece_of_a_line_decides_where_shape_cannot() -> None:
    asked: list[tuple[int, ...]] = []

    def prefers_the_second(strip: np.ndarray) -> float:
        asked.append(strip.shape)
        return 0.8 if len(asked) == 2 else 0.1

    sheet = enhance(bars(), 100, EnhanceOptions(readability=prefers_the_second))
    assert sheet.rotation == 180
    assert len(asked) == 2
    assert max(height * width for height, width in asked) < 0.1 * bars().size
    assert not enhance(bars(), 100).is_upright_sure


def test_a_page_that_reads_in_no_way_stays_as_it_came_after_a_few_pieces() -> None:
    asked: list[float] = []

    def never(_: np.ndarray) -> float:
        asked.append(0.1)
        return 0.1

    sheet = enhance(bars(), 100, EnhanceOptions(readability=never))
    assert sheet.rotation == 0
    assert not sheet.is_upright_sure
    assert len(asked) <= 12


@pytest.mark.parametrize("kind", ["whole", "capitals", "landscape"])
def test_pages_of_every_kind_are_set_upright_and_their_skew_found_to_a_tenth(kind: str) -> None:
    tally = measure(2, first_seed=9_000, kinds=(kind,))["all"]
    assert tally.upright == tally.pages
    assert max(tally.skew_errors) < 0.1


def test_a_page_on_its_head_gives_the_opposite_evidence() -> None:
    (page,) = lying_pages(1, first_seed=9_001, kinds=("whole",))
    upright = cv2.cvtColor(np.ascontiguousarray(np.rot90(page.pixels, -page.quarters)), cv2.COLOR_RGB2GRAY)
    letters = np.where(upright < 140, 255, 0).astype(np.uint8)
    slope = slope_of(letters).degrees
    bare = upright_evidence(lines_of(letters, slope))
    assert bare > 0.3
    assert upright_evidence(lines_of(np.ascontiguousarray(np.rot90(letters, 2)), slope)) < -0.3


def test_black_borders_and_corners_are_painted_and_the_page_stays() -> None:
    page = cv2.cvtColor(directive(150).pixels, cv2.COLOR_RGB2GRAY)
    width = page.shape[1]
    spoilt = page.copy()
    cv2.fillPoly(spoilt, [np.array([(0, 0), (width, 0), (width, 25), (0, 60)])], 18)
    spoilt[:, :30] = 22
    spoilt[:, -20:] = 30
    sheet = borders.apply(sheet_of(spoilt, 150), EnhanceOptions())
    assert sheet.done == ("borders",)
    assert np.mean(sheet.grey[:60] < 128) < 0.001
    assert np.mean(sheet.grey[:, :30] < 128) < 0.001
    inner = np.s_[90:-10, 60:-50]
    assert np.array_equal(sheet.grey[inner], page[inner])


def test_punch_holes_are_painted() -> None:
    page = cv2.cvtColor(directive(150).pixels, cv2.COLOR_RGB2GRAY)
    for middle in (0.5 - 40 / 297, 0.5 + 40 / 297):
        cv2.circle(page, (round(12 / 25.4 * 150), round(middle * page.shape[0])), 18, 25, -1)
    sheet = borders.apply(sheet_of(page, 150), EnhanceOptions())
    assert sheet.done == ("borders",)
    assert np.mean(sheet.grey[:, 45:95] < 128) < 0.001


def test_text_and_a_picture_at_the_edge_and_a_dark_gutter_are_no_border() -> None:
    page = cv2.cvtColor(directive(150).pixels, cv2.COLOR_RGB2GRAY)
    cut = np.ascontiguousarray(page[:, 190:])  # through the middle of the lines
    portrait = np.full((300, 240), 90, np.uint8)
    cv2.ellipse(portrait, (120, 160), (70, 100), 0, 0, 360, 200, -1)
    cv2.ellipse(portrait, (120, 60), (80, 50), 0, 0, 360, 15, -1)
    cv2.fillPoly(portrait, [np.array([(0, 300), (60, 240), (180, 240), (240, 300)])], 30)
    cut[400:700, -240:] = portrait
    cut[:, 500:516] = 60
    cv2.putText(cut, "nO8", (60, 60), cv2.FONT_HERSHEY_DUPLEX, 2.0, 0, 9)  # bold letters the size of holes
    sheet = sheet_of(cut, 150)
    assert borders.apply(sheet, EnhanceOptions()) is sheet
