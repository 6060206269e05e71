"""Who signs with which certificate, and who may sign for whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from portal.outgoing.states import Prefix


class CertificateBinding(models.Model):
    """An account and the certificate that is its own, set by an administrator; names are never trusted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates")
    agency = models.CharField(max_length=64, blank=True)
    """Empty for the person's own certificate; an agency's code for the seal that this clerk keeps."""
    token = models.CharField(max_length=64)
    """Name of the token in the settings; empty for a key in the person's own computer."""
    sha256 = models.CharField(max_length=64)
    """Of the certificate, DER; lower-case hexadecimal."""
    serial = models.CharField(max_length=64)
    subject = models.CharField(max_length=500)
    """To be shown; decides nothing."""
    not_after = models.DateTimeField()
    image = models.CharField(max_length=255, blank=True)
    """Name in the desk's folder of the PNG of the handwritten signature or the seal."""
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("user_id", "agency")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "agency"),
                condition=models.Q(ended_at=None),
                name="one_certificate_in_force",
            ),
        )

    def __str__(self) -> str:
        return f"certificate {self.pk} of account {self.user_id}"

    @property
    def is_in_own_computer(self) -> bool:
        """Whether the key is reached through the signing agent of the person's own computer."""
        return not self.token


class OfferedCertificate(models.Model):
    """A certificate that somebody has shown from their own computer, for an administrator to bind or not."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    agency = models.CharField(max_length=64, blank=True)
    """As in `CertificateBinding`."""
    content = models.BinaryField()
    """DER."""
    sha256 = models.CharField(max_length=64)
    serial = models.CharField(max_length=64)
    subject = models.CharField(max_length=500)
    not_after = models.DateTimeField()
    offered_at = models.DateTimeField()

    class Meta:
        ordering = ("offered_at",)
        constraints = (models.UniqueConstraint(fields=("user", "agency"), name="one_offer_an_account"),)

    def __str__(self) -> str:
        return f"certificate offered by account {self.user_id}"


class Mandate(models.Model):
    """A document that lets somebody sign for another (Decree 30/2020, Art. 13)."""

    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates")
    agency = models.CharField(max_length=64)
    prefix = models.CharField(max_length=8, default=Prefix.DEPUTY)
    for_position = models.CharField(max_length=255)
    """Whose signature it stands for: `CHỦ TỊCH`."""
    document = models.CharField(max_length=255)
    """Number, symbol and date of the document that gives it."""
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)
    """The last day; `None` until it is revoked."""
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True)
    """When an administrator revoked it."""

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"mandate {self.pk} ({self.prefix})"
