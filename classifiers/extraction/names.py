"""Names of persons: families that lost their marks, and words that may be part of a name."""

from __future__ import annotations

import re

from classifiers.extraction.folding import fold
from classifiers.extraction.office_words import SURNAMES

SINGLE_LETTERS = ("Y", "Ý", "A", "Á", "Ô", "Ơ", "Ê")
"""Parts of a name that are one letter long; any other letter alone is a stroke of the signature."""
INITIAL = re.compile(r"[HK]['’]")
"""The family mark of the Cơ Ho and Ê Đê that stands apart from the name: `K' Brài`, `H' Hen`."""
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


_ADDRESS = re.compile(r"(?:Ông|Bà|ông|bà|Đ/c|Đồng chí|đồng chí|Anh|Chị)(?:\s*[(/]\s*[Bb]à\s*\)?)?\s*:?\s+")
_BEHIND = frozenset(
    {"là", "sinh", "ở", "trú", "chức", "hiện", "và", "số", "có", "làm", "ngày", "năm", "cùng", "về", "được"}
)
"""Small words with which a sentence goes on behind a name."""


def name_alone(text: str) -> str:
    """The name with which a text begins, without the word of address before it and the sentence behind it.

    "Bà Trần Thị Lan - Phó Chủ tịch" is "Trần Thị Lan". A name is at least two words; "Ông" is a family as
    well, so it stays before two words of which the first is no family ("Ông Văn An").
    """
    address = _ADDRESS.match(text)
    rest = text[address.end() :] if address else text
    if address and len(rest.split()) >= 2 and not re.match(r"(?:Văn|Thị)\s+\S+$", rest):
        text = rest
    words = text.split()
    for at in range(2, len(words)):
        if _ends_name(words, at):
            return " ".join(words[:at]).rstrip(" ,;.:-–(")
    return text


def _ends_name(words: list[str], at: int) -> bool:
    """Whether the word at `at` is no more part of a name."""
    word, before = words[at], words[at - 1]
    if word[0] in "-–(+" or before[-1:] in ",;:)":
        return True
    if word.strip(",.;:") in _BEHIND:
        return True
    is_capital = all(each.isupper() for each in words[:at] if len(each) > 1)
    titled = word[:1].isupper() and word[1:].islower() and len(word) > 2
    return is_capital and at >= 2 and titled


def hidden_family(text: str) -> str | None:
    """The one family name that ends in the letters which a seal left of it ("ạm": Phạm)."""
    if text[:1].isupper():
        return None
    alike = [name for name in SURNAMES if name.endswith(text)]
    return alike[0] if len(alike) == 1 else None


def is_name_part(text: str) -> bool:
    """Whether a word has the shape of a part of a name in mixed case: `Thị`, `H'Nhưn`."""
    if INITIAL.fullmatch(text):
        return True
    text = text.strip(".,;:|'`^~-–_")
    if not re.fullmatch(r"[^\W\d_]+(['’-][^\W\d_]+)*", text):
        return False
    parts = re.split(r"['’-]", text)
    is_shaped = all(part[:1].isupper() and (len(part) == 1 or part[1:].islower()) for part in parts)
    return is_shaped and len(text) <= 10 and (len(text) > 1 or text in SINGLE_LETTERS)
