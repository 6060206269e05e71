"""Whether a value is what the paper prints: letter for letter, or the same once both are normalised."""

from __future__ import annotations

import unicodedata

from classifiers.extraction.values import judge
from classifiers.record_type import FieldRule
from records import FieldValue


def is_as_printed(rule: FieldRule, found: FieldValue, printed: str) -> bool:
    """True where value or canonical form equal the printed text or its canonical form.

    Spaces and closing punctuation do not count; marks and case do, where the canonical form keeps them.
    """
    if same(found.value, printed):
        return True
    wanted = judge(rule, printed).normalised
    return bool(wanted) and bool(found.normalised) and same(found.normalised, wanted)


def same(read: str, printed: str) -> bool:
    """Whether two texts are equal, spaces and closing punctuation aside."""
    return _comparable(read) == _comparable(printed)


def _comparable(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()).rstrip(" .,;:")
