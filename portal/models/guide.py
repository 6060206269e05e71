"""What administrators said of the first steps: later, not for us, done where Hoso cannot know."""

from __future__ import annotations

from django.db import models


class GuideMark(models.Model):
    """The last word on one step; no word makes a step done that Hoso can see for itself."""

    step = models.CharField(max_length=16, unique=True)
    """Code of the step (`portal.guide.steps`)."""
    said = models.CharField(max_length=16)
    """A value of `portal.guide.marks.Said`."""
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.step}: {self.said}"
