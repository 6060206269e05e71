"""Which fields of a paper are personal data, by kind, and which are hidden unless somebody says otherwise.

Law 91/2025/QH15 on personal data: what a copy need not tell is not told. A preset is a proposal; the person
who hands the copy out decides field by field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from classifiers.catalogue import load_record_types
from classifiers.record_type import FieldType
from portal.catalogue.type_names import field_labels
from records import FieldValue, Record


class PersonalKind(StrEnum):
    """A kind of personal data."""

    NUMBER = "number"
    """Identity numbers, old and new, and codes that hold them."""
    BIRTH = "birth"
    ADDRESS = "address"
    CONTACT = "contact"
    NAME = "name"
    OTHER = "other"
    """No personal data by its kind; may be hidden all the same."""


_BY_TYPE: Mapping[FieldType, PersonalKind] = {
    FieldType.ID_NUMBER: PersonalKind.NUMBER,
    FieldType.ID_DOCUMENT: PersonalKind.NUMBER,
    FieldType.TAX_CODE: PersonalKind.NUMBER,
    FieldType.MRZ: PersonalKind.NUMBER,
    FieldType.QR: PersonalKind.NUMBER,
    FieldType.PERSON_NAME: PersonalKind.NAME,
    FieldType.ADDRESS: PersonalKind.ADDRESS,
    FieldType.PHONE: PersonalKind.CONTACT,
    FieldType.EMAIL: PersonalKind.CONTACT,
}
_BIRTH_WORDS = ("birth", "dob")
_BIRTH_TYPES = frozenset({FieldType.DATE, FieldType.DATE_WORDS, FieldType.YEAR})
_LISTS = ("party_a", "party_b", "principals", "agent", "owner_lines", "owners", "beneficiaries")
"""Fields whose text holds names, births, numbers and addresses together."""
PRESET = frozenset({PersonalKind.NUMBER, PersonalKind.BIRTH, PersonalKind.ADDRESS, PersonalKind.CONTACT})
"""Hidden unless told otherwise; a copy without the names is seldom of use."""
_PUBLIC_TYPES = frozenset(
    {"decision", "directive", "notice", "plan", "report", "resolution", "official_letter", "submission"}
)
"""Administrative documents: what they say of persons is their content, so nothing is hidden unless chosen."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One field as the form offers it."""

    name: str
    label: str
    value: str
    kind: PersonalKind
    is_chosen: bool


def choices(record: Record, chosen: frozenset[str] | None = None) -> list[Choice]:
    """The fields that were read, personal data first; `chosen` as the person ticked, else the preset."""
    labels = field_labels(record.record_type or "")
    code = record.record_type or ""
    found = []
    for name, value in record.fields.items():
        if not value.value.strip():
            continue
        kind = kind_of(code, name)
        preset = kind in PRESET and code not in _PUBLIC_TYPES
        is_chosen = preset if chosen is None else name in chosen
        found.append(Choice(name, labels.get(name, name), _short(value), kind, is_chosen))
    order = list(PersonalKind)
    return sorted(found, key=lambda one: order.index(one.kind))


def kind_of(code: str, name: str) -> PersonalKind:
    """The kind of a field of a record type."""
    known = load_record_types().get(code)
    rule = known.field(name) if known else None
    if rule is None:
        return PersonalKind.OTHER
    if rule.type in _BIRTH_TYPES and any(word in name for word in _BIRTH_WORDS):
        return PersonalKind.BIRTH
    if name in _LISTS:
        return PersonalKind.NAME
    return _BY_TYPE.get(rule.type, PersonalKind.OTHER)


def _short(found: FieldValue) -> str:
    text = " ".join(found.value.split())
    return text if len(text) <= 80 else f"{text[:79]}…"
