"""Keys to sign with: one file a kind of token, found by its name.

A kind is a module attribute `kind` in `signing/tokens/<name>.py`. An office names its tokens in settings
(`[signing.tokens.chu_tich]` with `kind = "pkcs11"` and that kind's options); a name that is not set but is
that of a kind means that kind with its options from nowhere else.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol, runtime_checkable

from asn1crypto import x509

from records.errors import SettingInvalid


class Pin:
    """A PIN or passphrase: in memory for one batch, never shown, logged, stored or tried twice by itself."""

    __slots__ = ("_digits",)

    def __init__(self, digits: str) -> None:
        self._digits: str | None = digits

    def reveal(self) -> str:
        """For handing it to the token; raises `RuntimeError` once it is forgotten."""
        if self._digits is None:
            raise RuntimeError("the PIN was forgotten")
        return self._digits

    def forget(self) -> None:
        """Drops it; called when the batch ends."""
        self._digits = None

    def __repr__(self) -> str:
        return "Pin(…)"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a PIN never leaves its process")


@dataclass(frozen=True, slots=True)
class OpenToken:
    """A token that is ready to sign."""

    signer: Any
    """A `pyhanko.sign.Signer`; safe for `at_once` signatures at a time."""
    certificate: x509.Certificate
    """The signer's."""
    chain: tuple[x509.Certificate, ...] = ()
    """Certificates of authorities that the token carries."""
    is_trial: bool = False
    """Made for a demonstration: its signatures are worth nothing, and the page says so."""
    at_once: int = 1
    """How many values it may be given before it has answered the first."""


@dataclass(frozen=True, slots=True)
class SeenCertificate:
    """A certificate that can be seen without a PIN."""

    certificate: x509.Certificate
    choice: tuple[tuple[str, str], ...] = ()
    """Options that name it in settings, such as ("key_id", "01")."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What can be seen of a token that is there, without a PIN."""

    certificates: tuple[SeenCertificate, ...] = ()
    """Signers' alone; empty where the token shows none before its PIN."""
    asks_pin: bool = True
    """Whether to ask for a PIN: not for a trial, nor where the token or its service asks by itself."""
    choice: tuple[tuple[str, str], ...] = ()
    """Options that name the token in settings, such as ("serial", "0123")."""
    remark_vi: str = ""
    """What staff should know before they sign, such as that one try of the PIN is left."""
    sends_otp: bool = False
    """Whether its service sends a one-time password on request."""


@dataclass(frozen=True, slots=True)
class NamedToken:
    """A token as an office's settings name it."""

    name: str
    kind: str
    options: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Not shown: some hold an office's access to a service."""


@runtime_checkable
class TokenKind(Protocol):
    """Opens tokens of one kind."""

    name: str
    """The name of its file, and its name in settings."""
    needs_pin: bool

    def check(self, options: Mapping[str, str]) -> None:
        """Raises `SettingInvalid` that names the option and an acceptable value."""
        ...

    def look(self, options: Mapping[str, str]) -> Sight:
        """What can be seen without a PIN; raises `TokenAbsent` with what to do."""
        ...

    def open(self, options: Mapping[str, str], pin: Pin | None) -> AbstractContextManager[OpenToken]:
        """Opens the token once for a batch; the PIN is tried once.

        Raises `PinWrong`, `TokenLocked`, `TokenAbsent` or `CertificateUnfit`; the signer it gives raises
        `TokenRemoved` when the token goes away.
        """
        ...


@cache
def token_kinds() -> Mapping[str, TokenKind]:
    """Every kind found in this folder by its name."""
    found = {}
    for module in pkgutil.iter_modules(__path__):
        kind = getattr(importlib.import_module(f"{__name__}.{module.name}"), "kind", None)
        if kind is not None:
            found[kind.name] = kind
    return found


def open_token(token: NamedToken, pin: Pin | None) -> AbstractContextManager[OpenToken]:
    """Opens a named token; raises what `TokenKind.open` raises, and `SettingInvalid` for an unknown kind."""
    return _checked_kind(token).open(token.options, pin)


def look_at(token: NamedToken) -> Sight:
    """What can be seen of a named token without a PIN; raises `TokenAbsent` and `SettingInvalid`."""
    return _checked_kind(token).look(token.options)


def _checked_kind(token: NamedToken) -> TokenKind:
    where = f"signing.tokens.{token.name}"
    kind = token_kinds().get(token.kind)
    if kind is None:
        raise SettingInvalid(f"{where}.kind: acceptable: {', '.join(token_kinds())}")
    try:
        kind.check(token.options)
    except SettingInvalid as error:
        raise SettingInvalid(f"{where}.{error.detail}") from error
    return kind
