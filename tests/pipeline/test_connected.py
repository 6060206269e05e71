"""Pieces of ink are the same as OpenCV's, counted faster."""

import cv2
import numpy as np
import pytest

from pipeline.connected import connected


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1), (70, 50)])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 1.0])
@pytest.mark.parametrize("connectivity", [4, 8])
def test_pieces_boxes_and_centres_are_those_that_opencv_counts(
    shape: tuple[int, int], share: float, connectivity: int
) -> None:
    ink = np.where(np.random.default_rng(7).random(shape) < share, 255, 0).astype(np.uint8)
    count, labels, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=connectivity)
    found = connected(ink, connectivity=connectivity)
    assert found.count == count
    assert np.array_equal(found.labels, labels)
    assert np.array_equal(found.boxes[1:], stats[1:])
    assert np.allclose(found.centres[1:], centres[1:])


def test_paper_is_piece_0_and_has_no_box() -> None:
    found = connected(np.full((4, 6), 255, np.uint8))
    assert not found.boxes[0].any()
    assert list(found.boxes[1]) == [0, 0, 6, 4, 24]
    assert list(found.centres[1]) == [2.5, 1.5]


def test_only_the_chosen_pieces_are_painted() -> None:
    ink = np.zeros((9, 12), np.uint8)
    ink[1:4, 2:5] = 255
    ink[6, 1:11] = 255
    found = connected(ink)
    chosen = np.zeros(found.count, np.bool_)
    chosen[found.labels[6, 1]] = True
    assert np.array_equal(found.painted(chosen), np.where(np.arange(9)[:, None] == 6, ink, 0))
