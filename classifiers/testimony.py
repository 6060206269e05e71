"""What a witness says of a field: a code or another independent source beside the printed words.

A witness speaks, `agreement` decides. What agrees makes the field surer; what contradicts one that was read
surely makes it doubtful and goes to a person; what was not read, or badly, may be taken from the code, since
codes stand above print (identity data: chip and QR > print of the card > papers that cite it).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from rapidfuzz import fuzz

from classifiers.extraction.values import judge
from classifiers.places import is_same_commune, read_address
from classifiers.record_type import FieldRule, FieldType, RecordType
from classifiers.vietnamese import fold_words, neutral_key
from records import Box, FieldValue, Page
from records.printed_marks import PageCode

CODE = 0.98
"""Confidence of what a code says: its signs are beyond doubt, whose it is may not be."""
SURE = 0.9
"""Confidence from which a printed value is not replaced by a code's."""
ALIKE, UNLIKE = 0.9, 0.6
"""Likeness, 0 to 1, from which two addresses are one and below which they are two."""
LONGEST_SHOWN = 60
"""Letters of a value in a sentence for staff."""
UNIT_WORDS = frozenset(
    {"xa", "phuong", "thi", "tran", "huyen", "quan", "tinh", "thanh", "pho", "thon", "xom", "ap", "tp"}
)
"""Kinds of administrative units, which cards leave out of addresses."""
Fields = Mapping[str, FieldValue]


class Verdict(StrEnum):
    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    OFFERS = "offers"
    """The value was not read, or badly, and the witness knows it."""
    REMARKS = "remarks"
    """Worth telling staff, asks nothing of them."""


@dataclass(frozen=True, slots=True)
class Testimony:
    """One statement about fields of a paper."""

    verdict: Verdict
    fields: tuple[str, ...]
    confidence: float = CODE
    reason: str = ""
    """In Vietnamese, what contradicts what; empty for agreement."""
    value: FieldValue | None = None
    """What is offered."""


@dataclass(frozen=True, slots=True)
class Said:
    """A value as a code gives it, before it is held against the print."""

    field: str
    text: str
    """As the paper would print it."""
    has_marks: bool = True
    """False for names of machine-readable zones, which no check digit covers: they only ever agree."""


@dataclass(frozen=True, slots=True)
class Source:
    """The code that speaks."""

    witness: str
    """Name of the witness's file; the rule of offered values is `witness:` and this."""
    name_vi: str
    """Such as `mã QR`."""
    page: int
    box: Box
    payload: str


def codes_of(pages: tuple[Page, ...] | list[Page], *kinds: str) -> list[tuple[Page, PageCode]]:
    """The codes of these kinds in the order of the pages, each payload once."""
    found = {
        (code.kind, code.text): (page, code) for page in reversed(pages) for code in reversed(page.codes)
        if code.kind in kinds
    }  # fmt: skip
    return list(reversed(found.values()))


def payload_offer(
    record_type: RecordType, kind: FieldType, source: Source, fields: Fields, normalised: str
) -> list[Testimony]:
    """The code itself as the value of the type's field for it."""
    rule = next((rule for rule in record_type.fields if rule.type is kind), None)
    if rule is None or rule.name in fields:
        return []
    return [Testimony(Verdict.OFFERS, (rule.name,), value=_offered(source, source.payload, normalised))]


def heard(
    record_type: RecordType, fields: Fields, source: Source, said: Said, *, is_same_paper: bool = False
) -> Testimony | None:
    """What it means that `source` says `said`; `None` when the type has no such field or nothing can be told.

    `is_same_paper`: the code is known to belong to this paper, so it may replace what was read badly even
    where the two look nothing alike.
    """
    rule = record_type.field(said.field)
    if rule is None or not said.text:
        return None
    judged = judge(rule, said.text)
    if not judged.is_valid:
        return None
    offer = _offered(source, judged.value, judged.normalised)
    found = fields.get(said.field)
    if found is None or not (found.value or found.normalised):
        return Testimony(Verdict.OFFERS, (said.field,), value=offer) if said.has_marks else None
    likeness = _likeness(rule, found, offer, has_marks=said.has_marks)
    if likeness >= ALIKE:
        return _agreeing(rule, found, offer, may_replace=said.has_marks and is_same_paper)
    if not said.has_marks:
        return None
    may_replace = is_same_paper or likeness >= UNLIKE
    return _differing(rule, found, source, offer, likeness=likeness, may_replace=may_replace)


