"""Two scans of one sheet are known as such; two papers of one form are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from classifiers.specimens import compose, draw, perfect_pages, wear
from pipeline.batches.likeness import (
    FEWEST_PIECES,
    MOST_DIFFERENT,
    alike_pages,
    bits_apart,
    is_same_text,
    likeness_of,
)
from pipeline.digitise import assemble
from pipeline.enhance import enhance
from pipeline.ink import glimpse
from records import Page


def hash_of(code: str, seed: int, level: str, worn: int) -> str:
    scan = wear(draw(compose(code, seed).sheets[0], 150), level, worn)
    _, look = enhance(np.asarray(scan.convert("RGB")), scan.info["dpi"][0]).looked_at()
    return likeness_of(look)


def text_of(code: str, seed: int) -> str:
    return perfect_pages(compose(code, seed), 300)[0].text


def test_two_scans_of_a_sheet_are_nearer_than_two_papers() -> None:
    once, again = (hash_of("decision", 1, "office", worn) for worn in (1, 2))
    other = hash_of("birth_certificate", 1, "office", 1)
    assert bits_apart(once, again) <= MOST_DIFFERENT
    assert bits_apart(once, other) > MOST_DIFFERENT


def test_a_nearly_empty_page_has_no_look_of_its_own() -> None:
    assert len(glimpse(np.full((1200, 900), 250, np.uint8)).boxes) < FEWEST_PIECES
    assert likeness_of(glimpse(np.full((1200, 900), 250, np.uint8))) == ""


@pytest.mark.parametrize("code", ["marriage_certificate", "birth_certificate"])
def test_a_form_filled_in_for_others_is_another_text(code: str) -> None:
    mine = text_of(code, 1)
    assert not is_same_text(mine, text_of(code, 2))
    assert is_same_text(mine, mine.replace("ơ", "o", 3))
    assert not is_same_text("", "")


def test_a_page_that_is_twice_in_a_record_is_told() -> None:
    (read, *_) = perfect_pages(compose("decision", 1), 300)
    first: Page = replace(read, number=1, likeness="f0f0f0f0f0f0f0f0")
    second = replace(first, number=2, likeness="f0f0f0f0f0f0f0f1")
    third = replace(first, number=3, likeness="0f0f0f0f0f0f0f0f")
    assert [(a.number, b.number) for a, b in alike_pages([first, second, third])] == [(1, 2)]
    record = assemble("tập.pdf", "0" * 64, [first, second, third])
    assert "Trang 2 giống trang 1" in record.warnings
