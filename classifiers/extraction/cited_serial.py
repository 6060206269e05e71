"""Serial of a land certificate that another paper cites: `Giấy chứng nhận … số phát hành CĐ 123456`.

Applications and contracts name it inside a sentence, and beside it the number in the register and the
owner's passport, which look much like it. The words in front tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from classifiers.extraction.finding import Finding, text_of
from classifiers.extraction.folding import fold
from classifiers.extraction.lines import VisualLine
from classifiers.extraction.values import judge
from classifiers.record_type import FieldRule
from records import Word

BEFORE_IT = ("chungnhan", "phathanh", "seri", "gcn")
"""Folded words in front of a serial; those of another number nearer to it tell that it is none."""
BEFORE_OTHERS = ("vaoso", "hochieu", "cancuoc", "cccd", "cmnd", "chungminh", "khaisinh")
NEAR = 60
"""Folded letters in front of a number in which its name stands."""
SEVERAL = "Đơn nêu nhiều số phát hành, cần người kiểm tra"


def cited_serial(rule: FieldRule, rows: Iterable[VisualLine]) -> Finding | None:
    """The serial that the rows cite, or `None`; where they cite several, the first, with a doubt."""
    words = [(row.page, word) for row in rows for word in row.words]
    found: list[tuple[float, Finding]] = []
    for start, (page, _) in enumerate(words):
        for size in (2, 1):
            taken = tuple(word for on, word in words[start : start + size] if on == page)
            score = _score(rule, taken, [word for _, word in words[max(0, start - 16) : start]])
            if score:
                text = text_of(taken).strip(" .,:;()")
                found.append((score, Finding(text, taken, page, "form:serial", score)))
                break
    if not found:
        return None
    best, finding = max(found, key=lambda one: one[0])
    said = {fold(other.value) for score, other in found if score == best}
    if len(said) == 1:
        return finding
    return Finding(finding.value, finding.words, finding.page, finding.rule, best, doubt=SEVERAL, ceiling=0.6)


def _score(rule: FieldRule, taken: Sequence[Word], before: Sequence[Word]) -> float:
    """How sure it is that the words are a cited serial, 0 to 1."""
    text = text_of(taken).strip(" .,:;()")
    if not text or not text[-1].isdecimal() or not judge(rule, text).is_valid:
        return 0.0
    # Another figure in front has had its own name.
    front = re.split(r"\d", fold(text_of(before)))[-1][-NEAR:]
    front = re.sub(r"vaosocap(?:gcn|giaychungnhan)", "vaoso", front)
    own = max(front.rfind(name) for name in BEFORE_IT)
    if max(front.rfind(name) for name in BEFORE_OTHERS) > own:
        return 0.0
    is_named = own >= 0
    # One letter and seven digits is a passport as often.
    return 1.0 if is_named else 0.9 if sum(map(str.isalpha, text)) == 2 else 0.0
