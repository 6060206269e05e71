"""Judges single values, one kind a file: what it says in canonical form, and what is wrong with it.

A member is a module with `parse` and `FIELD_TYPES`, the kinds of field it judges; it is found by lying here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Protocol

from classifiers.parsed import Parsed
from classifiers.record_type import FieldType


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
