"""Roots that the office trusts, as administrators see them: read, added after a digest was compared, removed.

A root decides which signatures count as valid, so whoever adds one compares its digest with what the
authority has published by another way, and types its end. What is removed is moved aside, not deleted.
"""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import pem, x509

from records.errors import TrustInvalid
from signing.trust import TrustStore

LARGEST_BYTES = 64 << 10
REMOVED = "trust-removed"
MOST_REMOVED = 20
"""Removed roots that are offered again."""
TYPED_DIGITS = 8
"""Hexadecimal digits of the digest that are typed: 32 bits, compared by eye with a paper."""


@dataclass(frozen=True, slots=True)
class Root:
    """One certificate."""

    file: str
    """Name of its file in the folder; empty for one that is not there yet."""
    subject: str
    issuer: str
    begins: datetime
    ends: datetime
    digest: str
    """SHA-256, 64 hexadecimal digits."""
    is_authority: bool
    """Whether it says of itself that it may issue certificates."""

    @property
    def grouped(self) -> str:
        """The digest in groups of four, as authorities print it."""
        return " ".join(self.digest[at : at + 4].upper() for at in range(0, 64, 4))

    @property
    def is_self_issued(self) -> bool:
        return self.subject == self.issuer


def roots_in(folder: Path) -> list[Root]:
    """The roots in a folder. Raises `TrustInvalid` naming a file that is none."""
    store = TrustStore.from_folder(folder)
    files = {digest: label for label, digest in store.digests.items()}
    found = [_root(one, files.get(hashlib.sha256(one.dump()).hexdigest(), "")) for one in store.roots]
    return sorted(found, key=lambda root: root.subject)


def read_root(content: bytes) -> tuple[Root, bytes]:
    """The certificate in an uploaded file (PEM or DER) and its DER. Raises `TrustInvalid`."""
    if len(content) > LARGEST_BYTES:
        raise TrustInvalid(f"larger than {LARGEST_BYTES} bytes")
    try:
        der = _only_certificate(content) if pem.detect(content) else content
        certificate = x509.Certificate.load(der, strict=True)
        return _root(certificate, ""), der
    except (ValueError, TypeError, KeyError) as error:
        raise TrustInvalid("the file holds no certificate, PEM or DER") from error


def _only_certificate(content: bytes) -> bytes:
    blocks = list(pem.unarmor(content, multiple=True))
    if len(blocks) != 1 or blocks[0][0] != "CERTIFICATE":
        raise ValueError("not one certificate")
    return bytes(blocks[0][2])


def add_root(folder: Path, der: bytes, *, typed: str) -> Root:
    """Puts a certificate into the folder when `typed` is the end of its digest. Raises `TrustInvalid`."""
    root, der = read_root(der)
    if re.sub(r"[\s:]", "", typed).lower() != root.digest[-TYPED_DIGITS:]:
        raise TrustInvalid("the digits typed are not the end of the digest")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{root.digest[:16]}.crt"
    fresh = folder / f".{path.name}.new"
    with fresh.open("wb") as stream:
        stream.write(der)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
    return root


def remove_root(folder: Path, digest: str, aside: Path) -> Root:
    """Moves the file of a root aside. Raises `TrustInvalid` when no file of its own holds it."""
    root = next((one for one in roots_in(folder) if one.digest == digest), None)
    if root is None or not (folder / root.file).is_file():
        raise TrustInvalid("no file of its own holds this certificate")
    aside.mkdir(parents=True, exist_ok=True)
    (folder / root.file).replace(aside / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{root.file}")
    return root


def removed_in(aside: Path) -> list[tuple[str, Root]]:
    """Roots that were taken away, the last first, each with its file's name; at most `MOST_REMOVED`."""
    found = []
    for path in sorted(aside.glob("*"), reverse=True)[:MOST_REMOVED] if aside.is_dir() else ():
        with suppress(TrustInvalid, OSError):
            found.append((path.name, read_root(path.read_bytes()[: LARGEST_BYTES + 1])[0]))
    return found


def read_removed(aside: Path, name: str) -> tuple[Root, bytes]:
    """One that was taken away, to be looked at again. Raises `TrustInvalid` where there is none."""
    if name not in {path.name for path in aside.glob("*")}:  # never a path of somebody's own
        raise TrustInvalid("no such removed certificate")
    return read_root((aside / name).read_bytes()[: LARGEST_BYTES + 1])


def _root(certificate: x509.Certificate, file: str) -> Root:
    return Root(
        file=file,
        subject=certificate.subject.human_friendly,
        issuer=certificate.issuer.human_friendly,
        begins=certificate.not_valid_before,
        ends=certificate.not_valid_after,
        digest=hashlib.sha256(certificate.dump()).hexdigest(),
        is_authority=bool(certificate.ca),
    )
