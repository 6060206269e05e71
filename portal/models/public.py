"""What the page for citizens keeps: how often somebody asked, and nothing of who or what."""

from __future__ import annotations

from django.db import models


class PublicAttempt(models.Model):
    """One try at the public page; deleted after an hour."""

    visitor = models.CharField(max_length=32)
    """A keyed hash of the address, so that no address is kept."""
    kind = models.CharField(max_length=8)
    """A value of `public.throttling.Asked`."""
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = (models.Index(fields=("visitor", "kind", "at"), name="public_attempts"),)

    def __str__(self) -> str:
        return f"attempt {self.pk} ({self.kind})"
