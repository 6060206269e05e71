"""Reads what stands under a title, which narrows it: "QUYẾT ĐỊNH / Về việc giao đất" is no plain decision.

Decree 30/2020/NĐ-CP, Appendix I: the kind of document stands alone, in capitals; its subject below it, in
small letters. Only its beginning counts: a decision on a fee for land allocation allocates no land.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import NamedTuple

from rapidfuzz import fuzz

from classifiers.record_type import RecordType
from classifiers.syllables import is_folded_syllable
from classifiers.type_model.paper import Paper, SheetLine
from classifiers.validators.doc_number import ABBREVIATIONS
from classifiers.vietnamese import fold_words

SURE, DOUBTFUL = 0.8, 0.65
"""Similarity from which a subject is the type's own, and from which it may be: "giao dat" with one letter
lost has 0.93, another verb before "dat" 0.6 or less."""
_MOST_LINES = 4
_WORDS_COMPARED = 26
_WORDS_JUDGED, _MOST_BROKEN = 8, 0.34
"""Of the first words of a subject, the share that may be no syllables."""
_KIND_ALIKE = 80
"""Percent that a kind of document must share with what was read: "QUYET DINA" has 89, and "IUYEE DINH" 74."""
_NEAR_EXACT, _WORD_MISSING = 0.93, 0.6
_OFF_MIDDLE = 0.15
"""Of the text area's width: a subject is centred under its title, a line of a column beside it is not."""
_FEW_WORDS = 3
"""A subject of so few words must stand together; in a longer one a person's name may stand between."""
_KINDS = sorted((tuple(fold_words(name).split()) for name in ABBREVIATIONS.values()), key=len, reverse=True)
_ABOUT = "veviec"
_ABOUT_ALIKE = 65
"""Percent of `_ABOUT` that the words before a subject must share with it: "v e viec", "uiec", "ie vsec"."""
_ABOUT_SHORT = frozenset({"vv", "v", "ve"})
_FIGURES = re.compile(r"\d|^(m2|m|ha)$")
_BODY = re.compile(
    r"^(can cu|kinh gui|kinh goi|theo|xet|thuc hien|chu tich|uy (?!quyen|thac)|hoi dong|giam doc|"
    r"truong phong|dieu|so|"
    r"noi nhan|hom nay|thoi gian|phan|i|1)\b|"
    # who decides, and on what ground, with a word before it misread or lost
    r"^(\S+ ){0,2}(nhan dan (xa|phuong|huyen|tinh|thanh)|can ?cu ?(luat|nghi|quyet)|chu tich|giam doc)\b"
)


class KnownSubject(NamedTuple):
    """A title that is a kind of document and a subject."""

    code: str
    kind: str
    """Squeezed: `quyetdinh`."""
    words: tuple[str, ...]
    """Folded, without "về việc"."""


def known_subjects(types: Iterable[RecordType]) -> tuple[KnownSubject, ...]:
    """The titles that narrow a kind of document which is a type by itself, such as a plain decision."""
    every = list(types)
    plain = {fold_words(title) for each in every for title in each.titles}
    found = []
    for each in every:
        for title in each.titles:
            words = tuple(fold_words(title).split())
            kind = next(
                (kind for kind in _KINDS if words[: len(kind)] == kind and len(words) > len(kind)), None
            )
            if kind is not None and " ".join(kind) in plain:
                subject = _without_about(words[len(kind) :])
                found.append(KnownSubject(each.code, "".join(kind), tuple(subject)))
    return tuple(dict.fromkeys(found))


def subject_after(paper: Paper, block: Sequence[SheetLine], kind: str) -> tuple[str, ...] | None:
    """Folded words of the subject under the kind of document `kind`; `None` where `block` does not print it.

    It goes on in capitals after the kind, or stands below in centred lines, or both.
    """
    for start in range(len(block)):
        lines = [block[start], *takewhile(lambda line: not _BODY.match(line.folded), block[start + 1 :])]
        words = " ".join(line.folded for line in lines).split()
        taken = 0
        while taken < len(words) and len("".join(words[:taken])) < len(kind) - 1:
            taken += 1
        if fuzz.ratio("".join(words[:taken]), kind) >= _KIND_ALIKE:
            return _bare([*words[taken:], *_below(paper, lines[-1])])
    return None


def _below(paper: Paper, last: SheetLine) -> list[str]:
    """Words of the lines close below `last` that share its middle, up to the one that begins the text."""
    words: list[str] = []
    lines, middle = 0, last.centre
    for line in paper.lines_below(last):
        is_far = line.y - last.y > 3.4 * max(line.height, last.height)
        if lines == _MOST_LINES or is_far or _BODY.match(line.folded):
            break
        if abs(line.centre - middle) < _OFF_MIDDLE:
            words.extend(line.folded.split())
            lines += 1
            last = line
    return words


def _bare(words: Sequence[str]) -> tuple[str, ...]:
    """Without "về việc" before it, and without figures and units: "giao 120 m² đất" gives land, too."""
    return tuple(word for word in _without_about(words) if not _FIGURES.search(word))[:_WORDS_COMPARED]


def _without_about(words: Sequence[str]) -> Sequence[str]:
    """The words after "về việc" or "V/v", a letter or two of it misread or parted."""
    alike = {
        count: 100.0 if lead in _ABOUT_SHORT else fuzz.ratio(lead, _ABOUT)
        for count in range(1, min(4, len(words)))
        if (lead := "".join(words[:count]))
    }
    best = max(alike, key=lambda count: (alike[count], count), default=0)
    return words[best:] if best and alike[best] >= _ABOUT_ALIKE else words


def is_unclear(read: Sequence[str]) -> bool:
    """Whether hardly a subject was read: a word or none, or many that are no syllables."""
    broken = sum(not is_folded_syllable(word) for word in read[:_WORDS_JUDGED])
    return len(read) < 2 or broken > _MOST_BROKEN * min(len(read), _WORDS_JUDGED)


def subject_similarity(read: Sequence[str], known: Sequence[str]) -> float:
    """How well `read` begins with the subject `known`, 0 to 1."""
    if not read or not known:
        return 0.0
    wanted = "".join(known)
    begun = max(_starts_with("".join(read[skip:]), wanted) for skip in (0, 1))
    if begun < _NEAR_EXACT and _lacks_a_word(read, known):
        begun *= _WORD_MISSING
    if len(known) <= _FEW_WORDS or begun >= SURE:
        return begun
    return max(begun, _in_order(read, known))


def _lacks_a_word(read: Sequence[str], known: Sequence[str]) -> bool:
    """Whether one of the words is not there in any shape: "thu hồi giấy chứng nhận" takes no "đất" back.

    A word that is no syllable was misread, and may be the one that is missed.
    """
    near = read[: len(known) + 2]
    spare = sum(not is_folded_syllable(word) for word in near)
    return sum(max(fuzz.ratio(word, each) for each in near) < 50 for word in known) > spare


def _starts_with(text: str, wanted: str) -> float:
    return max(fuzz.ratio(text[: len(wanted) + more], wanted) for more in (-1, 0, 1)) / 100


def _in_order(read: Sequence[str], known: Sequence[str]) -> float:
    """Share of the letters of `known` whose words come in their order; its beginning must be there."""
    matched, at = 0, 0
    for place, word in enumerate(known):
        reach = read[at : at + (3 if place < 2 else 12)]
        hit = next((index for index, each in enumerate(reach) if fuzz.ratio(each, word) >= 75), None)
        if hit is not None:
            matched += len(word)
            at += hit + 1
    return matched / len("".join(known))
