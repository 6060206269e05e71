"""The reading bench draws what it says and judges a reading page by page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from bench.drawn_pages import CODES, Bundle, DrawnPage, draw_bundle, without_mark
from bench.measuring import Cost
from bench.pdf_text import pages_of
from bench.peers import Reading, peers
from bench.reading import LEADERS, NO_LEADERS, judge, net_cpu
from classifiers.specimens import drawable_codes
from classifiers.specimens.variants import HELD_OUT_FROM

COST = Cost(seconds=6.0, cpu_seconds=8.0, peak_mb=100.0, largest_process_mb=60.0)


def make_bundle(path: Path, *texts: str, level: str = "worn") -> Bundle:
    path.write_bytes(b"x" * 2048)
    return Bundle(path, tuple(DrawnPage(level, "notice", seed, text) for seed, text in enumerate(texts)))


def test_bundles_hold_the_same_papers_at_every_level(tmp_path: Path) -> None:
    clean, poor = (draw_bundle(tmp_path / f"{level}.pdf", level, pages=1) for level in ("clean", "poor"))
    assert [page.level for page in (*clean.pages, *poor.pages)] == ["clean", "poor"]
    assert clean.pages[0].text == poor.pages[0].text
    assert clean.pages[0].seed >= HELD_OUT_FROM
    with pikepdf.open(clean.path) as pdf:
        assert len(pdf.pages) == 1


def test_faces_are_named_with_their_size_and_hold_held_out_prose(tmp_path: Path) -> None:
    page = draw_bundle(tmp_path / "faces.pdf", "faces", pages=1).pages[0]
    assert page.code == "Tinos 13"
    assert page.seed >= HELD_OUT_FROM
    assert len(page.text.split()) > 150


def test_figures_are_a_page(tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path / "pages.pdf", "một hai", "ba bốn")
    found = judge(Reading(COST, {"own": ["một hai", "ba bon"]}), bundle)
    assert found["pages_a_minute"] == 20.0
    assert found["cpu_seconds_a_page"] == 4.0
    assert found["errors"]["own"]["all"]["word_error"] == 0.25
    assert found["errors"]["own"][NO_LEADERS] == found["errors"]["own"]["all"]
    assert LEADERS not in found["errors"]["own"]


def test_starting_up_is_taken_off_once_for_those_that_start_once(tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path / "pages.pdf", "một hai", "ba bốn")
    start = judge(
        Reading(replace(COST, cpu_seconds=2.0), {"own": [""]}), make_bundle(tmp_path / "one.pdf", "")
    )
    levels = {"start": start, "worn": judge(Reading(COST, {"own": ["", ""]}), bundle)}
    assert net_cpu(levels, "worn", starts_once=True) == 3.0
    assert net_cpu(levels, "worn", starts_once=False) == 4.0


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
