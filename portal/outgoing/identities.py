"""Which certificate is an account's own: bound by an administrator, compared by digest, never by a name."""

from __future__ import annotations

from dataclasses import dataclass

from asn1crypto import pem, x509
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from portal.models import CertificateBinding
from records.errors import NotYourCertificate, TrustInvalid

MOST_CERTIFICATE_BYTES = 64 << 10
"""A certificate of today takes 1 to 3 kB."""


OWN_COMPUTER = ""
"""In place of a token's name: the key is reached through the agent of the person's own computer."""


@dataclass(frozen=True, slots=True)
class BoundTo:
    """For what a certificate is bound to an account."""

    user: User
    token: str
    """Name of the token in the settings, or `OWN_COMPUTER`."""
    agency: str = ""
    """The agency whose seal it is; empty for the person's own signature."""
    image: str = ""
    """Name of the picture on the desk."""


def read_certificate(content: bytes) -> x509.Certificate:
    """A certificate from a PEM or DER file; raises `TrustInvalid`."""
    held = content if len(content) <= MOST_CERTIFICATE_BYTES else b""
    try:
        der = pem.unarmor(held)[2] if pem.detect(held) else held
        certificate = x509.Certificate.load(der, strict=True)
        _ = certificate.native, certificate.sha256
    except Exception as error:  # asn1crypto raises many kinds on what is no certificate
        raise TrustInvalid(
            "no certificate",
            remedy_vi="Tệp này không phải chứng thư số. Hãy chọn tệp .cer hoặc .pem của người ký.",
            remedy_en="This file is no certificate (PEM or DER).",
        ) from error
    return certificate


def name_on(certificate: x509.Certificate) -> str:
    """Whom a certificate names, as a person reads it: name, title, unit and organisation, each once."""
    native = certificate.subject.native
    parts = [native.get(part) for part in _NAMING]
    listed = [each for part in parts for each in (part if isinstance(part, list) else [part]) if each]
    return " – ".join(dict.fromkeys(listed)) or str(certificate.subject.human_friendly)


_NAMING = ("common_name", "title", "organizational_unit_name", "organization_name")


def bind(certificate: x509.Certificate, to: BoundTo, *, by: str) -> CertificateBinding:
    """Binds a certificate to an account in place of the one before, which stays on record as ended."""
    now = timezone.now()
    with transaction.atomic():
        before = CertificateBinding.objects.filter(user=to.user, agency=to.agency, ended_at=None)
        image = to.image or next((one.image for one in before), "")
        before.update(ended_at=now, ended_by=by[:150])
        binding: CertificateBinding = CertificateBinding.objects.create(
            user=to.user,
            agency=to.agency,
            token=to.token,
            sha256=certificate.sha256.hex(),
            serial=f"{certificate.serial_number:x}"[:64],
            subject=name_on(certificate)[:500],
            not_after=certificate.not_valid_after,
            image=image,
            set_by=by[:150],
            set_at=now,
        )
    return binding


def unbind(binding_id: int, *, by: str) -> None:
    """Ends a binding; what was signed under it stays as it is."""
    CertificateBinding.objects.filter(pk=binding_id, ended_at=None).update(
        ended_at=timezone.now(), ended_by=by[:150]
    )


def binding_of(user: User, agency: str = "") -> CertificateBinding | None:
    """The certificate that is an account's own now, for itself or for an agency's seal."""
    return CertificateBinding.objects.filter(user=user, agency=agency, ended_at=None).first()


def must_be_bound(user: User, agency: str = "") -> CertificateBinding:
    """As `binding_of`; raises `NotYourCertificate` when no administrator has bound one."""
    binding = binding_of(user, agency)
    if binding is None:
        raise NotYourCertificate(
            "no certificate is bound",
            remedy_vi="Tài khoản này chưa được gắn chứng thư số. Hãy đề nghị quản trị gắn chứng thư.",
            remedy_en="No certificate is bound to this account. Ask the administrator to bind it.",
        )
    return binding


def must_be_own(certificate: x509.Certificate, binding: CertificateBinding) -> None:
    """Raises `NotYourCertificate` unless the token's certificate is, byte for byte, the one bound."""
    if certificate.sha256.hex() != binding.sha256:
        raise NotYourCertificate("another certificate than the one bound to this account")
