"""Other systems: the tokens with which they come, and where they want to be told what happened."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ApiToken(models.Model):
    """A key with which another system acts for an account, within some of what that account may do."""

    name = models.CharField(max_length=100)
    """What it is for: `Một cửa điện tử`."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens")
    handle = models.CharField(max_length=16, unique=True)
    """The first part of the key, by which it is found; no secret."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the whole key, which is told once and kept nowhere (128 random bits need no slow hash)."""
    scopes = models.JSONField(default=list)
    """Values of `api.scopes.Scope`."""
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"token {self.handle}"


class Webhook(models.Model):
    """An address that is told what happens to the records that an account may see."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="webhooks")
    url = models.CharField(max_length=500)
    secret = models.CharField(max_length=64)
    """Signs each message (HMAC-SHA256); both sides must hold it, so it is kept as it is."""
    events = models.JSONField(default=list)
    """Values of `webhooks.happenings.Happening`; empty for all."""
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"webhook {self.pk}"


class Delivery(models.Model):
    """One message to one address: an outbox, written in the transaction of what happened."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    key = models.UUIDField(unique=True)
    """Told with the message, so that one that arrives twice is known."""
    event = models.CharField(max_length=48)
    body = models.JSONField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, db_index=True)
    """When it is tried next; `None` once it is settled."""
    tries = models.IntegerField(default=0)
    answered = models.IntegerField(default=0)
    """HTTP status of the last try; 0 where nothing answered."""
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"delivery {self.pk} ({self.event})"
