"""Certificates that people have shown from their own computers, until an administrator binds them or not."""

from __future__ import annotations

from asn1crypto import x509
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from portal.models import CertificateBinding, OfferedCertificate
from portal.outgoing.identities import OWN_COMPUTER, BoundTo, bind, name_on, read_certificate
from records.errors import OutOfTurn

MOST_SHOWN = 100


def offer(certificate: x509.Certificate, user: User, agency: str = "") -> OfferedCertificate:
    """Lays it before the administrator, in place of one that the same account showed before."""
    made: OfferedCertificate
    made, _ = OfferedCertificate.objects.update_or_create(
        user=user,
        agency=agency,
        defaults={
            "content": certificate.dump(),
            "sha256": certificate.sha256.hex(),
            "serial": f"{certificate.serial_number:x}"[:64],
            "subject": name_on(certificate)[:500],
            "not_after": certificate.not_valid_after,
            "offered_at": timezone.now(),
        },
    )
    return made


def offered_by(user: User, agency: str = "") -> OfferedCertificate | None:
    """What that account has shown and nobody has decided on."""
    return OfferedCertificate.objects.filter(user=user, agency=agency).first()


def offers() -> list[OfferedCertificate]:
    """What waits for the administrator, oldest first."""
    return list(OfferedCertificate.objects.select_related("user")[:MOST_SHOWN])


def accept(offer_id: int, *, sha256: str, image: str, by: str) -> CertificateBinding:
    """Binds it as a key in the person's own computer.

    `sha256` is what the administrator saw; raises `OutOfTurn` when another was shown meanwhile, or none.
    """
    with transaction.atomic():
        offered = OfferedCertificate.objects.select_for_update().filter(pk=offer_id, sha256=sha256).first()
        if offered is None or not offered.user.is_active:
            raise OutOfTurn(
                "another certificate was offered meanwhile, or none",
                remedy_vi="Chứng thư này vừa được thay hoặc đã xử lý. Hãy tải lại trang.",
                remedy_en="This certificate was exchanged meanwhile or is done with. Load the page again.",
            )
        to = BoundTo(offered.user, OWN_COMPUTER, offered.agency, image)
        binding = bind(read_certificate(bytes(offered.content)), to, by=by)
        offered.delete()
    return binding


def decline(offer_id: int) -> None:
    """It is not bound; the person may show another."""
    OfferedCertificate.objects.filter(pk=offer_id).delete()
