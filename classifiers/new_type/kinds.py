"""What kind of value stands in a blank: told by types that print the same label, else by the value's form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from classifiers.record_type import FieldType, RecordType
from classifiers.validators import validator_for
from classifiers.vietnamese import fold_words

FORMS: tuple[tuple[re.Pattern[str], FieldType], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"\d(?:\s?\d){11}|\d(?:\s?\d){8}", FieldType.ID_NUMBER),
        (r"(?:ngày\s+)?\d{1,2}\s*(?:[/.-]|tháng)\s*\d{1,2}\s*(?:[/.-]|năm)\s*\d{4}", FieldType.DATE),
        (r"ngày\s+[^\d,]+,?\s*tháng\s+[^\d]+", FieldType.DATE_WORDS),
        (r"0\d{9}", FieldType.PHONE),
        (r"\S+@\S+\.\S+", FieldType.EMAIL),
        (r"\d[\d.]*(?:,\d+)?\s*(?:m2|m²)", FieldType.AREA_M2),
        (r"\d{1,3}(?:\.\d{3})+(?:\s*(?:đồng|đ|VNĐ))?|\d+\s*(?:đồng|VNĐ)", FieldType.MONEY),
        (r"[^\d]+\sđồng(?:\s*chẵn)?", FieldType.MONEY_WORDS),
        (r"\d[\d,]*\s*%", FieldType.PERCENT),
        (r"\d{1,5}(?:/\d{4})?/[A-ZĐ][\w.&-]+", FieldType.DOC_NUMBER),
        (r"(?:19|20)\d{2}", FieldType.YEAR),
        (r"\d{1,4}", FieldType.INTEGER),
        (r"\d+,\d+", FieldType.DECIMAL),
        (r"[A-ZĐ]{1,2} \d{6,8}", FieldType.SERIAL),
    )
)
"""Forms of whole values in the order in which they are tried; the validator of the kind must agree."""
PLACE_WORDS = re.compile(r"(?<!\w)(?:xã|phường|thị trấn|huyện|quận|thị xã|tỉnh|thành phố|thôn|tổ dân phố)\s")
OFFICE_WORDS = re.compile(
    r"^(?:ủy ban|ubnd|chi cục|sở|phòng|công an|văn phòng|công ty|trường)\s", re.IGNORECASE
)
PERSON_WORDS = ("ten", "ong", "ba", "nguoi", "chu ho", "dai dien")
SEXES = {"Nam", "Nữ"}
EXAMPLES: Mapping[FieldType, str] = {
    FieldType.PERSON_NAME: "NGUYỄN VĂN AN",
    FieldType.DATE: "05/03/2026",
    FieldType.ID_NUMBER: "027085904417",
    FieldType.ADDRESS: "Thôn Đông, xã Tiên Du, tỉnh Bắc Ninh",
    FieldType.PHONE: "0912345678",
    FieldType.AREA_M2: "120,5",
    FieldType.MONEY: "1.250.000",
    FieldType.YEAR: "1985",
    FieldType.ORG_NAME: "Ủy ban nhân dân xã Tiên Du",
}
"""Of invented people; what was read is never written down."""


class Kind(NamedTuple):
    """What a blank seems to hold."""

    type: FieldType
    is_sure: bool
    """Whether form or many types say so, rather than a look at capitals."""
    enum: tuple[str, ...] = ()


def kinds_by_label(record_types: Mapping[str, RecordType]) -> Mapping[str, FieldType]:
    """The kind that most fields with a label have, by the folded label."""
    votes: dict[str, Counter[FieldType]] = {}
    for record_type in record_types.values():
        for rule in record_type.fields:
            for label in rule.labels:
                votes.setdefault(fold_words(label), Counter())[rule.type] += 1
    return {label: counted.most_common(1)[0][0] for label, counted in votes.items()}


def kind_of(label: str, filled: str, known: Mapping[str, FieldType]) -> Kind:
    """The kind of the value `filled` behind `label`; plain text where nothing tells."""
    if filled in SEXES or fold_words(label) in {"gioi tinh", "nam nu"}:
        return Kind(FieldType.ENUM, True, ("Nam", "Nữ"))
    agreed = known.get(fold_words(label))
    if agreed is not None and agreed not in _NEEDS_MORE and _fits(agreed, filled):
        return Kind(agreed, True)
    formed = next((kind for form, kind in FORMS if form.fullmatch(filled) and _fits(kind, filled)), None)
    if formed is not None:
        return Kind(formed, formed is not FieldType.INTEGER)
    return _kind_of_words(label, filled)


def _kind_of_words(label: str, filled: str) -> Kind:
    if OFFICE_WORDS.match(filled):
        return Kind(FieldType.ORG_NAME, False)
    if PLACE_WORDS.search(filled.lower()) and "," in filled:
        return Kind(FieldType.ADDRESS, True)
    if _is_name(label, filled):
        return Kind(FieldType.PERSON_NAME, False)
    return Kind(FieldType.TEXT, False)


_NEEDS_MORE = {FieldType.ENUM, FieldType.TABLE, FieldType.LIST, FieldType.CHECKBOX, FieldType.QR}
"""Kinds that a label alone does not settle: their values or columns must be written down."""


def _fits(kind: FieldType, filled: str) -> bool:
    return not filled or validator_for(kind).parse(filled).is_valid


def _is_name(label: str, filled: str) -> bool:
    """Two to six syllables, each with a capital, behind a label that speaks of somebody."""
    syllables = filled.split()
    parsed = validator_for(FieldType.PERSON_NAME).parse(filled)
    is_printed = 2 <= len(syllables) <= 6 and all(syllable[:1].isupper() for syllable in syllables)
    words = f" {fold_words(label)} "
    speaks_of_one = any(f" {word} " in words for word in PERSON_WORDS)
    return is_printed and parsed.is_valid and not parsed.warnings and (speaks_of_one or filled.isupper())
