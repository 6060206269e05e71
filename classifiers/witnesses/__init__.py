"""Independent witnesses of what a paper says: codes printed on it, one kind a file.

A member is a module with `testify`; it is found by lying here. It compares and never changes a field: what
follows from what it says is `classifiers/agreement.py`'s. Relations between printed fields are no witnesses
but the `rules` of a record type.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Protocol

from classifiers.record_type import RecordType
from classifiers.testimony import Testimony
from records import FieldValue, Page


class Witness(Protocol):
    """Says what it knows of a paper's fields; nothing where it does not know. Never raises on a payload."""

    @staticmethod
    def testify(
        record_type: RecordType, fields: Mapping[str, FieldValue], pages: Sequence[Page]
    ) -> Sequence[Testimony]: ...


@cache
def all_witnesses() -> Mapping[str, Witness]:
    """Every member by the name of its file."""
    found = {member.name: import_module(f"{__name__}.{member.name}") for member in iter_modules(__path__)}
    return MappingProxyType(found)  # type: ignore[arg-type]  # modules take the part of the Protocol


def testimonies(
    record_type: RecordType, fields: Mapping[str, FieldValue], pages: Sequence[Page]
) -> list[Testimony]:
    """What all witnesses say, by the names of their files."""
    return [
        said
        for _, witness in sorted(all_witnesses().items())
        for said in witness.testify(record_type, fields, pages)
    ]
