"""Names that may have lost a dot below: on a dotted line it is one dot among many, for people too.

"THI" behind a family and before a name can only be "Thị" and is put right. Of other syllables whose dotted
form is the usual one in names ("Diêu": "Diệu") nobody can tell from the page, so they are doubted and both
spellings are said. Syllables that end in c, ch, p or t need no list: without a tone they are no syllables.
"""

from __future__ import annotations

import unicodedata

_DOT = "\u0323"
_LISTED = """
    diệu đại đạo hạnh hậu huệ lợi luyện mạnh mộng nghị ngọ
    nhuận phụng tạo thiện thịnh thọ thuận tịnh trọng tuệ
"""
_USUALLY_DOTTED = frozenset(_LISTED.split())
"""Given names whose form without the dot is rarer than the one with it, or about as usual."""
_FAMILIES_UNDOTTED = frozenset({"đinh"})
"""Families that are a dotted given name too (Định) when they do not stand first."""


def with_the_usual_thi(name: str) -> str:
    """The name with "Thị" for a "Thi" that stands neither first nor last, in its own letter case."""
    words = name.split(" ")
    for at in range(1, len(words) - 1):
        if words[at].lower() == "thi":
            words[at] = _dotted(words[at])
    return " ".join(words)


def may_have_lost_a_dot(name: str) -> tuple[str, str] | None:
    """The syllable that may have lost its dot, as read and with it; `None` where there is none.

    The first syllable, the family, is mended elsewhere by the list of families.
    """
    for word in name.split()[1:]:
        dotted = _dotted(word)
        is_usual = dotted.lower() in _USUALLY_DOTTED or word.lower() in _FAMILIES_UNDOTTED
        if dotted != word and is_usual:
            return word, dotted
    return None


def _dotted(word: str) -> str:
    """The syllable with a dot below its vowel; unchanged where it bears a tone already."""
    parts = unicodedata.normalize("NFD", word)
    if any(part in "\u0300\u0301\u0303\u0309\u0323" for part in parts):
        return word
    places = [at for at, part in enumerate(parts) if part.lower() in "aeiouy"]
    if not places:
        return word
    at = _vowel_with_the_tone(parts, places)
    return unicodedata.normalize("NFC", parts[: at + 1] + _DOT + parts[at + 1 :])


def _vowel_with_the_tone(parts: str, places: list[int]) -> int:
    """Where the tone stands: on a marked vowel, else the last before a final, or the one before the last."""
    marked = [at for at in places if parts[at + 1 : at + 2] in {"\u0302", "\u0306", "\u031b"}]
    if marked:
        return marked[-1]
    ends_closed = parts[-1].lower() not in "aeiouy"
    return places[-1] if ends_closed or len(places) == 1 else places[-2]
