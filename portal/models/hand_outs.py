"""Copies that were handed out: who got one, and why, beside the chain."""

from __future__ import annotations

from django.db import models


class HandOut(models.Model):
    """One copy. Recipient and reason are as typed and may name citizens; the chain has this row's number."""

    record_id = models.CharField(max_length=32, db_index=True)
    by = models.CharField(max_length=150)
    """Account of who handed it out."""
    at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    """Of the copy, which is kept nowhere."""
    recipient = models.CharField(max_length=200)
    reason = models.CharField(max_length=200)
    hides = models.BooleanField(default=False)
    """Something of the paper is black in the copy."""
    places = models.JSONField(default=list)
    """What was drawn on it by hand: page, left, top, width, height of each place, in per cent of it."""

    def __str__(self) -> str:
        return f"copy {self.pk} of {self.record_id}"
