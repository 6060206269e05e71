"""The catalogue: a searchable index of the archive, made again from it by `hoso rebuild`."""

from __future__ import annotations

from django.db import models


class CatalogueRecord(models.Model):
    """One record of the archive as lists and filters need it."""

    record_id = models.CharField(max_length=32, primary_key=True)
    version = models.CharField(max_length=16)
    """Head version of the OCFL object, for example `v1`."""
    record_type = models.CharField(max_length=64, blank=True, db_index=True)
    """Empty stands for "không rõ"."""
    type_confidence = models.FloatField()
    needs_review = models.BooleanField(db_index=True)
    reasons = models.JSONField(default=list)
    title = models.CharField(max_length=1000, blank=True)
    """What a list shows: trích yếu, or the names of the persons it is about, else the file name."""
    title_folded = models.CharField(max_length=1000, blank=True)
    """The title as people type it, for telling a record about someone from one that mentions them."""
    title_key = models.CharField(max_length=400, blank=True, default="")
    """What the title is sorted by (`catalogue.collation.vietnamese_key`), compared as bytes."""
    document_number = models.CharField(max_length=255, blank=True, db_index=True)
    document_date = models.DateField(null=True, db_index=True)
    """Date of issue or registration, where one was read."""
    source_name = models.CharField(max_length=255)
    source_sha256 = models.CharField(max_length=64, db_index=True)
    page_count = models.IntegerField()
    unit = models.CharField(max_length=255, blank=True, db_index=True)
    received_at = models.DateTimeField(db_index=True)
    sensitivity = models.IntegerField(default=2, db_index=True)
    """Level 1 to 4 (QCVN 12:2026/BCA): that of its type, or the one that a person set for it."""
    doubt_count = models.IntegerField(default=0)
    """Reasons for review, for a queue that begins with what is quick or with what is hard."""
    document_code = models.CharField(max_length=64, blank=True, default="", db_index=True)
    """Under which another system knows it (`MCQ_LV_STT_PB`, letter 7197/BKHCN-CĐSQG); empty for most."""
    needs_rescan = models.BooleanField(default=False, db_index=True)
    """A page of it lies below the rule for scans, and the record waits for that."""
    rescan_of = models.CharField(max_length=32, blank=True, default="", db_index=True)
    """The record whose paper was scanned again to make this one; empty for a first scan."""
    rescans = models.JSONField(default=list)
    """Scans that were put into it later, the first one first: `rescans` of `intake.json`."""
    rescanned_at = models.DateTimeField(null=True, db_index=True)
    """When the last of them was handed in."""
    record = models.JSONField()
    """`record.json` as archived."""

    class Meta:
        ordering = ("-received_at", "record_id")
        indexes = (
            models.Index(fields=("needs_review", "received_at", "record_id"), name="review_by_age"),
            models.Index(fields=("needs_review", "doubt_count", "record_id"), name="review_by_doubt"),
            models.Index(fields=("title_key", "record_id"), name="records_by_title"),
            # All that `catalogue.cards` reads, so that it need not pass by every record's JSON.
            models.Index(
                fields=(
                    "received_at",
                    "record_id",
                    "record_type",
                    "unit",
                    "needs_review",
                    "sensitivity",
                    "document_date",
                ),
                name="records_as_cards",
            ),
        )

    def __str__(self) -> str:
        return str(self.record_id)


class CataloguePage(models.Model):
    """One page of a record with its words, for page hits and highlights."""

    record = models.ForeignKey(CatalogueRecord, on_delete=models.CASCADE, related_name="pages")
    number = models.IntegerField()
    text = models.TextField(blank=True)
    added = models.TextField(blank=True)
    """Values of this page's fields whose words the text lacks (corrected by a person), one a line."""

    class Meta:
        ordering = ("record_id", "number")
        constraints = (models.UniqueConstraint(fields=("record", "number"), name="one_catalogue_row_a_page"),)

    def __str__(self) -> str:
        return f"{self.record_id} page {self.number}"


class CatalogueChange(models.Model):
    """A record that was put in, changed or taken out: what other processes must read again."""

    record_id = models.CharField(max_length=32)
    stamp = models.CharField(max_length=16)
    """Drawn by lot for each transaction: a number alone comes again after a transaction that was undone."""

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"change {self.pk} of {self.record_id}"


class PageLook(models.Model):
    """How one page looks: its perceptual hash, in four bands by which others like it are found."""

    record = models.ForeignKey(CatalogueRecord, on_delete=models.CASCADE, related_name="looks")
    number = models.IntegerField()
    likeness = models.CharField(max_length=16)
    band_1 = models.IntegerField(db_index=True)
    band_2 = models.IntegerField(db_index=True)
    band_3 = models.IntegerField(db_index=True)
    band_4 = models.IntegerField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("record", "number"), name="one_look_a_page"),)

    def __str__(self) -> str:
        return f"{self.record_id} page {self.number}"


class AlikePages(models.Model):
    """Two pages of two records that are scans of one sheet, by look and text; the later record first."""

    record = models.ForeignKey(CatalogueRecord, on_delete=models.CASCADE, related_name="alike")
    number = models.IntegerField()
    other = models.ForeignKey(CatalogueRecord, on_delete=models.CASCADE, related_name="alike_later")
    other_number = models.IntegerField()

    class Meta:
        ordering = ("-record__received_at", "record_id", "number")
        constraints = (
            models.UniqueConstraint(fields=("record", "number", "other"), name="one_row_a_pair_of_pages"),
        )

    def __str__(self) -> str:
        return f"{self.record_id} page {self.number} like {self.other_id} page {self.other_number}"


class FieldEntry(models.Model):
    """One field value, typed, so that filters by name, number and date use an index."""

    record = models.ForeignKey(CatalogueRecord, on_delete=models.CASCADE, related_name="field_entries")
    name = models.CharField(max_length=64)
    value = models.TextField()
    normalised = models.TextField()
    folded = models.CharField(max_length=255)
    """Lower case without marks, đ as d, first 255 letters: what people type."""
    number = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    date = models.DateField(null=True)
    confidence = models.FloatField()
    page = models.IntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("record", "name"), name="one_value_a_field"),)
        indexes = (
            models.Index(fields=("name", "folded"), name="fields_by_text"),
            models.Index(fields=("name", "date"), name="fields_by_date"),
            models.Index(fields=("name", "number"), name="fields_by_number"),
        )

    def __str__(self) -> str:
        return f"{self.record_id} {self.name}"
