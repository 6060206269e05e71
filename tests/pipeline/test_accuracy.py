"""How much of a page was read right, estimated without knowing what it says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from bench.errors import compare
from pipeline.accuracy import Evidence, evidence_of, told_vi
from pipeline.reading import ReadingOptions, read_page
from pipeline.sheet import Sheet, sheet_of
from records import Word
from tests.pipeline.written import Paper, directive


@pytest.fixture(scope="module")
def written() -> Paper:
    return directive(200, number="12")


def sheet(written: Paper) -> Sheet:
    return sheet_of(written.pixels, 200)


def sure(written: Paper, confidence: float = 0.999) -> list[Word]:
    return [replace(word, confidence=confidence) for word in written.words]


def test_a_page_whose_every_word_is_sure_is_over_98_percent(written: Paper) -> None:
    assert evidence_of(sure(written), sheet(written)).accuracy() > 0.99


def test_doubtful_words_lower_the_estimate(written: Paper) -> None:
    words = sure(written)
    worse = [replace(word, confidence=0.3) for word in words[:20]] + words[20:]
    assert evidence_of(worse, sheet(written)).accuracy() < evidence_of(words, sheet(written)).accuracy()


def test_lines_that_nobody_read_lower_the_estimate(written: Paper) -> None:
    half = sure(written)[: len(written.words) // 2]
    evidence = evidence_of(half, sheet(written))
    assert evidence.unread > 0.3
    assert evidence.accuracy() < 0.9


def test_ink_within_words_is_not_unread(written: Paper) -> None:
    assert evidence_of(sure(written), sheet(written)).unread < 0.02


def test_the_estimate_is_a_share() -> None:
    for evidence in (Evidence(0, 0, 0), Evidence(1, 1, 1), Evidence(0.5, 0.2, 0.9)):
        assert 0 <= evidence.accuracy() <= 1


@pytest.mark.needs("tesseract")
def test_a_page_below_98_percent_says_so_in_vietnamese_and_a_good_one_does_not(
    written: Paper, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.png", tmp_path / "bad.png"
    scan = Image.fromarray(written.pixels)
    scan.save(good, dpi=(200, 200))
    chance = np.random.default_rng(1)
    blurred = np.asarray(scan.reduce(2).filter(ImageFilter.GaussianBlur(1.6)), np.int16)
    grain = chance.normal(0, 30, blurred.shape)
    Image.fromarray(np.clip(blurred + grain, 0, 255).astype(np.uint8)).save(bad, dpi=(100, 100))
    fine, poor = read_page(good, 1), read_page(bad, 1)
    assert not any("98 %" in warning for warning in fine.warnings)
    assert any("ký tự đúng, dưới mức 98 %" in warning for warning in poor.warnings)
    truth = " ".join(word.text for word in written.words)
    for page in (fine, poor):
        assert page.estimated_accuracy is not None
        true = 1 - compare(truth, page.text).rates()["character_error"]
        assert page.estimated_accuracy == pytest.approx(true, abs=0.3 if page is poor else 0.02)


def test_a_page_that_may_lie_under_98_percent_is_told_and_rounded_down() -> None:
    assert told_vi(2, None) == told_vi(2, 0.99) == ""
    assert "98,3 % ký tự đúng, sát mức 98 %" in told_vi(2, 0.9839)
    assert "97,9 % ký tự đúng, dưới mức 98 %" in told_vi(2, 0.9799)


def test_a_page_without_words_has_no_estimate(tmp_path: Path) -> None:
    path = tmp_path / "white.png"
    Image.new("L", (800, 1100), 255).save(path, dpi=(100, 100))
    assert read_page(path, 1, ReadingOptions(engine="null")).estimated_accuracy is None
