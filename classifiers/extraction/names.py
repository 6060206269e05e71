"""Names of persons: families that lost their marks, and words that may be part of a name."""

from __future__ import annotations

import re

from classifiers.extraction.folding import fold
from classifiers.extraction.office_words import SURNAMES

SINGLE_LETTERS = ("Y", "Ý", "A", "Á", "Ô", "Ơ", "Ê")
"""Parts of a name that are one letter long; any other letter alone is a stroke of the signature."""
# Of families that differ by a mark only (Quàng, Quảng) the commoner stands for the folded form.
_FOLDED = {fold(name): name for name in reversed(SURNAMES)}
_WRITTEN = frozenset(name.lower() for name in SURNAMES)


def family_of(text: str) -> str | None:
    """The family name that `text` is, marks aside; `None` when it is none of the usual ones."""
    return _FOLDED.get(fold(text))


def mended_family(text: str) -> str:
    """A family name with the marks that it lost ("NGUYÊN" is "NGUYỄN"), in its own letter case."""
    family = family_of(text)
    if family is None or text.lower() in _WRITTEN:
        return text
    return family.upper() if text.isupper() else family


def hidden_family(text: str) -> str | None:
    """The one family name that ends in the letters which a seal left of it ("ạm": Phạm)."""
    if text[:1].isupper():
        return None
    alike = [name for name in SURNAMES if name.endswith(text)]
    return alike[0] if len(alike) == 1 else None


def is_name_part(text: str) -> bool:
    """Whether a word has the shape of a part of a name in mixed case: `Thị`, `H'Nhưn`."""
    text = text.strip(".,;:|'`^~-–_")
    if not re.fullmatch(r"[^\W\d_]+(['’-][^\W\d_]+)*", text):
        return False
    parts = re.split(r"['’-]", text)
    is_shaped = all(part[:1].isupper() and (len(part) == 1 or part[1:].islower()) for part in parts)
    return is_shaped and len(text) <= 10 and (len(text) > 1 or text in SINGLE_LETTERS)
