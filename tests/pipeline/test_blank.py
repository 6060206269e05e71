"""Blank pages are told from faint ones, whatever shines through or lies on them."""

from __future__ import annotations

import numpy as np
import pytest

from bench.blank_pages import BLANK, FAINT, blank_page, faint_page
from pipeline.blank import is_blank
from records import Box, Word


@pytest.mark.parametrize("kind", BLANK)
def test_a_page_on_which_nothing_is_printed_is_blank(kind: str) -> None:
    assert is_blank(*blank_page(kind, 1), ())


HARDEST = "pale line, the back through"
"""Without a word read on it, one in four of these is taken for blank (`python -m bench blank`)."""


@pytest.mark.parametrize("kind", [kind for kind in FAINT if kind != HARDEST])
def test_a_page_with_little_and_pale_print_is_kept(kind: str) -> None:
    assert not is_blank(*faint_page(kind, 1), ())


def test_most_pages_with_one_pale_line_over_a_strong_back_are_kept() -> None:
    kept = [not is_blank(*faint_page(HARDEST, seed), ()) for seed in range(1, 6)]
    assert sum(kept) >= 4


@pytest.mark.parametrize("seed", [500_022, 500_045, 500_046])
def test_grain_that_makes_marks_of_the_back_look_sharp_keeps_no_page(seed: int) -> None:
    assert is_blank(*blank_page("reverse, weak", seed), ())


@pytest.mark.parametrize("seed", [520_005, 520_011])
def test_a_line_that_runs_into_the_back_shining_through_is_kept(seed: int) -> None:
    assert not is_blank(*faint_page("pale line, the back through", seed), ())


def test_a_page_that_reads_surely_needs_no_look() -> None:
    words = [Word("chữ", Box(0, 0, 9, 9), 0.95)] * 20
    assert not is_blank(np.full((100, 100), 255, np.uint8), 100, words)
