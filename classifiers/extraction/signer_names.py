"""The name of a signer among the words under a signature: in mixed case, without rank or degree.

Offices set "Trung tá", "TS.", "BSCKII." before it; the record keeps the name alone, as the metadata of Decree
30/2020/NĐ-CP, Appendix VI ask for. Strokes of the signature and rims of seals leave letters around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from classifiers.extraction.around_label import UNITS
from classifiers.extraction.folding import fold
from classifiers.extraction.lines import VisualLine
from classifiers.extraction.names import family_of, is_name_part
from classifiers.extraction.office_words import SURNAMES
from records import Word

LONGEST_NAME = 5
RANKS = frozenset({"uy", "ta", "tuong"})
RANK_GRADES = frozenset({"thieu", "trung", "thuong", "dai"})
"""Of police and army: thiếu úy to đại tướng, folded."""
DEGREE = re.compile(
    r"(?:(?:pgs|gs|tskh|ts|ths|bs|bsck|bscki{1,2}|bsck[12]|bsnt|ck|cki{1,2}|ck[12]|ds|dsck|dscki{1,2}|ks|kts|cn"
    r"|ls|ngut|ngnd|nsut|ttut|ttnd|dr|qncn|cnqp))+"
)
"""Academic degrees and titles of honour, folded and perhaps run together: `PGS.TS.`."""
ADDRESSES = frozenset({"Ông", "Bà", "Đ/c", "Ông:", "Bà:", "Đ/c:"})
DEGREE_WORDS = (("bac", "si"), ("tien", "si"), ("thac", "si"), ("ky", "su"), ("luat", "su"), ("dong", "chi"))


def name_in(words: Sequence[Word]) -> tuple[Word, ...]:
    """The longest run of words that could be a person's name in mixed case; empty when there is none.

    A fragment close before the run, such as the rest of a family name under a seal, is part of it.
    """
    words = after_rank(words)
    best: tuple[Word, ...] = ()
    run: list[Word] = []
    for word in (*words, None):
        if word is not None and is_name_part(word.text):
            run.append(word)
            continue
        if run and (len(run), starts_with_surname(run)) > (
            len(best),
            bool(best) and starts_with_surname(best),
        ):
            best = tuple(run)
        run = []
    while len(best) > 2 and not starts_with_surname(best) and best[0].confidence < 0.5:
        best = best[1:]
    best = _with_fragment(words, best)
    return best if 2 <= len(best) <= LONGEST_NAME else ()


def after_rank(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words behind the last rank or degree among the first of them; all where there is none."""
    start = 0
    for at in range(min(len(words), 5)):
        pair = fold(words[at].text), fold(words[at + 1].text) if at + 1 < len(words) else ""
        if (pair[0] in RANK_GRADES and pair[1] in RANKS) or pair in DEGREE_WORDS:
            start = at + 2
        elif at >= start and _is_degree(words[at], followed=at + 2 < len(words)):
            start = at + 1
    return tuple(words[start:])


def _is_degree(word: Word, *, followed: bool) -> bool:
    """Whether a word is a degree: it has one's letters and is written as no name is ("TS.", "BsCKII")."""
    if word.text in ADDRESSES:
        return followed
    if not DEGREE.fullmatch(fold(word.text)) or not followed:
        return False
    letters = word.text.rstrip(".:")
    return not is_name_part(letters) or word.text.endswith((".", ":")) or letters in {"Bs", "Ths", "Ts", "Ks"}


def is_capital_name(words: Sequence[Word]) -> bool:
    """Whether words in capitals are a name: a family as it is written, then one to four more."""
    letters = [word.text.strip(".,;:") for word in words]
    is_shaped = all(re.fullmatch(r"[^\W\d_]+", text) and text.isupper() for text in letters)
    return 2 <= len(letters) <= LONGEST_NAME and is_shaped and letters[0].capitalize() in SURNAMES


def is_crowded(name: Sequence[Word], rows: Iterable[VisualLine]) -> bool:
    """Whether a word that was read fairly surely touches the name on its line and is no rank or degree."""
    row = next((row for row in rows if name[0] in row.words), None)
    if row is None:
        return False
    at, end = row.words.index(name[0]), row.words.index(name[-1])
    touching = 0.7 * name[0].box.height
    before = row.words[at - 1 : at] if at else ()
    behind = row.words[end + 1 : end + 2]
    near = [word for word in before if name[0].box.x0 - word.box.x1 < touching]
    near = [word for word in near if not _is_title_of_person(row.words[:at])]
    near += [word for word in behind if word.box.x0 - name[-1].box.x1 < touching]
    return any(
        any(map(str.isalnum, word.text))
        and word.confidence >= 0.5
        and word.box.height > 0.5 * name[0].box.height
        for word in near
    )


def _is_title_of_person(words: Sequence[Word]) -> bool:
    """Whether the words in front of a name end in a rank, a degree or a word of address."""
    last = fold(words[-1].text)
    pair = tuple(fold(word.text) for word in words[-2:])
    return last in RANKS or pair in DEGREE_WORDS or DEGREE.fullmatch(last) is not None


def _with_fragment(words: Sequence[Word], run: tuple[Word, ...]) -> tuple[Word, ...]:
    before = next((left for left, right in pairwise(words) if run and right is run[0]), None)
    if before is None or run[0].box.x0 - before.box.x1 > 0.8 * run[0].box.height:
        return run
    if fold(before.text) in UNITS and before.text.islower():
        return ()  # "tỉnh Bắc Kạn" is a place
    return (before, *run) if re.fullmatch(r"[^\W\d_]{2,}", before.text) and len(run) >= 2 else run


def starts_with_surname(words: Sequence[Word]) -> bool:
    return family_of(words[0].text) is not None


def name_score(words: Sequence[Word]) -> float:
    """How likely these words are a signer's name, 0 to about 1.5."""
    sure = sum(word.confidence for word in words) / len(words)
    length = {2: 0.1, 3: 0.3, 4: 0.3}.get(len(words), 0.1)
    return sure * 0.7 + length + 0.4 * starts_with_surname(words)
