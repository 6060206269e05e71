"""A key in a PKCS#12 file (.p12, .pfx): for the agency's seal on a server, and for offices without a token.

Weaker than a token, since whoever copies file and passphrase signs; nothing here counts or locks wrong tries.
"""

from __future__ import annotations

import logging
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import pkcs12 as asn1_pkcs12
from asn1crypto import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from records.errors import CertificateUnfit, PinWrong, SettingInvalid, TokenAbsent
from signing.fitness import require_fit
from signing.software_key import SoftwareKeySigner
from signing.tokens import OpenToken, Pin, Sight

_log = logging.getLogger(__name__)
_MOST_BYTES = 1 << 20
"""A key with a long chain takes some 10 kB."""
_MOST_ITERATIONS = 10_000_000
"""Of the passphrase's derivation; OpenSSL 3 takes 2,048, careful people some 600,000."""


class Pkcs12File:
    """Opens a PKCS#12 file. Options: `file`, its path; `trial`, `true` for a key made for trying things out,
    so that the page says so."""

    name = "pkcs12"
    needs_pin = True

    def check(self, options: Mapping[str, str]) -> None:
        """Raises `SettingInvalid` for an unknown option, or where `file` is missing."""
        for unknown in options.keys() - {"file", "trial"}:
            raise SettingInvalid(f"{unknown}: no option of a PKCS#12 token; acceptable: file, trial")
        if options.get("trial", "false") not in {"true", "false"}:
            raise SettingInvalid("trial: acceptable: true or false")
        if not options.get("file", "").strip():
            raise SettingInvalid("file: missing; acceptable: a path such as /etc/hoso/con-dau.p12")

    def look(self, options: Mapping[str, str]) -> Sight:
        """Whether the file is there and whole; its certificates are under the passphrase."""
        _read(Path(options["file"]))
        return Sight()

    @contextmanager
    def open(self, options: Mapping[str, str], pin: Pin | None) -> Iterator[OpenToken]:
        """Reads key and certificates once; raises `PinWrong`, `TokenAbsent` or `CertificateUnfit`."""
        content = _read(Path(options["file"]))
        held = _unlock(content, pin)
        if held.key is None or held.cert is None:
            raise _damaged("holds no private key with its certificate")
        key = held.key
        if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise CertificateUnfit("the key is neither RSA nor on a curve for ECDSA")
        if held.cert.certificate.public_key() != key.public_key():
            raise _damaged("its certificate does not belong to its key")
        certificate = x509.Certificate.load(held.cert.certificate.public_bytes(Encoding.DER))
        require_fit(certificate, at=datetime.now(UTC))
        chain = tuple(
            x509.Certificate.load(other.certificate.public_bytes(Encoding.DER))
            for other in held.additional_certs
        )
        is_trial = options.get("trial") == "true"
        yield OpenToken(SoftwareKeySigner(key, certificate, chain), certificate, chain, is_trial)


kind = Pkcs12File()


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
            mode = path.stat().st_mode
    except OSError as error:
        raise TokenAbsent(
            f"the PKCS#12 file cannot be read: {type(error).__name__}",
            remedy_vi=f"Không đọc được tệp khóa {path.name}. Hãy kiểm tra đường dẫn trong hoso.toml "
            "và quyền đọc tệp.",
        ) from error
    if len(content) > _MOST_BYTES:
        raise _damaged(f"is larger than {_MOST_BYTES} bytes")
    if mode & (stat.S_IRGRP | stat.S_IROTH):
        _log.warning("a PKCS#12 file can be read by other users of this machine; chmod 600 it")
    _require_pkcs12(content)
    return content


def _require_pkcs12(content: bytes) -> None:
    """Tells a damaged file from a wrong passphrase as far as that goes without the passphrase."""
    try:
        pfx = asn1_pkcs12.Pfx.load(content, strict=True)
        safe = pfx["auth_safe"]
        parts = asn1_pkcs12.AuthenticatedSafe.load(safe["content"].native, strict=True)
        for part in parts:
            _ = part["content"].contents
        iterations = pfx["mac_data"]["iterations"].native if pfx["mac_data"].native else 0
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged("is no whole PKCS#12 file") from error
    if iterations > _MOST_ITERATIONS:
        raise _damaged("asks for an absurd number of iterations")


def _unlock(content: bytes, pin: Pin | None) -> pkcs12.PKCS12KeyAndCertificates:
    failure: Exception | None = None
    for passphrase in _spellings(pin):
        try:
            return pkcs12.load_pkcs12(content, passphrase)
        except ValueError as error:
            failure = error
        except (UnsupportedAlgorithm, TypeError) as error:
            raise TokenAbsent(
                "the PKCS#12 file is encrypted by a method that is not supported",
                remedy_vi="Tệp khóa dùng cách mã hóa quá cũ. Hãy xuất lại tệp bằng cách mã hóa AES-256.",
            ) from error
    raise PinWrong(
        "the passphrase does not open the PKCS#12 file",
        remedy_vi="Mật khẩu của tệp khóa không đúng. Hãy kiểm tra rồi nhập lại; "
        "nếu chắc chắn đúng thì tệp đã hỏng, hãy chép lại tệp từ bản gốc.",
    ) from failure


def _spellings(pin: Pin | None) -> list[bytes | None]:
    """The passphrase as it was typed, then with its Vietnamese letters composed and decomposed.

    Keyboards write "ế" as one, two or three characters, so the same passphrase has several byte strings;
    a file counts no tries, so that none is lost.
    """
    if pin is None:
        return [None]
    typed = pin.reveal()
    forms = dict.fromkeys((typed, unicodedata.normalize("NFC", typed), unicodedata.normalize("NFD", typed)))
    return [form.encode() for form in forms]


def _damaged(detail: str) -> TokenAbsent:
    return TokenAbsent(
        f"the PKCS#12 file {detail}",
        remedy_vi="Tệp khóa bị hỏng hoặc không phải tệp PKCS#12 (.p12, .pfx). Hãy chép lại tệp từ bản gốc.",
    )
