"""Worn and misread papers keep what they promise: size, resolution, rate of errors, repeatability."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein

from classifiers.specimens import LEVELS, compose, draw, misread, perfect_pages, wear
from records import Page

RESOLUTION = {"clean": 300, "office": 300, "worn": 200, "poor": 150}


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    return draw(compose("notice", 4).sheets[0], 300)


@pytest.mark.parametrize("level", sorted(LEVELS))
def test_wear_keeps_the_promised_resolution_and_the_size_of_the_paper(
    picture: Image.Image, level: str
) -> None:
    worn = wear(picture, level, 1)
    assert worn.info["dpi"][0] == pytest.approx(RESOLUTION[level])
    assert worn.width / worn.info["dpi"][0] == pytest.approx(picture.width / 300, abs=0.02)
    assert worn.mode == "RGB"


def test_wear_is_the_same_for_the_same_seed_and_differs_for_another(picture: Image.Image) -> None:
    small = picture.resize((620, 877))
    small.info["dpi"] = (75, 75)
    first, again, other = (np.asarray(wear(small, "worn", seed)) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_wear_leaves_the_picture_it_was_given_alone(picture: Image.Image) -> None:
    before = np.asarray(picture).copy()
    wear(picture, "poor", 3)
    assert np.array_equal(before, np.asarray(picture))


def test_misreading_at_rate_zero_changes_no_letter() -> None:
    pages = perfect_pages(compose("decision", 1), 300)
    assert [page.text for page in misread(pages, 0.0, 1)] == [page.text for page in pages]


@pytest.mark.parametrize("rate", [0.02, 0.06, 0.12])
def test_misreading_makes_about_as_many_errors_as_asked(rate: float) -> None:
    wrong = total = 0
    for seed in range(6):
        pages = perfect_pages(compose("decision", seed), 300)
        wrong += sum(map(_distance, pages, misread(pages, rate, seed)))
        total += sum(len(page.text) for page in pages)
    assert wrong / total == pytest.approx(rate, rel=0.4)


def test_misread_words_are_less_sure_than_right_ones() -> None:
    pages = perfect_pages(compose("decision", 3), 300)
    right = {word.text for word in pages[0].words}
    spoiled = misread(pages, 0.08, 3)[0].words
    sure = [word.confidence for word in spoiled if word.text in right]
    unsure = [word.confidence for word in spoiled if word.text not in right]
    assert np.mean(sure) > np.mean(unsure) + 0.15
    assert all(0.0 <= word.confidence <= 1.0 for word in spoiled)


def _distance(right: Page, read: Page) -> int:
    return Levenshtein.distance(right.text, read.text)
