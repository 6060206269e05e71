"""Whether a certificate may sign documents, looked at before its key is used.

Revocation is not asked here: that needs services, and it is the level's business.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from asn1crypto import x509

from records.errors import CertificateUnfit

VIETNAM = timezone(timedelta(hours=7))
_SIGNING_USES = frozenset({"digital_signature", "non_repudiation"})
"""Either may stand in a certificate for signing documents (RFC 5280, clause 4.2.1.3)."""
_SIGNING_PURPOSES = frozenset(
    {
        "2.5.29.37.0",  # any purpose
        "1.3.6.1.5.5.7.3.4",  # e-mail protection
        "1.3.6.1.5.5.7.3.36",  # document signing, RFC 9336
        "1.3.6.1.4.1.311.10.3.12",  # Microsoft's document signing
        "1.2.840.113583.1.1.5",  # Adobe's authentic documents
    }
)
"""Compared as numbers: libraries that are loaded besides give asn1crypto's names new words."""
_LEAST_BITS = {"rsa": 2048, "ec": 256}
"""RSA of 2048 bits or ECDSA of 256 and more (the signature law's standards; ETSI TS 119 312, clause 6)."""


def require_fit(certificate: x509.Certificate, *, at: datetime) -> None:
    """Raises `CertificateUnfit` unless the certificate may sign a document at `at` (with its zone)."""
    require_use(certificate)
    require_strength(certificate)
    require_validity(certificate, at=at)


def require_use(certificate: x509.Certificate) -> None:
    """Refuses authorities' certificates and those that only encrypt or only log a person in."""
    if certificate.ca:
        raise _unfit(
            "the certificate is an authority's",
            "Chứng thư số này là của tổ chức chứng thực, không phải của người ký. "
            "Hãy chọn chứng thư của người ký.",
        )
    if not may_sign(certificate):
        raise _unfit(
            "the certificate's key usage does not allow signing documents",
            "Chứng thư số này chỉ dùng để đăng nhập hoặc mã hóa, không dùng để ký văn bản. "
            "Hãy chọn chứng thư có quyền ký số.",
        )


def may_sign(certificate: x509.Certificate) -> bool:
    """Whether key usage and extended key usage let the certificate sign documents.

    An extended key usage that only logs a person in is outweighed by non-repudiation, which no certificate
    for logging in carries (ETSI EN 319 412-2, clause 4.3.2).
    """
    use = certificate.key_usage_value
    uses = use.native if use is not None else _SIGNING_USES
    if not uses & _SIGNING_USES:
        return False
    purposes = certificate.extended_key_usage_value
    if purposes is None or "non_repudiation" in uses:
        return True
    return any(purpose.dotted in _SIGNING_PURPOSES for purpose in purposes)


def require_strength(certificate: x509.Certificate) -> None:
    """Refuses keys that are weaker than the signature law allows, and other kinds of key."""
    key = certificate.public_key
    least = _LEAST_BITS.get(key.algorithm)
    if least is None or key.bit_size < least:
        raise _unfit(
            f"the key is {key.algorithm}; RSA of 2048 bits or ECDSA of 256 is needed",
            "Khóa của chứng thư số quá yếu hoặc không được hỗ trợ (cần RSA từ 2048 bit hoặc ECDSA từ "
            "256 bit). Hãy liên hệ nơi cấp để đổi chứng thư.",
        )


def require_validity(certificate: x509.Certificate, *, at: datetime) -> None:
    """Refuses a certificate before its first and after its last moment."""
    first, last = certificate.not_valid_before, certificate.not_valid_after
    if at < first:
        raise _unfit(
            "the certificate is not yet valid",
            f"Chứng thư số chỉ có hiệu lực từ {_day(first)}. Hãy kiểm tra đồng hồ của máy, "
            "hoặc đợi đến ngày đó.",
        )
    if at > last:
        raise _unfit(
            "the certificate has expired",
            f"Chứng thư số đã hết hạn ngày {_day(last)}. Hãy liên hệ nơi cấp để gia hạn.",
        )


def _day(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).strftime("%d/%m/%Y")


def _unfit(detail: str, remedy_vi: str) -> CertificateUnfit:
    return CertificateUnfit(detail, remedy_vi=remedy_vi)
