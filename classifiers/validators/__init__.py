"""Judges single values, one kind a file: what it says in canonical form, and what is wrong with it.

A member is a module with `parse` and `FIELD_TYPES`, the kinds of field it judges; it is found by lying here.
One that judges texts of a meaning of their own, such as ethnic groups, has no kind but `FIELD_NAMES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Protocol

from classifiers.parsed import Parsed
from classifiers.record_type import FieldRule, FieldType


class Validator(Protocol):
    """Judges one value as printed; never raises on a text, and never guesses without saying so."""

    FIELD_TYPES: tuple[FieldType, ...]

    @staticmethod
    def parse(text: str) -> Parsed: ...


@cache
def all_validators() -> Mapping[str, Validator]:
    """Every member by the name of its file."""
    found = {member.name: import_module(f"{__name__}.{member.name}") for member in iter_modules(__path__)}
    return MappingProxyType(found)  # type: ignore[arg-type]  # modules take the part of the Protocol


@cache
def validator_for(field_type: FieldType) -> Validator:
    """The member that judges fields of `field_type`; free text has the plain one."""
    for validator in all_validators().values():
        if field_type in validator.FIELD_TYPES:
            return validator
    return all_validators()["plain_text"]


def validator_of(rule: FieldRule) -> Validator:
    """The member that judges this field: by its name where its kind is an open text, else by its kind.

    `child_ethnicity` is judged as an ethnic group, `land_use_purpose` as land-use codes.
    """
    if rule.type in OPEN_TYPES:
        named = _by_name().get(_last_words(rule.name))
        if named is not None:
            return named
    return validator_for(rule.type)


OPEN_TYPES = frozenset({FieldType.TEXT, FieldType.ENUM_OPEN})
"""Kinds that say nothing about what a value means."""


@cache
def _by_name() -> Mapping[str, Validator]:
    return MappingProxyType(
        {name: one for one in all_validators().values() for name in getattr(one, "FIELD_NAMES", ())}
    )


@cache
def _last_words(name: str) -> str:
    """The name without the role before it (`mother_ethnicity`), where a member knows the rest."""
    parts = name.split("_")
    ends = ("_".join(parts[start:]) for start in range(len(parts)))
    return next((end for end in ends if end in _by_name()), name)
