"""Faxes, backs that shine through and faded print are mended, and a page without them stays the very same."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image

from classifiers.specimens.damaging import DAMAGES, damaged, faded_toner, fax, needle_print, reverse_through
from pipeline.enhance import EnhanceOptions, Step
from pipeline.enhance.darken import step as darken
from pipeline.enhance.lift_reverse import step as lift_reverse
from pipeline.enhance.telefax import mended, scan_lines
from pipeline.enhance.telefax import step as telefax
from pipeline.ink import Picture, glimpse
from pipeline.sheet import sheet_of
from tests.pipeline.written import directive

DPI = 200


@pytest.fixture(scope="module")
def page() -> Picture:
    return np.asarray(directive(DPI).pixels, np.uint8)


def after(step: Step, pixels: Picture) -> Picture:
    return step.apply(sheet_of(pixels, DPI), EnhanceOptions()).grey


def difference(one: Picture, other: Picture) -> float:
    """Root of the mean square, grey levels: stairs are few pixels that are wholly wrong."""
    return float(np.sqrt(np.mean((one.astype(float) - other) ** 2)))


def in_grey(pixels: Picture) -> Picture:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)


@pytest.mark.parametrize("step", [telefax, lift_reverse, darken], ids=lambda step: step.name)
def test_a_good_page_stays_the_very_same(step: Step, page: Picture) -> None:

    sheet = sheet_of(page, DPI)
    assert step.apply(sheet, EnhanceOptions()).done == ()


@pytest.mark.parametrize("lines", [98.0, 196.0])
def test_a_fax_comes_nearer_to_what_was_sent(lines: float) -> None:
    sent = np.asarray(directive(300).pixels, np.uint8)
    received = fax(sent, 5, lines)
    assert difference(after(telefax, received), in_grey(sent)) < difference(in_grey(received), in_grey(sent))


def test_the_scan_lines_of_a_fax_are_found_again() -> None:
    sent = np.asarray(directive(300).pixels, np.uint8)
    found = scan_lines(in_grey(fax(sent, 5, 98.0, lost=0.0)))
    assert found is not None
    assert len(found[0]) == pytest.approx(sent.shape[0] * 98 / 300, rel=0.1)


def test_a_broken_scan_line_is_mended_and_an_underline_stays() -> None:
    lines = np.full((40, 1654), 255, np.uint8)
    lines[10:20, 100:1500:20] = 0
    lines[30, 200:1200] = 0
    broken = lines.copy()
    broken[15] = 255
    broken[15, 300:330] = 0
    assert np.array_equal(mended(broken) < 128, lines < 128)


def test_a_strong_back_goes_and_a_weak_one_is_left_to_the_reader(page: Picture) -> None:
    clean = in_grey(page)
    strong = reverse_through(page, 3, np.roll(page, 25, axis=0), strength=0.45)
    is_paper = clean > 250
    assert np.mean(in_grey(strong)[is_paper] < 220) > 0.03
    assert np.mean(after(lift_reverse, strong)[is_paper] < 220) < 0.001
    weak = sheet_of(reverse_through(page, 3, strength=0.15), DPI)
    assert lift_reverse.apply(weak, EnhanceOptions()) is weak


def test_needle_print_through_a_worn_ribbon_is_not_taken_for_a_back(page: Picture) -> None:
    sheet = sheet_of(needle_print(page, 3), DPI)
    assert lift_reverse.apply(sheet, EnhanceOptions()) is sheet


def test_faded_print_is_darkened_and_the_paper_stays_white(page: Picture) -> None:
    faded = in_grey(faded_toner(page, 3, 0.3))
    dark = after(darken, faded)
    assert glimpse(dark).contrast > 1.5 * glimpse(faded).contrast
    assert np.mean(dark[:60]) > 250


@pytest.mark.parametrize("number", range(len(DAMAGES)))
def test_a_damaged_page_is_the_same_for_the_same_seed(number: int) -> None:
    drawn = Image.fromarray(np.asarray(directive(100).pixels, np.uint8))
    first, second = (np.asarray(damaged(drawn, number)) for _ in range(2))
    assert np.array_equal(first, second)
