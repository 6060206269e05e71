"""The compliance gate: good scans pass, spoilt ones are named with what to do."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import cv2
import numpy as np
import pytest

from bench.gate import Damage, damages
from classifiers.specimens import compose, draw, wear
from pipeline.quality import ScanRule, faults_of
from pipeline.quality.sharpness import sharpness_of
from pipeline.quality.view import view_of
from records import Box, Page, PageImageKind, Word

RULE = ScanRule()
FOUND = {
    "blurred 2.0 px",
    "moved 9 px",
    "enlarged from 150",
    "enlarged from 150 by repeating",
    "scanned at 200",
    "sheet at 80%",
    "copy at 50% on A4",
    "cut left",
    "cut bottom",
    "corner missing",
    "grey with seal",
    "1 bit with seal",
    "dark",
    "pale",
    "sloping 8°",
}


@cache
def office_scan() -> np.ndarray[Any, np.dtype[np.uint8]]:
    """A sealed decision from a good scanner, RGB at 300 dpi."""
    return np.asarray(wear(draw(compose("decision", 1).sheets[0], 300), "office", 1).convert("RGB"))


def page_of(scan: np.ndarray[Any, Any], dpi: float = 300.0, **more: Any) -> Page:
    return Page(number=3, dpi=dpi, width=scan.shape[1], height=scan.shape[0], **more)


def codes(scan: np.ndarray[Any, Any], page: Page, rule: ScanRule = RULE) -> list[str]:
    return [fault.code for fault in faults_of(scan, page, rule)]


def test_a_good_scan_has_no_fault() -> None:
    assert codes(office_scan(), page_of(office_scan())) == []


@pytest.mark.parametrize(
    "damage", [one for one in damages() if one.name in FOUND], ids=lambda damage: damage.name
)
def test_a_spoilt_scan_is_told_by_its_fault(damage: Damage) -> None:
    spoilt = damage.spoil(office_scan())
    faults = faults_of(spoilt, page_of(spoilt, damage.dpi, skew=damage.skew), RULE)
    assert damage.code in [fault.code for fault in faults]
    for fault in faults:
        assert fault.reason.startswith("Trang 3 ")
        assert "quét" in fault.reason


def test_200_dpi_is_enough_where_the_office_says_so() -> None:
    scan = cv2.resize(office_scan(), None, fx=2 / 3, fy=2 / 3, interpolation=cv2.INTER_AREA)
    assert codes(scan, page_of(scan, 200)) == ["resolution"]
    assert codes(scan, page_of(scan, 200), ScanRule(dpi=200)) == []


def test_a_grey_page_with_handwriting_should_have_been_in_colour() -> None:
    grey = cv2.cvtColor(
        np.asarray(draw(compose("residence_confirmation_ct07", 6).sheets[0], 300)), cv2.COLOR_RGB2GRAY
    )
    word = Word("Nam", Box(0, 0, 50, 50), 0.5, remark="handwritten")
    assert codes(grey, page_of(grey)) == []
    assert codes(grey, page_of(grey, words=(word, word, word))) == ["colour"]


def test_a_page_that_was_never_scanned_is_not_judged() -> None:
    scan = cv2.GaussianBlur(office_scan(), (0, 0), 4)
    assert codes(scan, page_of(scan, kind=PageImageKind.BORN_DIGITAL)) == []
    assert codes(scan, page_of(scan), replace(RULE, is_on=False)) == []


def test_the_table_around_a_photographed_sheet_is_no_fault_of_it() -> None:
    (cut,) = (one for one in damages() if one.name == "cut left")
    scan = cut.spoil(office_scan())
    assert codes(scan, page_of(scan)) == ["cut"]
    assert faults_of(scan, page_of(scan), RULE, is_photograph=True) == ()


def test_a_blank_page_is_judged_by_its_resolution_alone() -> None:
    blank = np.full((3508, 2480), 250, np.uint8)
    assert codes(blank, page_of(blank, is_blank=True)) == []
    assert codes(blank, page_of(blank, 150, is_blank=True)) == ["resolution"]


def test_true_resolution_follows_what_was_enlarged() -> None:
    small = cv2.resize(office_scan(), None, fx=1 / 3, fy=1 / 3, interpolation=cv2.INTER_AREA)
    enlarged = cv2.resize(small, None, fx=3, fy=3, interpolation=cv2.INTER_NEAREST)
    true, upscaled = (sharpness_of(view_of(scan, 300)) for scan in (office_scan(), enlarged))
    assert true is not None and true.true_dpi > 260
    assert upscaled is not None and (upscaled.repeats, round(upscaled.true_dpi)) == (3, 100)


@pytest.mark.parametrize("shape", [(1, 1), (3, 2000), (64, 64, 3), (64, 9000), (9000, 70)])
def test_a_picture_of_any_size_can_be_judged(shape: tuple[int, ...]) -> None:
    noise = np.random.default_rng(1).integers(0, 255, shape).astype(np.uint8)
    faults_of(noise, page_of(noise), RULE)
