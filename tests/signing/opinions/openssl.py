"""OpenSSL's opinion: whether CMS and timestamps hold over the bytes they cover and lead to the roots."""

from __future__ import annotations

import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

from asn1crypto import pem

from tests.signing.opinions.extracted import Extracted, extracted
from tests.signing.opinions.opinion import Opinion

_LONGEST_SECONDS = 60


def openssl_cms(path: Path, roots: Path, *, at: datetime | None = None) -> Opinion:
    """`openssl cms -verify -cades` on every signature; `at` stands for a proven time in the past.

    It checks the signature's value, the signed attributes with ESS signing-certificate-v2 (RFC 5035), and the
    chain; no revocation, no timestamps. `-purpose any`: its own purposes are those of e-mail.
    """
    said = []
    signatures = [one for one in extracted(path) if not one.is_timestamp]
    with tempfile.TemporaryDirectory() as folder:
        anchors = _bundle(Path(folder), roots)
        for one in signatures:
            signature, content = _laid_down(Path(folder), one)
            command = ["cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", signature]
            command += ["-content", content, "-CAfile", anchors, "-purpose", "any", "-out", "/dev/null"]
            said.append(_run(command, at))
    return _opinion("openssl cms", said)


def openssl_ts(path: Path, roots: Path, *, at: datetime | None = None) -> Opinion:
    """`openssl ts -verify -token_in` on every document timestamp and every timestamp over a signature."""
    said = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        anchors = _bundle(folder, roots)
        for token, covered in _tokens(path):
            (folder / "token").write_bytes(token)
            (folder / "covered").write_bytes(covered)
            command = ["ts", "-verify", "-token_in", "-in", str(folder / "token")]
            command += ["-data", str(folder / "covered"), "-CAfile", anchors]
            said.append(_run(command, at))
    return _opinion("openssl ts", said)


def _tokens(path: Path) -> list[tuple[bytes, bytes]]:
    found: list[tuple[bytes, bytes]] = []
    for one in extracted(path):
        found += [(one.cms, one.signed_bytes)] if one.is_timestamp else one.signature_timestamps
    return found


def _bundle(folder: Path, roots: Path) -> str:
    """The roots in one PEM file, as OpenSSL wants them."""
    bundle = folder / "roots.pem"
    files = (path.read_bytes() for path in sorted(roots.iterdir()) if path.is_file())
    bundle.write_bytes(b"".join(one if pem.detect(one) else pem.armor("CERTIFICATE", one) for one in files))
    return str(bundle)


def _laid_down(folder: Path, one: Extracted) -> tuple[str, str]:
    (folder / "signature").write_bytes(one.cms)
    (folder / "content").write_bytes(one.signed_bytes)
    return str(folder / "signature"), str(folder / "content")


def _run(command: list[str], at: datetime | None) -> str:
    """What it found wrong; empty when it verifies."""
    moment = ["-attime", str(int(at.timestamp()))] if at else []
    done = subprocess.run(
        ["openssl", *command, *moment], capture_output=True, text=True, check=False, timeout=_LONGEST_SECONDS
    )
    return "" if done.returncode == 0 else done.stderr.strip() or f"exit {done.returncode}"


def _opinion(tool: str, said: list[str]) -> Opinion:
    wrong = tuple(line for line in said if line)
    return Opinion(tool, not wrong, wrong, len(said))
