"""The reading bench draws what it says and judges a reading page by page."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from bench.drawn_pages import CODES, HELD_OUT_FROM, Bundle, DrawnPage, draw_bundle, without_mark
from bench.measuring import Cost
from bench.pdf_text import pages_of
from bench.peers import Reading, peers
from bench.reading import LEADERS, NO_LEADERS, judge
from classifiers.specimens import drawable_codes

COST = Cost(seconds=6.0, cpu_seconds=8.0, peak_mb=100.0, largest_process_mb=60.0)


def make_bundle(path: Path, *texts: str, level: str = "worn") -> Bundle:
    path.write_bytes(b"x" * 2048)
    return Bundle(path, tuple(DrawnPage(level, "notice", seed, text) for seed, text in enumerate(texts)))


def test_bundle_holds_the_same_papers_at_every_level(tmp_path: Path) -> None:
    bundle = draw_bundle(tmp_path / "pages.pdf", pages_a_level=1, levels=["clean", "poor"])
    assert [page.level for page in bundle.pages] == ["clean", "poor"]
    assert len({page.text for page in bundle.pages}) == 1
    assert all(page.seed >= HELD_OUT_FROM for page in bundle.pages)
    with pikepdf.open(bundle.path) as pdf:
        assert len(pdf.pages) == 2


def test_figures_are_a_page_and_errors_by_level(tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path / "pages.pdf", "một hai", "ba bốn")
    found = judge(Reading(COST, {"own": ["một hai", "ba bon"]}), bundle)
    assert found["pages_a_minute"] == 20.0
    assert found["cpu_seconds_a_page"] == 4.0
    assert found["errors"]["own"]["worn"]["word_error"] == 0.25
    assert found["errors"]["own"][NO_LEADERS] == found["errors"]["own"]["all"]
    assert LEADERS not in found["errors"]["own"]


def test_a_page_that_was_not_read_counts_as_wholly_wrong(tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path / "pages.pdf", "một", "hai")
    found = judge(Reading(COST, {"own": ["một"]}), bundle)
    assert found["errors"]["own"]["all"]["word_error"] == 0.5


def test_form_feeds_part_pages_and_may_end_the_last() -> None:
    assert pages_of("một\fhai\f") == ["một", "hai"]
    assert pages_of("một\f\fba") == ["một", "", "ba"]
    assert pages_of("một") == ["một"]


@pytest.mark.parametrize("mark", ["MẪU GIẢ LẬP", "MẪU GIÁ LẬP", "MAU GIA LẬP"])
def test_the_mark_of_invention_is_taken_out_of_a_reading(mark: str) -> None:
    assert without_mark(f"một hai {mark}") == "một hai"
    assert without_mark("một hai ba") == "một hai ba"


def test_the_peers_of_the_promise_are_there() -> None:
    assert set(peers()) == {"hoso", "ocrmypdf", "ocrmypdf-cleaned", "tesseract-bare"}
    assert set(CODES) <= set(drawable_codes())
