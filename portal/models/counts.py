"""Counts kept by the day, so that a wall that looks back a year reads some hundred rows."""

from __future__ import annotations

from django.db import models


class DayCount(models.Model):
    """Records and filed files that arrived on one day, at one unit, of one type and level."""

    day = models.DateField(db_index=True)
    """Day of arrival in the office's time zone."""
    unit = models.CharField(max_length=255, blank=True)
    record_type = models.CharField(max_length=64, blank=True)
    sensitivity = models.IntegerField()
    filed = models.IntegerField(default=0)
    """Records."""
    review = models.IntegerField(default=0)
    """Records that wait for a person."""
    pages = models.IntegerField(default=0)
    files_filed = models.IntegerField(default=0)
    """Files; the type and level are those of the first record that a file became."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("day", "unit", "record_type", "sensitivity"), name="one_count_a_day_unit_type_level"
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.unit} {self.record_type}"


class DayToCount(models.Model):
    """A day whose papers have changed since they were counted; written in the change's transaction."""

    day = models.DateField(primary_key=True)

    def __str__(self) -> str:
        return str(self.day)


class ActivityCount(models.Model):
    """What was done in one hour: pages read, records reviewed, documents signed or sealed."""

    day = models.DateField(db_index=True)
    hour = models.IntegerField()
    """0 to 23, in the office's time zone."""
    kind = models.CharField(max_length=16)
    """A value of `portal.counts.activity.Activity`."""
    unit = models.CharField(max_length=255, blank=True)
    record_type = models.CharField(max_length=64, blank=True)
    sensitivity = models.IntegerField(default=1)
    actor = models.CharField(max_length=150, blank=True)
    """Account; empty for what no person did."""
    count = models.IntegerField()

    class Meta:
        indexes = (models.Index(fields=("kind", "day"), name="activity_by_kind"),)

    def __str__(self) -> str:
        return f"{self.day} {self.hour}h {self.kind}"


class ActivityDay(models.Model):
    """A day that is over and whose activity stands in `ActivityCount`."""

    day = models.DateField(primary_key=True)

    def __str__(self) -> str:
        return str(self.day)


class SampleCheck(models.Model):
    """A filed record that was drawn by chance for a second look, and what came of it."""

    record_id = models.CharField(max_length=32, db_index=True)
    unit = models.CharField(max_length=255, blank=True)
    record_type = models.CharField(max_length=64, blank=True)
    sensitivity = models.IntegerField()
    version = models.CharField(max_length=16)
    """Version of the record when it was drawn."""
    accepted = models.JSONField(default=dict)
    """Fields that no person had touched, each with the digest of its value: text of papers stays out."""
    drawn_by = models.CharField(max_length=150)
    drawn_at = models.DateTimeField(db_index=True)
    checked_by = models.CharField(max_length=150, blank=True)
    checked_at = models.DateTimeField(null=True, db_index=True)
    fields_checked = models.IntegerField(default=0)
    fields_changed = models.IntegerField(default=0)
    is_type_changed = models.BooleanField(default=False)
    is_void = models.BooleanField(default=False)
    """The record was parted, joined or scanned again meanwhile, and tells nothing."""

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("record_id",), condition=models.Q(checked_at=None), name="one_open_check_a_record"
            ),
        )

    def __str__(self) -> str:
        return f"check {self.pk} of {self.record_id}"


class WallLink(models.Model):
    """An address under which a screen shows the wall without an account; ended, never deleted."""

    name = models.CharField(max_length=100)
    """Where the screen hangs."""
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the secret in the address; the secret itself is shown once."""
    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, null=True, related_name="+")
    """With all units below it; `None` for the whole office."""
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    """When a screen last asked, to within a few minutes."""
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"wall link {self.pk}"
