"""Number books: one a year for each agency and document type (Decree 30/2020, Art. 15)."""

from __future__ import annotations

from django.db import models

from portal.outgoing.states import EntryState


class NumberBook(models.Model):
    """The numbers of one agency, type and year, from 01 on 1 January, without gaps or doubles."""

    agency = models.CharField(max_length=64)
    type_code = models.CharField(max_length=8)
    year = models.IntegerField()
    begins_at = models.IntegerField(default=1)
    """Above 1 where the office came from other books in the middle of the year."""
    last = models.IntegerField(default=0)
    """The last number given; `begins_at` - 1 before the first."""

    class Meta:
        ordering = ("-year", "agency", "type_code")
        constraints = (
            models.UniqueConstraint(fields=("agency", "type_code", "year"), name="one_book_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.agency} {self.type_code} {self.year}"


class BookEntry(models.Model):
    """One number. It is never deleted and never given again, whatever becomes of its document."""

    book = models.ForeignKey(NumberBook, on_delete=models.PROTECT, related_name="entries")
    number = models.IntegerField()
    symbol = models.CharField(max_length=64)
    """What follows the stroke: `QĐ-UBND`."""
    issued_on = models.DateField(db_index=True)
    """The document's date, in Vietnam's time zone."""
    document = models.OneToOneField("OutgoingDocument", on_delete=models.PROTECT, related_name="entry")
    subject = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=16, default=EntryState.GIVEN, db_index=True)
    given_by = models.CharField(max_length=150)
    given_at = models.DateTimeField()
    ended_by = models.CharField(max_length=150, blank=True)
    """Who recalled or refused it."""
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(blank=True)

    class Meta:
        ordering = ("book_id", "number")
        constraints = (models.UniqueConstraint(fields=("book", "number"), name="one_entry_a_number"),)

    def __str__(self) -> str:
        return self.notation

    @property
    def notation(self) -> str:
        """Number and symbol as printed: `05/QĐ-UBND`."""
        return f"{self.number:02d}/{self.symbol}"
