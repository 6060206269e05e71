"""Whom an office trusts: certificates and revocation lists that lie as files in one folder, and nobody else.

    trust/            every certificate directly in it is a root: chains have to end here
        others/       certificates of authorities in between, where signed files leave them out
        crls/         revocation lists, for offices without internet

Neither the system's roots nor any name count. PEM (one or many) and DER are read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from asn1crypto import crl, pem, x509

from records.errors import TrustInvalid

_MOST_FILES = 500
_MOST_CERTIFICATES = 2000
"""The European list of all member states holds about as many; a Vietnamese office needs a dozen."""

_Read = TypeVar("_Read", x509.Certificate, crl.CertificateList)


@dataclass(frozen=True, slots=True)
class TrustStore:
    """Whom to trust. Made by `TrustStore.from_folder`; the empty one trusts nobody."""

    roots: tuple[x509.Certificate, ...] = ()
    """Chains end here."""
    others: tuple[x509.Certificate, ...] = ()
    """Certificates of authorities in between; they are checked like any other."""
    crls: tuple[crl.CertificateList, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 (hexadecimal) of each root by its file, `bundle.pem #2` for the second of several."""

    @classmethod
    def from_folder(cls, folder: Path) -> TrustStore:
        """What lies in `folder`; a folder that is empty or missing trusts nobody.

        Hidden files and README are passed over. Any other file that is no certificate (or, in `crls/`, no
        revocation list) raises `TrustInvalid` naming it: a root that silently does not count would turn
        good signatures into unknown ones.
        """
        roots = dict(_certificates_in(folder))
        if len(roots) > _MOST_CERTIFICATES:
            raise TrustInvalid(f"{folder}: more than {_MOST_CERTIFICATES} certificates")
        others = dict(_certificates_in(folder / "others"))
        lists = _read_folder(folder / "crls", _LISTS)
        return cls(
            roots=tuple({_sha256(root): root for root in roots.values()}.values()),
            others=tuple({_sha256(other): other for other in others.values()}.values()),
            crls=tuple(read for _, read in lists),
            digests={label: _sha256(root) for label, root in roots.items()},
        )


@dataclass(frozen=True, slots=True)
class _Kind(Generic[_Read]):
    """What the files of one folder hold."""

    endings: frozenset[str]
    most_bytes: int
    block: str
    """The name of its PEM blocks."""
    load: Callable[[bytes], _Read]
    """Raises for anything else."""


def _load_certificate(der: bytes) -> x509.Certificate:
    read = x509.Certificate.load(der, strict=True)
    # asn1crypto parses on being asked, so that rubbish raises only here.
    _ = read.subject.native, read.public_key.algorithm, read.not_valid_after
    return read


def _load_list(der: bytes) -> crl.CertificateList:
    read = crl.CertificateList.load(der, strict=True)
    _ = read.issuer.native, read["tbs_cert_list"]["this_update"].native
    return read


_CERTIFICATES = _Kind(frozenset({".pem", ".crt", ".cer", ".der"}), 4 << 20, "CERTIFICATE", _load_certificate)
_LISTS = _Kind(frozenset({".crl", ".pem", ".der"}), 64 << 20, "X509 CRL", _load_list)
"""A revocation list of a large authority takes tens of megabytes."""


def _certificates_in(folder: Path) -> Iterator[tuple[str, x509.Certificate]]:
    return _read_folder(folder, _CERTIFICATES)


def _read_folder(folder: Path, kind: _Kind[_Read]) -> Iterator[tuple[str, _Read]]:
    """Every object of one kind in a folder's files, with the label under which it is shown."""
    try:
        paths = sorted(path for path in folder.iterdir() if not _is_passed_over(path))
    except FileNotFoundError:
        return
    except OSError as error:
        raise TrustInvalid(f"{folder}: cannot be read: {error.strerror}") from error
    if len(paths) > _MOST_FILES:
        raise TrustInvalid(f"{folder}: more than {_MOST_FILES} files")
    for path in paths:
        if path.suffix.lower() not in kind.endings:
            raise TrustInvalid(f"{path}: neither of {', '.join(sorted(kind.endings))}")
        ders = _ders(path, kind)
        for number, der in enumerate(ders, 1):
            label = path.name if len(ders) == 1 else f"{path.name} #{number}"
            yield label, _parsed(path, der, kind)


def _is_passed_over(path: Path) -> bool:
    return path.is_dir() or path.name.startswith(".") or path.stem.upper() == "README"


def _ders(path: Path, kind: _Kind[_Read]) -> list[bytes]:
    """The DER of each object in a file; PEM blocks of another kind (a key!) do not belong here."""
    try:
        with path.open("rb") as stream:
            content = stream.read(kind.most_bytes + 1)
    except OSError as error:
        raise TrustInvalid(f"{path}: cannot be read: {error.strerror}") from error
    if len(content) > kind.most_bytes:
        raise TrustInvalid(f"{path}: larger than {kind.most_bytes} bytes")
    if not pem.detect(content):
        return [content]
    try:
        blocks = list(pem.unarmor(content, multiple=True))
    except ValueError as error:
        raise TrustInvalid(f"{path}: damaged PEM") from error
    for name, _, _ in blocks:
        if name != kind.block:
            raise TrustInvalid(f"{path}: holds {name}, not {kind.block}")
    return [der for _, _, der in blocks]


def _parsed(path: Path, der: bytes, kind: _Kind[_Read]) -> _Read:
    try:
        return kind.load(der)
    except (ValueError, TypeError, KeyError) as error:
        raise TrustInvalid(f"{path}: neither PEM nor DER of the kind that belongs here") from error


def _sha256(certificate: x509.Certificate) -> str:
    return hashlib.sha256(certificate.dump()).hexdigest()
