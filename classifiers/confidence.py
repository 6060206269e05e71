"""How sure a value is: recognition, label and validator put together into one number, 0 to 1.

A recogniser's confidence is not a probability. `CALIBRATION` says how often words of a given confidence are
right; how it was measured stands in docs/decisions/0033-confidence.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence

from records import Word

CALIBRATION = (
    (0.0, 0.10), (0.3, 0.35), (0.5, 0.60), (0.7, 0.80), (0.8, 0.89), (0.88, 0.945), (0.93, 0.975),
    (0.96, 0.99), (1.0, 0.998),
)  # fmt: skip
"""Recognition confidence against the share of words that are right, between the points in a straight line."""
MENDED = 0.95
"""What a word counts whose marks the document itself confirmed."""
REMARKED = 0.5
"""What a word counts that its reader called handwritten, stamped or disputed."""


def word_certainty(word: Word) -> float:
    """Share of words like this one that are read right, 0 to 1."""
    if word.remark:
        return min(REMARKED, _calibrated(word.confidence))
    return _calibrated(word.confidence)


def _calibrated(confidence: float) -> float:
    at = bisect_right([point for point, _ in CALIBRATION], confidence)
    if at == 0:
        return CALIBRATION[0][1]
    if at == len(CALIBRATION):
        return CALIBRATION[-1][1]
    (x0, y0), (x1, y1) = CALIBRATION[at - 1], CALIBRATION[at]
    return y0 + (y1 - y0) * (confidence - x0) / (x1 - x0)


def reading_certainty(words: Sequence[Word], mended: Collection[int] = ()) -> float:
    """How surely a run of words was read, 0 to 1: half its mean and half its worst word.

    One wrong word spoils a name, so the worst counts; a long subject holds more words of which one may be
    called unsure though it is right, so it does not count alone.
    """
    carrying = [
        (max(word_certainty(word), MENDED if index in mended else 0.0), len(word.text))
        for index, word in enumerate(words)
        if any(map(str.isalnum, word.text))
    ]
    if not carrying:
        return 0.0
    letters = sum(length for _, length in carrying)
    mean = sum(certainty * length for certainty, length in carrying) / letters
    return 0.5 * mean + 0.5 * min(certainty for certainty, _ in carrying)


def value_confidence(reading: float, label: float, *, is_formed: bool, is_valid: bool) -> float:
    """The confidence of a value, 0 to 1.

    `reading` is `reading_certainty`, `label` how well its label or place fitted. A value that passed a
    validator which can truly refuse is surer than its letters; one that was refused never passes.
    """
    # A label that is 0.8 alike is still nearly always the right label.
    placed = 1.0 - 0.35 * (1.0 - label)
    sure = reading * placed
    if not is_valid:
        return min(sure, 0.45)
    return 1.0 - 0.6 * (1.0 - sure) if is_formed else sure


def agreed(confidence: float, other: float) -> float:
    """Two readings of one fact that agree: the chance that both are wrong alike is small."""
    return 1.0 - (1.0 - confidence) * max(0.35, 1.0 - other)
