"""Estimates how much of a page was read right, so that one below the 98 % of the law is flagged unasked.

Two things tell: how likely each word is right (`pipeline.confidence`), and ink of the size of letters where
no word was read. How much each counts was fitted on drawn pages (`training.fit_confidence`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.confidence import numbers
from pipeline.sheet import Sheet
from records import Word, mean_confidence

LEAST = 0.98
"""Share of characters that the rules for digitising want right (rules-vn: 98 %)."""
NEAR = 0.985
"""Estimates below it are told too: on drawn papers the estimate is off by 0.4 points on average, and of six
pages truly under 98 % three were estimated above."""
MOST_UNREAD = 0.2
"""Share of unread ink of the size of letters that seals, sketches and specks explain; more is text."""
AROUND = 0.15
"""Share of a word's height by which its marks may stand outside its box."""
LETTER = (0.6, 1.8)
"""Heights, as multiples of the middle one of what was read, between which unread ink may be a letter."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks against a page having been read right, each a share of 0 to 1."""

    doubt: float
    """Mean over the letters of the chance that their word is wrong."""
    bad_words: float
    """Share of the letters in words that are more likely wrong than right."""
    unread: float
    """Share of the letter-sized ink that lies in no word."""

    def as_row(self) -> dict[str, float]:
        return {"always": 1.0, "doubt": self.doubt, "bad words": self.bad_words, "unread": self.unread}

    def accuracy(self) -> float:
        """The expected share of the page's characters that are right, 0 to 1."""
        weights: dict[str, float] = numbers().get("accuracy", {"doubt": 0.5, "unread": 0.5})
        wrong = sum(weights.get(name, 0.0) * value for name, value in self.as_row().items())
        # Drawn pages hardly ever lose whole lines, so the fit cannot know what that costs.
        wrong += max(0.0, self.unread - MOST_UNREAD)
        return min(max(1.0 - wrong, 0.0), 1.0)


def told_vi(number: int, accuracy: float | None) -> str:
    """What staff read about page `number` when too little of it may have been read right; else nothing."""
    if accuracy is None or accuracy >= NEAR:
        return ""
    # Rounded down: 97,96 % must not be shown as 98,0 %.
    share = f"{math.floor(accuracy * 1000) / 10:.1f}".replace(".", ",")
    if accuracy < LEAST:
        level, remedy = "dưới mức 98 % của hướng dẫn số hóa", "nên quét lại hoặc soát lại"
    else:
        level, remedy = "sát mức 98 % của hướng dẫn số hóa", "nên soát lại"
    return f"Trang {number} ước đạt {share} % ký tự đúng, {level}, {remedy}"


def evidence_of(words: Sequence[Word], sheet: Sheet) -> Evidence:
    """What a page's words, in pixels of the upright page, and the ink around them say."""
    letters = sum(len(word.text) for word in words)
    if not letters:
        return Evidence(1.0, 1.0, 1.0)
    bad = sum(len(word.text) for word in words if word.confidence < 0.5) / letters
    return Evidence(1 - mean_confidence(words), bad, _unread(words, sheet))


def _unread(words: Sequence[Word], sheet: Sheet) -> float:
    _, look = sheet.looked_at()
    covered = np.zeros(look.letters.shape, np.bool_)
    for word in words:
        box = sheet.box_from_page(word.box)
        around = AROUND * box.height
        x0, y0 = (max(0, int((value - around) * look.scale)) for value in (box.x0, box.y0))
        x1, y1 = (int((value + around) * look.scale) + 1 for value in (box.x1, box.y1))
        covered[y0:y1, x0:x1] = True
    x, y, width, height, _ = look.boxes.T.astype(np.int64)
    is_read = covered[y + height // 2, x + width // 2]
    if not is_read.any():
        return 1.0
    middle = float(np.median(height[is_read]))
    is_letter = (height > LETTER[0] * middle) & (height < LETTER[1] * middle) & (width >= 3)
    lost = int(np.count_nonzero(is_letter & ~is_read))
    return lost / max(1, lost + int(np.count_nonzero(is_letter & is_read)))
