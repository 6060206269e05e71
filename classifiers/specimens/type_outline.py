"""What drawing needs to know of a record type: its title, its template, its labels and its fields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldOutline:
    """A field to be drawn."""

    name: str
    label: str
    kind: str
    """Field type of the catalogue: `person_name`, `date`, `area_m2` and so on."""
    options: tuple[str, ...] = ()
    """The closed or usual list of values."""
    example: str = ""


@dataclass(frozen=True, slots=True)
class TypeOutline:
    """A record type to be drawn."""

    code: str
    title: str
    template: str
    anchors: tuple[str, ...]
    fields: tuple[FieldOutline, ...]
