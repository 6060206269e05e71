"""Names that may have lost a dot below: on a dotted line it is one dot among many, for people too.

"THI" behind a family and before a name can only be "Thị" and is put right. Of other syllables whose dotted
form is the usual one in names ("Diêu": "Diệu") nobody can tell from the page, so they are doubted and both
spellings are said. Syllables that end in c, ch, p or t need no list: without a tone they are no syllables.
"""

from __future__ import annotations

import unicodedata

from classifiers.extraction.name_marks import in_case
from classifiers.vietnamese import nfc

_LISTED = """
    diệu đại đạo định hạnh hậu huệ lợi luyện mạnh mộng nghị ngọ
    nhuận phụng tạo thiện thịnh thọ thuận tịnh trọng tuệ
"""
_DOTTED = {
    unicodedata.normalize("NFC", unicodedata.normalize("NFD", dotted).replace("\u0323", "")): dotted
    for dotted in _LISTED.split()
}
"""Given names whose form without the dot is rarer than the one with it, or about as usual, by that form. Đinh
is a family too, but where it does not stand first."""


def with_the_usual_thi(name: str) -> str:
    """The name with "Thị" for a "Thi" that stands neither first nor last, in its own letter case."""
    words = name.split(" ")
    for at in range(1, len(words) - 1):
        if words[at].lower() == "thi":
            words[at] = in_case("thị", words[at])
    return " ".join(words)


def may_have_lost_a_dot(name: str) -> tuple[str, str] | None:
    """The syllable that may have lost its dot, as read and with it; `None` where there is none.

    The first syllable, the family, is mended elsewhere by the list of families.
    """
    for word in name.split()[1:]:
        if (dotted := _DOTTED.get(nfc(word).lower())) is not None:
            return word, in_case(dotted, word)
    return None
