"""Whether a value looks like its kind: what a name, an address or an agency has, and what it never ends with.

A value can be read without a wrong letter and still be no value: half a name, an agency that lost its
beginning, the first words of the next sentence. These signs speak of any paper; how much each weighs is
fitted (docs/decisions/0033-confidence.md).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from functools import cache, lru_cache
from itertools import pairwise

from classifiers.catalogue import load_record_types
from classifiers.extraction.folding import fold, fold_words
from classifiers.extraction.name_syllables import unusual
from classifiers.extraction.names import family_of, is_name_part
from classifiers.extraction.office_words import AGENCIES, OFFICIAL_PHRASES, PROVINCES, SHORT_AGENCIES
from classifiers.places import read_address
from classifiers.record_type import FieldRule, FieldType, RecordType
from classifiers.syllables import is_syllable
from classifiers.vietnamese import nfc

NAMES = frozenset({FieldType.PERSON_NAME, FieldType.ORG_NAME, FieldType.ADDRESS, FieldType.PLACE})
"""Kinds that begin with a capital letter."""
SPELLED = NAMES | {FieldType.TEXT, FieldType.ENUM_OPEN, FieldType.ID_DOCUMENT}
"""Kinds made of Vietnamese words."""
OPEN_ENDS = frozenset(
    {"va", "cua", "do", "tai", "ngay", "so", "thang", "nam", "voi", "cho", "la", "theo", "ve", "tu", "den",
     "cap", "xa", "phuong", "huyen", "quan", "tinh", "thi", "thon", "duong", "ong", "ba", "hoac", "cac",
     "trong", "ghi", "noi", "sinh", "o"}
)  # fmt: skip
"""Folded words after which a value would go on; many are names too, so they speak only for small letters."""
UNITS = (
    "tinh",
    "thanh pho",
    "huyen",
    "quan",
    "thi xa",
    "xa",
    "phuong",
    "thi tran",
    "dac khu",
    "tp",
    "khu vuc",
)
"""Folded words that begin the name of an administrative unit, which stands for its committee."""
HOUSES = frozenset(
    {
        "thon",
        "xom",
        "ap",
        "ban",
        "buon",
        "lang",
        "khom",
        "khu",
        "to",
        "so",
        "duong",
        "ngo",
        "khoi",
        "nha",
        "pho",
    }
)
"""Folded words that begin what is smaller than a commune."""
SHORTEST_LABEL = 6
"""Folded letters of a label that is no ordinary word."""
LONGEST = 400
"""Letters of a value that are looked at."""


def form_signs(record_type: RecordType, rule: FieldRule, value: str) -> dict[str, float]:
    """What the letters of a value say for and against its being a whole value of its kind."""
    text = value[:LONGEST].strip()
    words = text.split()
    if not words:
        return {"empty": 1.0}
    signs = {
        "ends open": float(_is_open(words[-1])),
        "begins small": float(rule.type in NAMES and _begins_small(rule, text)),
        "holds label": float(_holds_label(record_type, rule, text)),
        "is label": float(fold(text) in _all_labels(record_type) and not _is_known(rule, text)),
        "holds colon": float(":" in text and ":" not in (rule.example or "")),
        **_beside_example(rule, text),
    }
    if rule.type in SPELLED:
        signs["no syllables"] = min(3.0, float(sum(_is_no_syllable(word) for word in words)))
        signs["unlike print"] = min(3.0, float(_unlike_print(words)))
        signs["as printed elsewhere"] = float(rule.type not in NAMES and _is_known(rule, text))
    if rule.type is FieldType.PERSON_NAME:
        signs |= _of_person(words)
    elif rule.type is FieldType.ORG_NAME:
        signs |= _of_agency(text)
    elif rule.type is FieldType.ADDRESS:
        signs |= _of_address(text)
    return signs


def _begins_small(rule: FieldRule, text: str) -> bool:
    """Whether a name of any kind begins with a small letter; `xã Phú Lâm` and `thôn Đông` may."""
    if not text[:1].islower():
        return False
    folded = fold_words(text)
    is_place = folded.split()[0] in HOUSES or _begins_as_agency(text)
    return rule.type is FieldType.PERSON_NAME or not is_place


def _is_open(word: str) -> bool:
    bare = word.strip(".,;:()")
    return word.endswith(("(", "/", "-", "–", ",", "&")) or (bare.islower() and fold(bare) in OPEN_ENDS)


def _is_no_syllable(word: str) -> bool:
    bare = word.strip(".,;:()\"'“”-–/")
    return bare.isalpha() and not bare.isupper() and not is_syllable(bare)


def _is_known(rule: FieldRule, text: str) -> bool:
    """Whether the type's own file writes this value, letter for letter."""
    return nfc(text).lower() in {nfc(known).lower() for known in (*rule.enum, rule.example or "")}


def _unlike_print(words: list[str]) -> int:
    """Words that forms write with other marks: small ones alone (`huyên`), any beside their neighbour."""
    single, pairs = _print()
    bare = [nfc(word.strip(".,;:()\"'“”")) for word in words]
    alone = sum(
        fold(word) in single and word not in single[fold(word)]
        for word in bare
        if word.islower() and len(word) > 1
    )
    beside = sum(
        (fold(left), fold(right)) in pairs
        and (left.lower(), right.lower()) not in pairs[fold(left), fold(right)]
        for left, right in pairwise(bare)
    )
    return max(alone, beside)


