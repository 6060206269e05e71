"""What the portal asks of whoever keeps the settings; `hoso` hands an implementation in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

Plain = str | int | float | bool | None | list[str]
"""A value as JSON has it; `None` for "not set here"."""


class Source(StrEnum):
    """Where a value comes from, the strongest first."""

    VARIABLE = "variable"
    FILE = "file"
    WEB = "web"
    BUILT_IN = "built_in"

    @property
    def is_fixed(self) -> bool:
        """Whether somebody with access to the machine has said so, and the web may not."""
        return self in {Source.VARIABLE, Source.FILE}


class Effect(StrEnum):
    """When a change takes effect."""

    NOW = "now"
    SOON = "soon"
    """As soon as nothing is being read, without a restart."""
    RESTART = "restart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One setting as it stands."""

    name: str
    """Its path: `review.threshold`."""
    value: Plain
    usual: Plain
    """What is built in."""
    source: Source
    effect: Effect
    choices: tuple[str, ...] = ()
    """The words that it may be; empty where anything of its kind goes."""
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeWish:
    """What the office wants of one record type."""

    used: bool = True
    """Papers may be filed as of this type."""
    threshold: float | None = None
    """Confidence from which it files itself; `None` for that of the whole office."""
    level: int | None = None
    """Level of sensitivity 1 to 4; `None` for the type's own."""
    retention_years: int | None = None
    """How long its records are kept; `None` where nothing or "for ever" is set."""
    permanent: bool = False
    legal_basis: str = ""
    """By which rule it is kept so long."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change changed."""

    name: str
    old: Plain | Mapping[str, object]
    """As the web had it; `None` where it had said nothing."""
    new: Plain | Mapping[str, object]
    effect: Effect


class SettingsDoor(Protocol):
    """Reads settings, and keeps those that the web may change. Every change raises `SettingInvalid` with a
    sentence when the value cannot be, and `SettingMoved` when somebody else was quicker."""

    def shown(self) -> Sequence[Shown]:
        """The settings that the web may change, in a fixed order."""
        ...

    def change(self, name: str, value: Plain, *, before: str | None = None) -> Changed:
        """Sets a value, or takes the web's own back (`None`); `before` is `token` of what was shown."""
        ...

    def types(self) -> Mapping[str, TypeWish]:
        """What is wished of types, by code; those of which nothing is wished are left out."""
        ...

    def types_fixed(self) -> frozenset[str]:
        """Codes of types that the file sets."""
        ...

    def change_type(self, code: str, wish: TypeWish | None) -> Changed:
        """Sets what is wished of a type, or takes it back."""
        ...

    def trust_folder(self) -> Path:
        """Where the certificates of trusted roots lie."""
        ...
