"""Small printed boxes and the marks that pens leave in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.ticks import beside_words, ticks_on
from records import Box, Tick, Word

DPI = 300.0
LINES = ("De nghi cap ban sao: Co Khong", "HO, CHU DEM, TEN NGUOI YEU CAU OOO BDO 0880", "Ngay 08 thang 10")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A box at (x, y) pixels and what is drawn in it."""

    x: int
    y: int
    side: int = 48
    stroke: str = ""
    line: int = 3


def sheet(boxes: Sequence[Drawn] = ()) -> NDArray[np.uint8]:
    """Half an A4 page at 300 dpi with lines of text and boxes in a column right of it."""
    page = np.full((1750, 2480), 255, np.uint8)
    for index in range(16):
        for face, left in ((cv2.FONT_HERSHEY_COMPLEX, 180), (cv2.FONT_HERSHEY_DUPLEX, 1100)):
            text = LINES[index % 3][:26]
            cv2.putText(page, text, (left, 120 + 100 * index), face, 1.6, 25, 3, cv2.LINE_AA)
    for box in boxes:
        draw(page, box)
    return page


def draw(page: NDArray[np.uint8], box: Drawn) -> None:
    x, y, side = box.x, box.y, box.side
    cv2.rectangle(page, (x, y), (x + side, y + side), 30, box.line)
    ends: dict[str, tuple[tuple[tuple[float, float], tuple[float, float]], ...]] = {
        "cross": (((0.1, 0.15), (0.9, 0.9)), ((0.9, 0.1), (0.12, 0.88))),
        "wide cross": (((-0.1, -0.2), (1.15, 1.1)), ((1.1, -0.15), (-0.1, 1.2))),
        "tick": (((0.1, 0.5), (0.4, 0.85)), ((0.4, 0.85), (1.2, -0.3))),
        "slash": (((0.15, 0.95), (0.9, 0.1)),),
        "dirt": (((0.4, 0.4), (0.42, 0.42)), ((0.7, 0.6), (0.72, 0.62)), ((0.3, 0.75), (0.31, 0.76))),
    }
    for (x0, y0), (x1, y1) in ends.get(box.stroke, ()):
        start = round(x + x0 * side), round(y + y0 * side)
        cv2.line(page, start, (round(x + x1 * side), round(y + y1 * side)), 70, 5, cv2.LINE_AA)


def found_at(ticks: Sequence[Tick], box: Drawn) -> Tick | None:
    wanted = Box(box.x, box.y, box.x + box.side, box.y + box.side)
    return next((tick for tick in ticks if tick.box.overlap(wanted) > 0.6 * wanted.area), None)


COLUMN = tuple(
    Drawn(2150, 150 + 180 * index, stroke=stroke)
    for index, stroke in enumerate(("", "cross", "wide cross", "tick", "slash", "dirt"))
)


def test_letters_and_figures_are_no_boxes() -> None:
    assert ticks_on(sheet(), DPI) == ()


@pytest.mark.parametrize("box", COLUMN, ids=lambda box: box.stroke or "empty")
def test_a_box_is_ticked_when_a_pen_went_through_it(box: Drawn) -> None:
    tick = found_at(ticks_on(sheet([box]), DPI), box)
    assert tick is not None
    assert tick.is_ticked is (box.stroke not in {"", "dirt"})
    assert tick.confidence > 0.9


@pytest.mark.parametrize("side", [36, 44, 70])
def test_small_and_large_boxes_are_found_alike(side: int) -> None:
    boxes = [Drawn(2150, 200, side), Drawn(2150, 600, side, "cross")]
    ticks = ticks_on(sheet(boxes), DPI)
    assert [tick.is_ticked for tick in ticks] == [False, True]


def test_a_thick_frame_is_no_mark() -> None:
    (tick,) = ticks_on(sheet([Drawn(2150, 300, line=7)]), DPI)
    assert not tick.is_ticked


def test_pale_and_noisy_boxes_are_still_told_apart() -> None:
    page = sheet(COLUMN[:4]).astype(np.float64)
    noise = np.random.default_rng(4).normal(0, 8, page.shape)
    worn = np.clip(255 - (255 - cv2.GaussianBlur(page, (0, 0), 1.0)) * 0.6 - 12 + noise, 0, 255)
    ticks = ticks_on(worn.astype(np.uint8), DPI)
    assert [tick.is_ticked for tick in ticks] == [False, True, True, True]


def test_boxes_of_a_page_that_still_leans_a_little_are_found() -> None:
    chosen = [box for box in COLUMN if box.stroke in {"", "cross", "tick", "slash"}]
    page = sheet(chosen)
    turn = cv2.getRotationMatrix2D((1240, 875), 0.4, 1.0)
    leaning = cv2.warpAffine(page, turn, (2480, 1750), borderValue=255)
    assert [tick.is_ticked for tick in ticks_on(leaning.astype(np.uint8), DPI)] == [False, True, True, True]


def test_cells_for_the_figures_of_a_number_are_no_boxes_to_tick() -> None:
    cells = [Drawn(900 + 64 * index, 1660, 56) for index in range(9)]
    assert ticks_on(sheet(cells), DPI) == ()


def test_a_box_far_from_any_word_belongs_to_no_form() -> None:
    tick = Tick(Box(1000, 100, 1048, 148), False, 0.98)
    near, far = Word("Không", Box(880, 100, 990, 150), 0.9), Word("Không", Box(880, 400, 990, 450), 0.9)
    assert beside_words([tick], [near], DPI) == (tick,)
    assert beside_words([tick], [far], DPI) == ()


def test_a_square_within_a_word_that_was_read_is_a_letter_of_it() -> None:
    tick = Tick(Box(900, 100, 930, 130), True, 0.98)
    assert beside_words([tick], [Word("trong", Box(840, 92, 990, 140), 0.98)], DPI) == ()
