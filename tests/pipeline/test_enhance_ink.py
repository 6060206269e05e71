"""What the steps that look at ink take away, and what they leave."""

from __future__ import annotations

import cv2
import numpy as np

from classifiers.specimens.damaging import VIOLET_INK, ruled_through, stamp_over
from pipeline.enhance import enhance
from pipeline.enhance.lift_rules import without_rules
from tests.pipeline.written import directive


def test_a_violet_stamp_is_lifted_off_the_print_beneath_it() -> None:
    bare = directive(200).pixels
    wanted, lifted = enhance(bare, 200).grey, enhance(stamp_over(bare, 3, VIOLET_INK), 200).grey
    assert lifted.shape == wanted.shape
    assert np.mean(np.abs(wanted.astype(int) - lifted) > 120) < 0.002


def test_rules_that_letters_touch_go_and_a_rule_alone_stays() -> None:
    page = cv2.cvtColor(ruled_through(directive(200).pixels, 1), cv2.COLOR_RGB2GRAY)
    assert without_rules(page, 19.0) is not page
    alone = np.full((400, 900), 255, np.uint8)
    cv2.line(alone, (100, 200), (800, 200), 0, 3)
    assert without_rules(alone, 19.0) is alone


def test_specks_go_and_full_stops_stay() -> None:
    page = cv2.cvtColor(directive(200).pixels, cv2.COLOR_RGB2GRAY)
    chance = np.random.default_rng(4)
    speckled = page.copy()
    rows, columns = chance.integers(0, page.shape[0] - 1, 800), chance.integers(0, page.shape[1] - 1, 800)
    speckled[rows, columns] = 90
    speckled[rows + 1, columns] = 90
    cleaned = enhance(speckled, 200)
    assert "despeckle" in cleaned.done
    margin = cleaned.grey[:, : page.shape[1] // 14]
    assert np.mean(margin < 200) < 0.0002
