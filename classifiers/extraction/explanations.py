"""What forms print between a label and its value: explanations in brackets and marks of notes.

`Nơi cư trú (ghi theo nơi đăng ký thường trú): …`, `Đã đăng ký tại (3): …`, `Quan hệ … (nếu có) …`. They
belong to the label, and none of their words is a value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from classifiers.extraction.folding import fold
from records import Word

MOST_WORDS = 40
"""Words of an explanation, at most; the longest of the printed forms has 29."""
BEFORE = " :;.,*)"
"""Signs between a label and the bracket that explains it."""
NOT_EXPLAINED = re.compile(r"^\((?:0\d{2,3}|\+?84)\)")
"""The area code of a telephone number stands in brackets too."""


def end_of_explanation(words: Sequence[Word], last: int, end_letter: int) -> tuple[int, int]:
    """Where a label ends whose explanations are counted in: index of the word and of the letter behind it.

    `last` and `end_letter` say where the label's own letters end. A bracket with a colon inside holds a field
    of its own, `(ghi bằng chữ: …)`, and explains nothing.
    """
    while True:
        further = _behind_bracket(words, last, end_letter)
        if further is None:
            return last, end_letter
        last, end_letter = further


def _behind_bracket(words: Sequence[Word], last: int, end_letter: int) -> tuple[int, int] | None:
    """The place behind the next bracket, or `None` where other words come first."""
    start = end_letter
    if not words[last].text[start:].strip(BEFORE):
        last, start = last + 1, 0
        # A colon that stands alone.
        if last < len(words) and not words[last].text.strip(BEFORE):
            last += 1
    if last >= len(words):
        return None
    opening = words[last].text[start:].lstrip(BEFORE)
    if not opening.startswith("(") or NOT_EXPLAINED.match(opening):
        return None
    for index in range(last, min(len(words), last + MOST_WORDS)):
        text = words[index].text
        begin = start if index == last else 0
        closed = text.find(")", begin + (text[begin:].find("(") if index == last else 0))
        inside = text[begin : closed if closed >= 0 else len(text)]
        if ":" in inside.lstrip(BEFORE):
            return None
        if closed >= 0:
            return index, closed + 1
    return None


def is_rest_of_label(label: str, value: str) -> bool:
    """Whether a value is only the end of its own label, which an empty blank leaves on the next line.

    `Quan hệ với chủ hộ: Chủ hộ` is filled in: what a person writes there begins with a capital.
    """
    rest = fold(value)
    if len(rest) <= 3 or not fold(label).endswith(rest):
        return False
    own = " ".join(label.split()[-len(value.split()) :])
    return own[:1].islower() == value[:1].islower()
