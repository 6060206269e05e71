"""Values inside running sentences: they end where the sentence does, whatever is printed behind.

`để sử dụng vào mục đích đất ở tại nông thôn. Vị trí, ranh giới thửa đất …`, `theo đề nghị của Trưởng phòng
Kinh tế xã tại Tờ trình số 45/TTr-PKT`: decisions and contracts set their blanks in prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from classifiers.extraction.around_label import UNITS
from classifiers.extraction.finding import Finding, text_of
from classifiers.extraction.folding import fold
from classifiers.extraction.lines import VisualLine
from classifiers.record_type import FieldRule, FieldType
from records import Word

OF_ONE_SENTENCE = frozenset(
    {FieldType.TEXT, FieldType.ADDRESS, FieldType.ORG_NAME, FieldType.PERSON_NAME, FieldType.DATE,
     FieldType.ENUM_OPEN, FieldType.PLACE}
)  # fmt: skip
"""Kinds whose value never holds a second sentence."""
CITING = re.compile(r"tại (?:Tờ trình|Văn bản|Báo cáo|Công văn|Phiếu trình|Thông báo)\b")
"""How a paper cites what a proposal stood in (Decree 30/2020/NĐ-CP, Appendix III)."""
FIGURE = re.compile(r"\d{1,3}(?:\.\d{3})*(?:,\d{1,2})?|\d+(?:,\d{1,2})?")
AS_SURE = 0.9
"""What words around an area count that are no label of it."""
OPENING = 4
"""Words of the next sentence among which one is small; the rest of an address has none."""


def within_sentence(rule: FieldRule, finding: Finding) -> Finding:
    """The finding up to the end of its sentence."""
    if rule.type not in OF_ONE_SENTENCE or finding.normalised is not None:
        return finding
    words = finding.words
    ends = [at + 1 for at in range(len(words) - 1) if _ends_at(words, at)]
    if rule.type is FieldType.TEXT:
        ends += [at for at in range(1, len(words)) if CITING.match(text_of(words[at : at + 3]))]
        if fold(text_of(words[-2:])) == "nhusau":
            ends.append(len(words) - (4 if fold(text_of(words[-4:-2])) == "cuthe" else 2))
    stop = min((end for end in ends if end), default=len(words))
    return finding if stop == len(words) else _first(finding, stop)


def _ends_at(words: Sequence[Word], at: int) -> bool:
    """Whether a sentence ends with word `at`: a full stop behind a whole word, and a sentence behind it."""
    word, behind = words[at].text, words[at + 1 : at + 1 + OPENING]
    if re.search(r"[^\W\d_]{2}\.$|[\d²)]{2}\.$", word) is None or word.rstrip(".").isupper():
        return False
    first = behind[0].text
    is_sentence = any(other.text.strip(",;").isalpha() and other.text.islower() for other in behind[1:])
    return first[:1].isupper() and is_sentence and fold(first) not in UNITS


def _first(finding: Finding, count: int) -> Finding:
    """The finding with its first `count` words only."""
    at = 0
    for word in finding.words[:count]:
        place = finding.value.find(word.text, at)
        at = place + len(word.text) if place >= 0 else at
    return replace(finding, words=finding.words[:count], value=finding.value[:at].rstrip(" ,;."))


def area_of_land(rows: Iterable[VisualLine]) -> Finding | None:
    """The one area that prose gives as so much land, `Giao cho ông … 120,5 m² đất tại …`, if it is one."""
    found = [
        Finding(row.words[at].text, row.words[at : at + 1], row.page, "sentence:m² đất", AS_SURE)
        for row in rows
        for at, (figure, unit, land) in enumerate(zip(row.words, row.words[1:], row.words[2:], strict=False))
        if FIGURE.fullmatch(figure.text) and unit.text in {"m²", "m2"} and land.text.strip(",.") == "đất"
    ]
    return found[0] if len({one.value for one in found}) == 1 else None
