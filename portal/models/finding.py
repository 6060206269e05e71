"""Searches that people keep: by name, shared with a unit or not, and the last ones that each has made."""

from __future__ import annotations

from django.conf import settings
from django.db import models

LONGEST_NAME = 120


class SavedSearch(models.Model):
    """A search under a name, as the address that asks for it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="searches")
    name = models.CharField(max_length=LONGEST_NAME)
    address = models.TextField()
    """The part behind the question mark of the search page (`catalogue.asked.Asked.address`)."""
    is_shared = models.BooleanField(default=False)
    unit = models.CharField(max_length=255, blank=True)
    """Folder name of the unit whose people find it too; empty for the office itself."""
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "id")
        indexes = (models.Index(fields=("is_shared", "unit"), name="searches_of_a_unit"),)

    def __str__(self) -> str:
        return f"search {self.pk}"


class SavedSearchLook(models.Model):
    """When somebody last opened a saved search: what came later is new to them."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="looks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    looked_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("search", "user"), name="one_look_a_person"),)

    def __str__(self) -> str:
        return f"look at search {self.search_id}"


class RecentSearch(models.Model):
    """One of the last searches of a person; theirs alone, and theirs to delete."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    address = models.TextField()
    digest = models.CharField(max_length=64)
    """SHA-256 of `address`."""
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)
        constraints = (models.UniqueConstraint(fields=("user", "digest"), name="one_row_a_search"),)

    def __str__(self) -> str:
        return f"recent search {self.pk}"
