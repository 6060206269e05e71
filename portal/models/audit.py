"""The audit chain: what happened, each event with the hash of the one before."""

from __future__ import annotations

from django.db import models


class AuditEvent(models.Model):
    """Something that somebody did or saw. The database refuses to change or delete a row."""

    at = models.DateTimeField(db_index=True)
    """UTC, microseconds."""
    actor = models.CharField(max_length=150, db_index=True)
    """Account; `hoso` for what the system did, empty for somebody who has not signed in."""
    address = models.CharField(max_length=45, blank=True)
    """IP address that the request came from; empty for commands and the system."""
    kind = models.CharField(max_length=48, db_index=True)
    """A value of `audit.kinds.Kind`."""
    object = models.CharField(max_length=160, blank=True, db_index=True)
    """What it was done to: `record:hs-…`, `file:17`, `account:nva`; empty for none."""
    unit = models.CharField(max_length=255, blank=True, db_index=True)
    """Unit of that object; decides which auditors see the event."""
    details = models.JSONField(default=dict)
    """Codes, numbers, digests; never a document's text, a name out of it, a PIN or a password."""
    previous = models.CharField(max_length=64, blank=True)
    """`digest` of the event before; empty for the first."""
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of this event's canonical form, `previous` included."""

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=("object", "actor", "at"), name="audit_seen_before"),
            models.Index(fields=("address",), name="audit_address"),
        )

    def __str__(self) -> str:
        return f"event {self.pk} ({self.kind})"


class ChainState(models.Model):
    """How far the chain has been checked: one row, kept beside, so that a page costs no checking."""

    checked_event = models.BigIntegerField(default=0)
    """The last event that was found good; 0 before the first check."""
    checked_digest = models.CharField(max_length=64, blank=True)
    checked_at = models.DateTimeField(null=True)
    """When a check last came to its end."""
    whole_at = models.DateTimeField(null=True)
    """When a check from the first event on last came to its end."""
    fault = models.CharField(max_length=16, blank=True)
    """A value of `audit.checking.FaultKind`; empty while nothing is wrong."""
    fault_event = models.BigIntegerField(null=True)
    """The first event that is wrong."""
    fault_at = models.DateTimeField(null=True)
    """When it was found."""
    running_since = models.DateTimeField(null=True)
    running_whole = models.BooleanField(default=False)
    beat_at = models.DateTimeField(null=True)
    """The check that runs last gave a sign of life."""
    running_event = models.BigIntegerField(default=0)
    """How far that check is."""
    running_aim = models.BigIntegerField(default=0)
    """The newest event when it began."""

    def __str__(self) -> str:
        return f"chain checked up to event {self.checked_event}"


class AuditReview(models.Model):
    """The minutes of one week: what happened, what the auditor says of it, and who signed."""

    week = models.DateField(unique=True)
    """Its Monday, in Vietnam's time zone."""
    begun_by = models.CharField(max_length=150)
    begun_at = models.DateTimeField()
    remarks = models.TextField(blank=True)
    version = models.IntegerField(default=1)
    """Counts saves, so that two auditors do not overwrite each other's remarks."""
    head_event = models.BigIntegerField(default=0)
    """The newest event when the minutes were closed; 0 for a draft."""
    head_digest = models.CharField(max_length=64, blank=True)
    closed_by = models.CharField(max_length=150, blank=True)
    closed_at = models.DateTimeField(null=True)
    batch = models.ForeignKey("SigningBatch", on_delete=models.SET_NULL, null=True, related_name="minutes")
    """The last time that somebody set out to sign them with a key in their own computer; it has no files."""
    method = models.CharField(max_length=16, blank=True)
    """`certificate` or `password`; empty for a draft."""
    certificate_sha256 = models.CharField(max_length=64, blank=True)
    file = models.CharField(max_length=255, blank=True)
    """Name of the PDF in `audit/reviews/` of the data directory."""
    sha256 = models.CharField(max_length=64, blank=True)
    """Of that PDF."""

    class Meta:
        ordering = ("-week",)

    def __str__(self) -> str:
        return f"review of the week of {self.week}"