def _agreeing(rule: FieldRule, found: FieldValue, offer: FieldValue, *, may_replace: bool) -> Testimony:
    """Agreement; of one place in other letters the code's, since it has no marks to lose."""
    is_spelled_so = rule.type is not FieldType.ADDRESS or _spelling(found.value) == _spelling(offer.value)
    if is_spelled_so or not may_replace:
        return Testimony(Verdict.AGREES, (rule.name,))
    told = replace(offer, page=found.page, box=found.box, as_read=found.as_read)
    return Testimony(Verdict.OFFERS, (rule.name,), value=told)


def _differing(
    rule: FieldRule,
    found: FieldValue,
    source: Source,
    offer: FieldValue,
    *,
    likeness: float,
    may_replace: bool,
) -> Testimony | None:
    """What follows from a difference: nothing for an address told in other words, else offer or doubt."""
    is_sure = found.confidence >= SURE
    if rule.type is FieldType.ADDRESS and likeness >= UNLIKE and is_sure:
        return None
    reason = (
        f"{_name_of(rule)} trên {source.name_vi} “{shown(offer.value)}” khác chữ in “{shown(found.value)}”"
    )
    if may_replace and not is_sure:
        taken = f"{reason}: chữ in đọc chưa chắc nên lấy theo {source.name_vi}"
        return Testimony(Verdict.OFFERS, (rule.name,), value=offer, reason=taken)
    return Testimony(Verdict.CONTRADICTS, (rule.name,), reason=reason)


def shown(text: str) -> str:
    """A value on one line, short enough for a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 1]}…"


def _offered(source: Source, value: str, normalised: str) -> FieldValue:
    return FieldValue(
        value=value,
        normalised=normalised,
        confidence=CODE,
        page=source.page,
        box=source.box,
        as_read=source.payload,
        rule=f"witness:{source.witness}",
    )


def _name_of(rule: FieldRule) -> str:
    label = rule.labels[0] if rule.labels else rule.name.replace("_", " ")
    return label.split(" / ")[0]


def _likeness(rule: FieldRule, found: FieldValue, said: FieldValue, *, has_marks: bool) -> float:
    """How alike two values are, 0 to 1; `ALIKE` and more means the same."""
    one, other = found.normalised or found.value, said.normalised
    if rule.type is FieldType.PERSON_NAME:
        is_same = (
            neutral_key(one) == neutral_key(other) if has_marks else fold_words(one) == fold_words(other)
        )
        return 1.0 if is_same else min(0.85, fuzz.ratio(fold_words(one), fold_words(other)) / 100)
    if rule.type is FieldType.ADDRESS:
        return _alike_places(found.value, said.value)
    if rule.type is FieldType.AREA_M2 and (_decimal(one), _decimal(other)) != (None, None):
        return 1.0 if _decimal(one) == _decimal(other) else 0.0
    if one == other or found.value == said.value:
        return 1.0
    return min(0.85, fuzz.ratio(one, other) / 100)


def _alike_places(one: str, other: str) -> float:
    """How alike two addresses are, 0 to 1: by their communes where both surely name one, else by their words.

    Two houses of one commune are told apart by their words.
    """
    alike = fuzz.token_sort_ratio(_address_key(one), _address_key(other)) / 100
    is_one = is_same_commune(one, other)
    if is_one is None:
        return alike
    if not is_one:
        return min(alike, UNLIKE - 0.01)
    houses = {fold_words(read_address(text).detail) for text in (one, other)}
    return 1.0 if len(houses) == 1 else max(alike, UNLIKE)


def _spelling(address: str) -> list[str]:
    """The words of an address with their marks, without the words for kinds of units."""
    words = neutral_key(address).replace(",", " ").replace(".", " ").split()
    return [word for word in words if fold_words(word) not in UNIT_WORDS]


def _address_key(text: str) -> str:
    """Names of units without the words for their kind."""
    return " ".join(word for word in fold_words(text).split() if word not in UNIT_WORDS)


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
