"""How an opened book is told from a wide page, and read left page first."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image

from bench.lying_pages import KINDS
from classifiers.specimens import compose, draw, wear
from classifiers.specimens.opening import opened
from pipeline.enhance import EnhanceOptions, enhance_parts
from pipeline.reading import read_page
from pipeline.sheet import sheet_of
from pipeline.spread import gutter_of, joined, parts_of
from records import Box, Word

DPI = 150


def drawn(code: str, seed: int) -> Image.Image:
    image = draw(compose(code, seed).sheets[0], DPI)
    image.info["dpi"] = (DPI, DPI)
    return image


def facing(seed: int, level: str = "office", **more: float) -> Image.Image:
    return wear(opened(drawn("official_letter", seed), drawn("notice", seed), seed, **more), level, seed)


@pytest.mark.parametrize(("seed", "level"), [(1, "office"), (2, "worn")])
def test_two_pages_with_a_gutter_are_cut_at_it(seed: int, level: str) -> None:
    image = facing(seed, level)
    sheet = sheet_of(np.asarray(image.convert("L")), DPI)
    left, right = parts_of(sheet)
    assert left.grey.shape[1] == pytest.approx(image.width / 2, abs=0.02 * image.width)
    assert (right.page_width, right.page_height) == image.size
    assert right.box_to_page(Box(0, 0, 10, 10)).x0 == pytest.approx(left.grey.shape[1])


def test_pages_that_slope_apart_are_cut_also_without_a_shadow() -> None:
    image = opened(drawn("official_letter", 3), drawn("notice", 3), 3, shadow=0.0)
    assert gutter_of(sheet_of(np.asarray(image.convert("L")), DPI)) is not None


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_landscape_table_is_one_page(seed: int) -> None:
    _, table = KINDS["landscape"](Random(seed), seed)
    image = draw(table, DPI)
    image.info["dpi"] = (DPI, DPI)
    pixels = np.asarray(wear(image, "worn", seed).convert("L")).copy()
    sheet = sheet_of(pixels, DPI)
    assert parts_of(sheet) == (sheet,)
    middle = pixels.shape[1] // 2
    pixels[:, middle - 8 : middle + 8] = pixels[:, middle - 8 : middle + 8] * 0.7  # folded in the middle
    folded = sheet_of(pixels, DPI)
    assert parts_of(folded) == (folded,)


def test_two_columns_of_one_slope_without_a_shadow_are_one_page() -> None:
    columns = np.hstack([np.asarray(drawn("official_letter", 5)), np.asarray(drawn("notice", 5))])
    sheet = sheet_of(columns, DPI)
    assert parts_of(sheet) == (sheet,)


def test_each_page_is_levelled_by_its_own_slope() -> None:
    image = opened(drawn("official_letter", 6), drawn("notice", 6), 6)
    parts = enhance_parts(np.asarray(image), DPI)
    assert len(parts) == 2
    assert abs(parts[0].skew - parts[1].skew) > 0.3
    assert len(enhance_parts(np.asarray(image), DPI, EnhanceOptions(without=frozenset({"spread"})))) == 1


def test_lines_and_blocks_are_numbered_on() -> None:
    box = Box(0, 0, 1, 1)
    words = joined([[Word("a", box, 1, 0, 0), Word("b", box, 1, 1, 1)], [Word("c", box, 1, 0, 0)]])
    assert [(word.text, word.line, word.block) for word in words] == [("a", 0, 0), ("b", 1, 1), ("c", 2, 2)]


def test_a_spread_is_one_page_whose_left_page_is_read_first(tmp_path: Path) -> None:
    image = facing(7)
    image.save(tmp_path / "book.png", dpi=(DPI, DPI))
    page = read_page(tmp_path / "book.png", 1)
    sides = [(word.box.x0 + word.box.x1) / 2 > image.width / 2 for word in page.words]
    assert (page.width, page.height) == image.size
    assert sides == sorted(sides)
    assert 0.2 < np.mean(sides) < 0.8
