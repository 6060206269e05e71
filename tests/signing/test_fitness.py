"""Which certificates may sign documents: by use, purpose, strength and time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes

from records.errors import CertificateUnfit
from signing.fitness import may_sign, require_fit, require_strength

NOW = datetime(2026, 3, 5, 9, 10, tzinfo=UTC)
USES = [
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
]
EMAIL, CLIENT = "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.2"
DOCUMENTS, ADOBE, ANY = "1.3.6.1.5.5.7.3.36", "1.2.840.113583.1.1.5", "2.5.29.37.0"
SMART_CARD_LOGON = "1.3.6.1.4.1.311.20.2.2"


def make_certificate(
    *,
    uses: tuple[str, ...] | None = None,
    purposes: tuple[str, ...] = (),
    key: CertificateIssuerPrivateKeyTypes | None = None,
    is_authority: bool = False,
) -> asn1_x509.Certificate:
    key = key or ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Dùng thử")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if uses is not None:
        builder = builder.add_extension(x509.KeyUsage(**{use: use in uses for use in USES}), critical=True)
    if purposes:
        named = [x509.ObjectIdentifier(purpose) for purpose in purposes]
        builder = builder.add_extension(x509.ExtendedKeyUsage(named), critical=False)
    is_edwards = isinstance(key, ed25519.Ed25519PrivateKey)
    made = builder.sign(key, None if is_edwards else hashes.SHA256())
    return asn1_x509.Certificate.load(made.public_bytes(serialization.Encoding.DER))


@pytest.mark.parametrize(
    ("uses", "purposes", "expected"),
    [
        (None, (), True),
        (("digital_signature",), (), True),
        (("content_commitment",), (), True),
        (("digital_signature",), (EMAIL, CLIENT), True),
        (("digital_signature",), (DOCUMENTS,), True),
        (("digital_signature",), (ADOBE,), True),
        (("digital_signature",), (ANY,), True),
        (("digital_signature", "content_commitment"), (CLIENT,), True),
        (("digital_signature",), (CLIENT,), False),
        (("digital_signature",), (CLIENT, SMART_CARD_LOGON), False),
        (("key_encipherment", "data_encipherment"), (EMAIL,), False),
        (("key_cert_sign", "crl_sign"), (), False),
    ],
)
def test_use_and_purpose_decide(
    uses: tuple[str, ...] | None, purposes: tuple[str, ...], expected: bool
) -> None:
    assert may_sign(make_certificate(uses=uses, purposes=purposes)) is expected


def test_an_authority_does_not_sign_documents() -> None:
    with pytest.raises(CertificateUnfit):
        require_fit(make_certificate(is_authority=True), at=NOW)


def test_rsa_from_2048_bits_and_curves_from_256_are_strong_enough() -> None:
    for strong in (rsa.generate_private_key(public_exponent=65537, key_size=2048), None):
        require_strength(make_certificate(key=strong))
    for weak in (
        rsa.generate_private_key(public_exponent=65537, key_size=1024),  # noqa: S505
        ec.generate_private_key(ec.SECP224R1()),
        ed25519.Ed25519PrivateKey.generate(),
    ):
        with pytest.raises(CertificateUnfit):
            require_strength(make_certificate(key=weak))


def test_the_first_and_the_last_moment_count_and_days_are_told_as_in_vietnam() -> None:
    certificate = make_certificate()
    for fit in (NOW - timedelta(days=1), NOW, NOW + timedelta(days=1)):
        require_fit(certificate, at=fit)
    with pytest.raises(CertificateUnfit) as early:
        require_fit(certificate, at=NOW - timedelta(days=1, seconds=1))
    assert "từ 04/03/2026" in early.value.remedy_vi
    with pytest.raises(CertificateUnfit) as late:
        require_fit(certificate, at=NOW + timedelta(days=1, seconds=1))
    assert "ngày 06/03/2026" in late.value.remedy_vi
