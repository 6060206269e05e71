"""How sure a value is: recognition, label and validator put together into one number, 0 to 1.

A recogniser's confidence is not a probability. `CALIBRATION` says how often words of a given confidence are
right; how it was measured stands in docs/decisions/0033-confidence.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence

from records import Word

CALIBRATION = (
    (0.0, 0.05), (0.15, 0.13), (0.4, 0.25), (0.55, 0.45), (0.65, 0.53), (0.75, 0.68), (0.825, 0.77),
    (0.865, 0.82), (0.89, 0.89), (0.91, 0.94), (0.925, 0.96), (0.935, 0.975), (0.955, 0.983), (0.9625, 0.996),
    (0.968, 0.999), (1.0, 0.9995),
)  # fmt: skip
"""Recognition confidence against the share of words that are right, between the points in a straight line."""
MENDED = 0.97
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
    """How surely a run of words was read, 0 to 1: half its mean, half its worst word.

    One wrong word spoils a name, so the worst counts. The product of all would be the chance under
    independent faults, but it sent a tenth more right values to review and let as many wrong ones pass
    (docs/decisions/0033-confidence.md).
    """
    certainties = [
        (max(word_certainty(word), MENDED if index in mended else 0.0), len(word.text))
        for index, word in enumerate(words)
        if any(map(str.isalnum, word.text))
    ]
    if not certainties:
        return 0.0
    letters = sum(length for _, length in certainties)
    mean = sum(certainty * length for certainty, length in certainties) / letters
    return 0.5 * mean + 0.5 * min(certainty for certainty, _ in certainties)


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
