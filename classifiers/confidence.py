"""How sure a value is: recognition, label and validator put together into one number, 0 to 1.

A word's confidence is the chance that it was read right: who reads a page makes it so
(docs/decisions/0029-confidence-of-words.md).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from records import Word

MENDED = 0.97
"""What a word counts whose marks the document itself confirmed."""
REMARKED = 0.5
"""What a word counts that its reader called handwritten, stamped or disputed."""


def word_certainty(word: Word) -> float:
    """Share of words like this one that are read right, 0 to 1."""
    return min(REMARKED, word.confidence) if word.remark else word.confidence


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
