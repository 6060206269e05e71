"""Work in review that is not a version yet: who is on a record, what they typed, what they left."""

from __future__ import annotations

from django.db import models


class ReviewClaim(models.Model):
    """Who is correcting a record now. It lapses by itself when their page stops saying so."""

    record_id = models.CharField(max_length=32, primary_key=True)
    # No foreign key in this file: indexing a record anew must not drop what people have in hand.
    person = models.CharField(max_length=150)
    """Account."""
    since = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    """When their page last said that it is open."""
    taken_from = models.CharField(max_length=150, blank=True)
    """Account of the person from whom it was taken over; empty when nobody was on it."""

    def __str__(self) -> str:
        return f"claim of {self.record_id}"


class ReviewDraft(models.Model):
    """One field of a review form as a person typed it, kept from the moment they left the field."""

    record_id = models.CharField(max_length=32)
    person = models.CharField(max_length=150)
    field = models.CharField(max_length=80)
    """Name of the field, `:type` or `:seen`."""
    form = models.TextField()
    """The field's own controls as the browser sends them in a form (`application/x-www-form-urlencoded`)."""
    version = models.CharField(max_length=16)
    """Version of the record that the person saw."""
    tab = models.CharField(max_length=32)
    """Page that sent it; numbers below are its own."""
    number = models.BigIntegerField()
    """Counts what one page sent; what comes again, or late, changes nothing."""
    saved_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("record_id", "person", "field"), name="one_draft_a_field"),
        )

    def __str__(self) -> str:
        return f"draft of {self.record_id}"


class ReviewLeave(models.Model):
    """A record that somebody passed over for now, or left for a colleague with a note."""

    record_id = models.CharField(max_length=32)
    person = models.CharField(max_length=150)
    """Who left it."""
    left_for = models.CharField(max_length=150, blank=True, db_index=True)
    """Account of the colleague; empty for whoever comes next."""
    note = models.CharField(max_length=500, blank=True)
    """What the next person should know; empty for a record that was only passed over."""
    left_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("record_id", "person"), name="one_leave_a_person"),)

    def __str__(self) -> str:
        return f"leave of {self.record_id}"
