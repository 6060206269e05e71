"""Units of the office, and who has which role where."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from portal.rights.roles import Role

ROLES = [(role.value, role.value) for role in Role]
HIGHEST_LEVEL = 4
"""QCVN 12:2026/BCA sorts archives into four levels of sensitivity."""
USUAL_LEVEL = 3


class Unit(models.Model):
    """A part of the office, or an office below it: a department, a commune of a province."""

    name = models.CharField(max_length=255, unique=True)
    """Name of its folder below the inbox, NFC; what `CatalogueRecord.unit` holds."""
    title = models.CharField(max_length=255, blank=True)
    """As it is shown, where that is not the folder's name."""
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="below")
    """The unit that sees this one's records; `None` directly below the office itself."""
    seen_at = models.DateTimeField()
    """When it was made, or first seen as a folder."""
    placed_by = models.CharField(max_length=150, blank=True)
    """Who put it into its place in the tree; empty while it waits for somebody to."""

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return str(self.title or self.name)


class Grant(models.Model):
    """A role that a person has at a unit; ended, never deleted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=32, choices=ROLES)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="grants")
    """With all units below it; `None` for the whole office."""
    types = models.JSONField(default=list, blank=True)
    """Codes of the record types that it is for; empty for all, unknown ones included."""
    level = models.IntegerField(default=USUAL_LEVEL)
    """The highest level of sensitivity that it opens, 1 to 4."""
    given_by = models.CharField(max_length=150)
    given_at = models.DateTimeField()
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("user_id", "role", "id")
        indexes = (models.Index(fields=("user", "ended_at"), name="grants_in_force"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(level__gte=1, level__lte=HIGHEST_LEVEL), name="grant_level_1_to_4"
            ),
        )

    def __str__(self) -> str:
        return f"grant {self.pk} ({self.role})"
