"""Which key and certificate on a token sign, without anybody having to name them where there is but one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pkcs11
from asn1crypto import x509
from pkcs11 import Attribute, KeyType, ObjectClass

from records.errors import CertificateUnfit, TokenAbsent
from signing.fitness import VIETNAM, may_sign, require_fit

_MOST_OBJECTS = 256
"""A token holds a few certificates; a security module with more needs a token of its own for signing."""
_MOST_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate on a token, with its private key where there is one."""

    label: str
    identifier: bytes
    certificate: x509.Certificate
    key: Any = None
    """python-pkcs11's handle of the private key; `None` for authorities and others' certificates."""
    key_label: str = ""


@dataclass(frozen=True, slots=True)
class KeyChoice:
    """Which of several keys is meant: all that is given must fit."""

    certificate_label: str = ""
    key_label: str = ""
    key_id: bytes = b""

    def means(self, held: Held) -> bool:
        """Whether this one fits."""
        return (
            self.certificate_label in {"", held.label}
            and self.key_label in {"", held.key_label}
            and self.key_id in {b"", held.identifier}
        )


def read_certificates(session: Any) -> list[Held]:
    """Every readable X.509 certificate on the token, without keys."""
    found = []
    for entry in _bounded(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})):
        der = _attribute(entry, Attribute.VALUE) or b""
        certificate = _parsed(der)
        if certificate is not None:
            label = _attribute(entry, Attribute.LABEL) or ""
            found.append(Held(label, _attribute(entry, Attribute.ID) or b"", certificate))
    return found


def choose(session: Any, choice: KeyChoice) -> tuple[Held, tuple[x509.Certificate, ...]]:
    """The one certificate that signs, with its key, and the authorities' certificates beside it.

    Raises `TokenAbsent` when there is none and `CertificateUnfit` when none may sign, or several may.
    """
    certificates = read_certificates(session)
    held = _with_keys(session, certificates)
    meant = [one for one in held if choice.means(one)]
    if not meant:
        raise TokenAbsent(
            f"none of the token's {len(certificates)} certificates has the key that settings ask for",
            remedy_vi="Thiết bị không có chứng thư ký kèm khóa như hoso.toml yêu cầu. "
            "Hãy chạy: hoso tokens để xem thiết bị có gì.",
            remedy_en="The token holds no such certificate with its key. See: hoso tokens",
        )
    usable = _narrowed(meant)
    if len(usable) > 1:
        raise _several(usable)
    require_fit(usable[0].certificate, at=datetime.now(UTC))
    return usable[0], tuple(one.certificate for one in certificates if one.certificate.ca)


def _narrowed(held: list[Held]) -> list[Held]:
    """Leaves out what may not sign and what is out of date, as long as something is left."""
    now = datetime.now(UTC)
    for is_fit in (
        lambda one: may_sign(one.certificate) and not one.certificate.ca,
        lambda one: one.certificate.not_valid_before <= now <= one.certificate.not_valid_after,
    ):
        held = [one for one in held if is_fit(one)] or held
    return _newest(held)


def _newest(held: list[Held]) -> list[Held]:
    """One for each key: after a renewal the certificate that lasts longest, and one of two copies."""
    by_key = {}
    for one in sorted(held, key=lambda one: one.certificate.not_valid_after):
        by_key[one.certificate.public_key.dump()] = one
    return list(by_key.values())


def _with_keys(session: Any, certificates: list[Held]) -> list[Held]:
    """The certificates whose private key is on the token."""
    keys = [
        _Key(
            handle=key,
            identifier=_attribute(key, Attribute.ID) or b"",
            label=_attribute(key, Attribute.LABEL) or "",
            modulus=int.from_bytes(_attribute(key, Attribute.MODULUS) or b"", "big")
            if key.key_type == KeyType.RSA
            else 0,
        )
        for key in _bounded(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY}))
    ]
    paired = ((one, _key_of(one, keys)) for one in certificates)
    return [
        Held(one.label, one.identifier, one.certificate, key.handle, key.label) for one, key in paired if key
    ]


@dataclass(frozen=True, slots=True)
class _Key:
    handle: Any
    identifier: bytes
    label: str
    modulus: int
    """0 for a key on a curve, or one whose token does not tell."""


def _key_of(one: Held, keys: list[_Key]) -> _Key | None:
    """By the RSA modulus, else by the identifier, else by the label.

    PKCS#11 2.40, clause 4.6.3 wants one identifier for both; some tokens do not keep to it. A pair that does
    not belong together signs nothing, since each signature is checked against the certificate.
    """
    modulus = _modulus(one.certificate)
    fits: tuple[Callable[[_Key], bool], ...] = (
        lambda key: bool(modulus) and key.modulus == modulus,
        lambda key: bool(one.identifier) and key.identifier == one.identifier,
        lambda key: bool(one.label) and key.label == one.label,
    )
    return next((key for is_fit in fits for key in keys if is_fit(key)), None)


def _modulus(certificate: x509.Certificate) -> int | None:
    public = certificate.public_key
    return int(public["public_key"].parsed["modulus"].native) if public.algorithm == "rsa" else None


def naming(held: Held) -> tuple[str, str]:
    """The option that names this one in settings."""
    if held.identifier:
        return "key_id", held.identifier.hex()
    return "certificate_label", held.label


def _several(held: list[Held]) -> CertificateUnfit:
    listed = "; ".join(
        '{} = "{}": '.format(*naming(one)) + f"{_name(one.certificate)}, đến "
        f"{one.certificate.not_valid_after.astimezone(VIETNAM):%d/%m/%Y}"
        for one in held
    )
    return CertificateUnfit(
        f"the token holds {len(held)} certificates that may sign; settings name none of them",
        remedy_vi=f"Thiết bị có nhiều chứng thư ký. Hãy ghi một dòng vào hoso.toml: {listed}.",
        remedy_en=f"The token holds several signing certificates. Put one line into hoso.toml: {listed}.",
    )


def _name(certificate: x509.Certificate) -> str:
    native = certificate.subject.native
    return str(native.get("common_name") or native.get("organization_name") or "?")


def _bounded(entries: Iterable[Any]) -> list[Any]:
    """All of a search, so that it ends and its session is free again."""
    found = list(entries)
    if len(found) > _MOST_OBJECTS:
        raise TokenAbsent(f"the token holds more than {_MOST_OBJECTS} objects of a kind")
    return found


def _attribute(entry: Any, attribute: Attribute) -> Any:
    """An attribute, or `None` where the token does not tell it."""
    try:
        return entry[attribute]
    except (pkcs11.PKCS11Error, NotImplementedError):
        return None


def _parsed(der: bytes) -> x509.Certificate | None:
    """The certificate, or `None` for an entry that is none: tokens carry makers' own things, too."""
    if not 0 < len(der) <= _MOST_BYTES:
        return None
    try:
        certificate = x509.Certificate.load(der, strict=True)
        checks: tuple[Callable[[], object], ...] = (
            lambda: certificate.subject.native,
            lambda: certificate.not_valid_after,
            lambda: certificate.key_usage_value,
            lambda: certificate.public_key.bit_size,
        )
        for read in checks:
            read()
    except (ValueError, TypeError, KeyError):
        return None
    return certificate
