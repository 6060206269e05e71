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
        indexes = (models.Index(fields=("object", "actor", "at"), name="audit_seen_before"),)

    def __str__(self) -> str:
        return f"event {self.pk} ({self.kind})"
