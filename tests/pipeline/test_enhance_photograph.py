"""How a sheet is found in a photograph and flattened, and how its words find their way back."""

from __future__ import annotations

import numpy as np
import pytest

from classifiers.specimens import compose, draw
from classifiers.specimens.photographing import Photograph, photographed
from pipeline.enhance import EnhanceOptions, enhance
from pipeline.enhance.photograph import step
from pipeline.homography import mapped
from pipeline.page_outline import is_on_a_desk
from pipeline.sheet import Sheet, sheet_of
from records import Box, Line, Word
from tests.pipeline.written import directive

DPI = 120
A4_AT_120 = (992, 1403)


def flattened(seed: int, tilt: float) -> tuple[Photograph, Sheet]:
    photo = photographed(draw(compose("decision", seed).sheets[0], DPI), seed, tilt=tilt)
    return photo, step.apply(sheet_of(np.asarray(photo.image), 72), EnhanceOptions())


@pytest.mark.parametrize(("seed", "tilt"), [(11, 0.0), (12, 15.0), (13, 34.0)])
def test_a_photographed_sheet_is_flattened_and_its_places_lead_back_to_the_photograph(
    seed: int, tilt: float
) -> None:
    photo, sheet = flattened(seed, tilt)
    assert sheet.done == ("photograph",)
    height, width = sheet.grey.shape
    assert height / width == pytest.approx(2**0.5, abs=0.01)
    assert sheet.dpi == pytest.approx(height / 11.69, rel=0.01)
    for x, y in ((0.2, 0.2), (0.8, 0.3), (0.5, 0.9)):
        here = mapped(sheet.to_upright, [(x * width, y * height)])[0]
        truth = mapped(photo.from_sheet, [(x * A4_AT_120[0], y * A4_AT_120[1])])[0]
        assert np.abs(here - truth).max() < 0.008 * max(photo.image.size)


def test_a_word_of_a_photograph_gets_the_box_and_the_baseline_that_it_has_there() -> None:
    photo, sheet = flattened(14, 25.0)
    box = Box(0.4 * sheet.grey.shape[1], 0.3 * sheet.grey.shape[0], 0.5 * sheet.grey.shape[1], 420.0)
    word = sheet.to_page(Word("x", box, 1.0, baseline=Line(box.x0, box.y1, box.x1, box.y1)))
    assert word.baseline is not None
    assert word.box.x0 - 1 <= word.baseline.x0 <= word.box.x1 + 1
    back = sheet.box_from_page(word.box)
    assert back.x0 <= box.x0 and back.x1 >= box.x1 and back.y0 <= box.y0 and back.y1 >= box.y1
    assert (sheet.page_width, sheet.page_height) == photo.image.size


def test_the_margins_of_a_flattened_sheet_are_paper_and_not_desk() -> None:
    _, sheet = flattened(15, 30.0)
    edge = round(0.02 * max(sheet.grey.shape))
    for side in (sheet.grey[:edge], sheet.grey[-edge:], sheet.grey[:, :edge], sheet.grey[:, -edge:]):
        assert np.mean(side > 200) > 0.98


def test_a_scan_is_no_photograph_also_with_black_along_two_sides() -> None:
    scan = directive(120).pixels.copy()
    assert not is_on_a_desk(scan[..., 0])
    scan[:, :40] = 20
    scan[-30:] = 25
    sheet = sheet_of(scan, 120)
    assert step.apply(sheet, EnhanceOptions()) is sheet


def test_a_photograph_that_lies_on_its_side_is_set_upright_with_its_places() -> None:
    photo, _ = flattened(16, 20.0)
    pixels = np.asarray(photo.image)
    sheet = enhance(np.ascontiguousarray(np.rot90(pixels, 1)), 72)
    assert sheet.rotation == 90
    assert (sheet.page_width, sheet.page_height) == photo.image.size
    height, width = sheet.grey.shape
    for x, y in ((0.3, 0.2), (0.6, 0.7)):
        here = mapped(sheet.to_upright, [(x * width, y * height)])[0]
        truth = mapped(photo.from_sheet, [(x * A4_AT_120[0], y * A4_AT_120[1])])[0]
        assert np.abs(here - truth).max() < 0.02 * max(photo.image.size)