@cache
def _print() -> tuple[dict[str, set[str]], dict[tuple[str, str], set[tuple[str, str]]]]:
    """How labels, titles and lists of values of all types write single words and pairs, by folded letters."""
    single: dict[str, set[str]] = defaultdict(set)
    pairs: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    texts = [*OFFICIAL_PHRASES, *PROVINCES]
    for kind in load_record_types().values():
        texts += [*kind.titles, kind.name_vi, *kind.anchors]
        for rule in kind.fields:
            texts += [*rule.labels, *rule.enum]
            texts += [rule.example] if rule.example and rule.type not in {FieldType.PERSON_NAME} else []
    for text in texts:
        words = [nfc(word.strip(".,;:()\"'“”/")) for word in text.split()]
        for word in words:
            if word.isalpha() and len(word) > 1:
                single[fold(word)].add(word.lower())
        for left, right in pairwise(words):
            if left.isalpha() and right.isalpha():
                pairs[fold(left), fold(right)].add((left.lower(), right.lower()))
    return dict(single), dict(pairs)


def _holds_label(record_type: RecordType, rule: FieldRule, text: str) -> bool:
    """Whether words that the form prints beside another value stand in this one."""
    folded, own = fold(text), fold(rule.example or "")
    return any(label in folded and label not in own for label in _capital_labels(record_type))


def _all_labels(record_type: RecordType) -> frozenset[str]:
    return _folded(tuple(label for rule in record_type.fields for label in rule.labels))


def _capital_labels(record_type: RecordType) -> frozenset[str]:
    """Those that stand at the beginning of a line or cell; others are words of sentences too."""
    labels = (label for rule in record_type.fields for label in rule.labels if label[:1].isupper())
    return frozenset(label for label in _folded(tuple(labels)) if len(label) >= SHORTEST_LABEL)


@lru_cache(maxsize=512)
def _folded(labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, labels)) - {""}


def _beside_example(rule: FieldRule, text: str) -> dict[str, float]:
    """How unlike the type's own example the value is built: its length, its first and its last sign."""
    if not rule.example:
        return {"no example": 1.0}
    ratio = math.log(len(text.split()) / len(rule.example.split()))
    return {
        "shorter than example": min(2.0, max(0.0, -ratio)),
        "longer than example": min(2.0, max(0.0, ratio)),
        "begins unlike": float(_class(text[0]) != _class(rule.example[0])),
        "ends unlike": float(_class(text.rstrip(" .,;")[-1:]) != _class(rule.example.rstrip(" .,;")[-1:])),
    }


def _class(letter: str) -> str:
    if letter.isdigit():
        return "digit"
    return "upper" if letter.isupper() else "lower" if letter.isalpha() else "sign"


def _of_person(words: list[str]) -> dict[str, float]:
    capitals = [word.isupper() for word in words if len(word) > 1]
    return {
        "one syllable": float(len(words) == 1),
        "two syllables": float(len(words) == 2),
        "many syllables": float(len(words) > 5),
        "unusual syllables": min(3.0, float(unusual(" ".join(words)))),
        "no family": float(family_of(words[0]) is None),
        "mixed capitals": float(any(capitals) and not all(capitals)),
        "no name part": float(not all(map(is_name_part, map(str.title, words)))),
    }


_AGENCY = re.compile(rf"(?:{'|'.join((*AGENCIES, *UNITS))})\b")
"""A unit's name alone stands for its committee where the letterhead is short of room."""
_COMMITTEE = re.compile(r"\b(?:uy ban nhan dan|ubnd|hoi dong nhan dan)\b")
_PARENT = re.compile(rf"(?:{'|'.join(UNITS)}|uy ban nhan dan|ubnd|hoi dong nhan dan)\b")
"""How the letterhead's upper agency is called; `Chủ tịch UBND xã` and `Văn phòng UBND` are one name."""
_BARE_UNIT = re.compile(r"\b(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)$")
"""With marks: `Cẩm Xá` ends with a name."""


def _of_agency(text: str) -> dict[str, float]:
    folded = fold_words(text)
    return {
        "no agency word": float(not _begins_as_agency(text) or _is_bare_name(folded)),
        "two agencies": float(_PARENT.match(folded) is not None and _COMMITTEE.search(folded, 1) is not None),
        "unit without name": float(_BARE_UNIT.search(nfc(text).lower()) is not None or " " not in folded),
    }


def _begins_as_agency(text: str) -> bool:
    return _AGENCY.match(fold_words(text)) is not None or text.split(maxsplit=1)[0].upper() in SHORT_AGENCIES


def _is_bare_name(folded: str) -> bool:
    """Whether a name of places stands alone that begins like an agency: `TRƯỜNG SƠN`, `HỘI AN`."""
    words = folded.split()
    return len(words) <= 3 and words[0] in {"truong", "hoi", "doi", "dai", "vien", "ban", "to", "so", "quy"}


def _of_address(text: str) -> dict[str, float]:
    address = read_address(text)
    told = [part for part in (address.commune, address.district, address.province) if part is not None]
    return {
        "no province": float(address.province is None),
        "no commune": float(address.commune is None),
        "unit unlike list": min(4.0, float(sum(part.cost for part in told))),
        "units unsure": float(not address.is_sure),
    }
