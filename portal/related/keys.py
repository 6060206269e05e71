"""What of a record other papers may share: persons, parcels, serials, document numbers, dossiers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from classifiers.catalogue import load_record_types
from classifiers.record_type import FieldType
from portal.catalogue.describing import number_fields
from portal.catalogue.folding import fold
from portal.catalogue.reconciling.roles import (
    BIRTH_ENDINGS,
    LISTS,
    NAME_ENDINGS,
    NUMBER_ENDINGS,
    people_in,
)
from records import FieldValue

MOST_PERSONS = 12
"""Persons of one record whose papers are looked for."""
SERIALS = ("serial", "certificate_serial", "cited_serial")
REGISTRY = ("registry_number", "cited_registry_number")
DOSSIERS = ("dossier_number", "dossier_code", "dossier")
PARCEL, SHEET = "parcel_number", "map_sheet_number"
BIRTHS = (*BIRTH_ENDINGS, "birth_date", "dob")
_IDENTITY = re.compile(r"\d{12}|\d{9}|[a-z]\d{7,8}")
_CITED = re.compile(r"(?<![\d/])\d{1,5}(?:/\d{4})?/[A-ZĐƯ]{1,10}[\w.&]*(?:-[A-ZĐƯ0-9]+)*")
_LEAST_WORDS = 2
"""Of a name: one syllable alone is no name to look for."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a record names; one of `number` and `born` is told."""

    name: str
    """As printed; empty where only the number was read."""
    number: str = ""
    born: str = ""
    """ISO 8601, perhaps a year alone."""


def persons(fields: Mapping[str, FieldValue]) -> Iterator[Person]:
    """The persons of a record by whom others can be found, each once."""
    seen: set[str] = set()
    for one in sorted(_persons(fields), key=lambda one: not one.name):
        key = one.number or (one.born and f"{one.name} {one.born}")
        if key and key not in seen and len(seen) < MOST_PERSONS:
            seen.add(key)
            yield one


def _persons(fields: Mapping[str, FieldValue]) -> Iterator[Person]:
    for name, found in fields.items():
        whose = next((name[: -len(end)] for end in NAME_ENDINGS if name.endswith(end)), None)
        if whose is not None:
            number = _first(fields, whose, NUMBER_ENDINGS)
            born = _first(fields, whose, BIRTHS)
            is_whole = len(found.value.split()) >= _LEAST_WORDS
            yield Person(found.value, _identity(number), born if is_whole else "")
        elif name in identity_fields():
            yield Person("", _identity(found.normalised))
    for name in LISTS:
        if name in fields:
            for one in people_in(fields[name].value):
                yield Person(one.name, one.number, one.born)


def _first(fields: Mapping[str, FieldValue], whose: str, endings: tuple[str, ...]) -> str:
    return next((fields[whose + end].normalised for end in endings if whose + end in fields), "")


def _identity(text: str) -> str:
    key = fold(text).replace(" ", "")
    return key if _IDENTITY.fullmatch(key) else ""


def cited_numbers(text: str) -> list[str]:
    """Numbers of documents in a text, as printed, each once: `15/2024/QĐ-UBND`."""
    return list(dict.fromkeys(match[0] for match in _CITED.finditer(text)))[:40]


@cache
def identity_fields() -> tuple[str, ...]:
    """Fields of any type that hold the number of a person."""
    return _fields_of(FieldType.ID_NUMBER, FieldType.ID_DOCUMENT)


@cache
def name_fields() -> tuple[str, ...]:
    """Fields of any type that hold the name of a person."""
    return _fields_of(FieldType.PERSON_NAME)


@cache
def document_fields() -> tuple[str, ...]:
    """Fields of any type that hold a document's own number."""
    return tuple(dict.fromkeys((*number_fields(), *_fields_of(FieldType.DOC_NUMBER))))


def _fields_of(*kinds: FieldType) -> tuple[str, ...]:
    types = load_record_types().values()
    return tuple(sorted({rule.name for kind in types for rule in kind.fields if rule.type in kinds}))
