"""What each step of enhancement does to a page, and that words find their way back."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.enhance import EnhanceOptions, Step, enhance, steps
from pipeline.ink import glimpse
from pipeline.sheet import Sheet, sheet_of
from records import Box, Word
from tests.pipeline.written import directive, placed


@pytest.fixture(scope="module")
def paper() -> np.ndarray:
    return directive(200, number="12").pixels


def ink_box(sheet: Sheet, marker_level: int = 90) -> Box:
    rows, columns = np.nonzero(sheet.grey < marker_level)
    return Box(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)


@pytest.mark.parametrize("step", steps(), ids=lambda step: step.name)
def test_every_step_is_named_as_its_file_and_leaves_a_clean_level_page_alone(
    step: Step, paper: np.ndarray
) -> None:
    assert isinstance(step, Step)
    sheet = sheet_of(cv2.cvtColor(paper, cv2.COLOR_RGB2GRAY), 200)
    assert type(step).__module__.endswith(step.name)
    assert step.apply(sheet, EnhanceOptions()).grey is sheet.grey


def test_steps_run_in_the_order_they_ask_for() -> None:
    orders = [step.order for step in steps()]
    assert orders == sorted(orders)
    assert len({step.name for step in steps()}) == len(orders)


def test_a_step_that_is_left_out_does_not_run(paper: np.ndarray) -> None:
    upside_down = np.ascontiguousarray(np.rot90(paper, 2))
    assert enhance(upside_down, 200).rotation == 180
    assert enhance(upside_down, 200, EnhanceOptions(without=frozenset({"turn_upright"}))).rotation == 0


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_is_turned_upright_from_the_shape_of_its_lines(paper: np.ndarray, quarters: int) -> None:
    lying = np.ascontiguousarray(np.rot90(paper, quarters))
    sheet = enhance(lying, 200)
    assert sheet.rotation == 90 * quarters
    assert sheet.is_upright_sure
    assert (sheet.page_width, sheet.page_height) == (paper.shape[1], paper.shape[0])


@pytest.mark.parametrize("degrees", [-14.0, -3.3, -0.7, 0.9, 6.25, 13.0])
def test_the_slope_of_the_lines_is_found_to_a_tenth_of_a_degree(paper: np.ndarray, degrees: float) -> None:
    lying, _ = placed(paper, degrees)
    assert enhance(lying, 200).skew == pytest.approx(degrees, abs=0.1)


@pytest.mark.parametrize(
    ("dpi", "degrees", "quarters"), [(300, 0, 0), (300, 4.0, 1), (100, -2.5, 0), (400, 1.2, 2)]
)
def test_words_land_on_their_ink_however_the_page_was_turned_and_scaled(
    dpi: int, degrees: float, quarters: int
) -> None:
    written = directive(dpi, number="12")
    lying, _ = placed(written.pixels, degrees)
    # Where this mark ends up in the enhanced picture is where a word in its place would be found.
    mark = Box(
        lying.shape[1] * 0.3, lying.shape[0] * 0.85, lying.shape[1] * 0.3 + 60, lying.shape[0] * 0.85 + 40
    )
    lying = lying.copy()
    lying[int(mark.y0) : int(mark.y1), int(mark.x0) : int(mark.x1)] = 0
    source = np.ascontiguousarray(np.rot90(lying, quarters))
    sheet = enhance(source, dpi)
    place = sheet.box_from_page(mark)
    window = sheet.grey[int(place.y0) - 30 : int(place.y1) + 30, int(place.x0) - 30 : int(place.x1) + 30]
    _, _, stats, _ = cv2.connectedComponentsWithStats((window < 128).astype(np.uint8))
    x, y, width, height, _ = max(stats[1:], key=lambda row: row[4])
    found = Box(x, y, x + width, y + height).moved(int(place.x0) - 30, int(place.y0) - 30)
    back = sheet.to_page(Word("x", found, 1.0)).box
    slack = 60 * abs(np.sin(np.radians(degrees))) + 3
    assert sheet.rotation == 90 * quarters
    for one, other in zip(back.as_list(), mark.as_list(), strict=True):
        assert one == pytest.approx(other, abs=slack)


@pytest.mark.parametrize("dpi", [72, 100, 150])
def test_low_resolution_is_brought_to_a_readable_size(dpi: int) -> None:
    sheet = enhance(directive(dpi).pixels, dpi)
    assert 15.5 <= glimpse(sheet.grey).letter_height <= 32
    assert sheet.scale > 1.2


def test_high_resolution_is_brought_down() -> None:
    sheet = enhance(directive(400).pixels, 400)
    assert sheet.scale < 0.9
    assert sheet.dpi == pytest.approx(400 * sheet.scale, rel=0.01)


def test_shadow_and_yellowed_paper_are_evened_out(paper: np.ndarray) -> None:
    grey = cv2.cvtColor(paper, cv2.COLOR_RGB2GRAY).astype(np.float64)
    shade = np.linspace(0.45, 0.9, grey.shape[1])[None, :]
    sheet = enhance((grey * shade).astype(np.uint8), 200)
    paper_level = np.percentile(sheet.grey, 60, axis=0)
    assert "flatten" in sheet.done
    assert paper_level.min() > 245


def test_salt_and_pepper_go_and_a_clean_page_keeps_its_points(paper: np.ndarray) -> None:
    grey = cv2.cvtColor(paper, cv2.COLOR_RGB2GRAY)
    chance = np.random.default_rng(1).random(grey.shape)
    worn = np.where(chance < 0.01, 0, np.where(chance > 0.99, 255, grey)).astype(np.uint8)
    assert "despeckle" in enhance(worn, 200).done
    assert "despeckle" not in enhance(grey, 200).done


def test_a_red_seal_is_lifted_off_the_name_beneath_it() -> None:
    bare, sealed = directive(200).pixels, directive(200, sealed=True).pixels
    wanted, lifted = enhance(bare, 200), enhance(sealed, 200)
    assert "lift_colour" in lifted.done
    assert lifted.grey.shape == wanted.grey.shape
    differing = np.abs(wanted.grey.astype(int) - lifted.grey).max(initial=0)
    share = np.mean(np.abs(wanted.grey.astype(int) - lifted.grey) > 100)
    assert differing < 256
    assert share < 0.0005


def test_a_title_printed_in_red_stays() -> None:
    paper = directive(200)
    paper.write("GIẤY KHAI SINH", 70, 240, points=20, colour="#d01020")
    sheet = enhance(paper.pixels, 200)
    title = sheet.box_from_page(Box.around(word.box for word in paper.words[-3:]))
    window = sheet.grey[int(title.y0) : int(title.y1), int(title.x0) : int(title.x1)]
    assert np.mean(window < 140) > 0.08


def test_white_letters_on_black_become_black_on_white(paper: np.ndarray) -> None:
    sheet = enhance(255 - cv2.cvtColor(paper, cv2.COLOR_RGB2GRAY), 200)
    assert "positive" in sheet.done
    assert np.median(sheet.grey) > 200
