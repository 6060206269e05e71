"""The intake ledger: which file came when, and how far each of its pages has got.

It is the truth of work. A page whose row says `read` is never read again; after a crash these rows alone
say what is left to do.
"""

from __future__ import annotations

from django.db import models

from records import FileState, PageState

FILE_STATES = [(state.value, state.value) for state in FileState]
PAGE_STATES = [(state.value, state.value) for state in PageState]
OUTSIDE_WORK = (FileState.REJECTED, FileState.DUPLICATE, FileState.REMOVED)
"""Files of these states became no record; their bytes may be handed in again."""


class IntakeFile(models.Model):
    """One file that a person handed in. Its row is committed before the file leaves their folder."""

    name = models.CharField(max_length=255)
    """File name as dropped, NFC."""
    folder = models.CharField(max_length=1024, blank=True)
    """Folder below the inbox, `/`-separated; empty for the inbox itself."""
    unit = models.CharField(max_length=255, blank=True)
    hint = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.BigIntegerField()
    staged_path = models.CharField(max_length=1024, blank=True)
    """Name in the staging folder, where it lies until its record is in the archive; then empty."""
    source_path = models.CharField(max_length=4096, blank=True, db_index=True)
    """Where the original still has to be fetched from; empty once it lies in `laid_in`."""
    laid_in = models.CharField(max_length=4096, blank=True, db_index=True)
    """Path below the data directory where the person finds it again (`done/…`, `rejected/…`, `removed/…`)."""
    state = models.CharField(max_length=16, choices=FILE_STATES, default=FileState.RECEIVED, db_index=True)
    page_count = models.IntegerField(null=True)
    """`None` until the file has been opened."""
    attempts = models.IntegerField(default=0)
    """How often a step (opening, completing) killed its child or took too long; twice, and it is given up."""
    reason_code = models.CharField(max_length=64, blank=True)
    reason_vi = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    record_id = models.CharField(max_length=32, blank=True, db_index=True)
    """The record that it became, or for a duplicate the record that it equals."""
    record_count = models.IntegerField(default=1)
    """Records that it became, one a paper; `record_id` is the first of them."""
    replaces = models.CharField(max_length=32, blank=True, default="", db_index=True)
    """The record of which this is a new scan; its pages go into a new version of that."""
    replaces_page = models.IntegerField(default=0)
    """The page of that record that was scanned again; 0 for the whole paper."""
    answers = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="answered_by")
    """The refused file of which this is a new scan."""
    sent_by = models.CharField(max_length=150, blank=True, default="")
    """Account of the person who sent it through the portal; empty for files from folders."""
    upload = models.CharField(max_length=32, blank=True, default="", db_index=True)
    """The upload by which it came, so that one that is ended twice is taken once."""
    removed_by = models.CharField(max_length=150, blank=True, default="")
    """Account of the person who took it out of work."""
    removed_because = models.TextField(blank=True, default="")
    retried_at = models.DateTimeField(null=True)
    """When a person had it tried again after it was refused or removed."""
    document_code = models.CharField(max_length=64, blank=True, default="", db_index=True)
    """Under which another system sent it."""
    side = models.CharField(max_length=8, blank=True, default="", db_index=True)
    """`intake.halves.Side` of a file that holds one side of sheets only; empty for a whole file."""
    partner = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="backs")
    """Of a file of back sides: the file of front sides with which it becomes one record."""
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0.0)
    """Processor time spent on it so far, seconds."""

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=("received_at", "unit"), name="files_by_day"),
            models.Index(fields=("unit", "id"), name="files_by_unit"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("sha256",),
                condition=~models.Q(state__in=OUTSIDE_WORK),
                name="one_record_a_digest",
            ),
        )

    def __str__(self) -> str:
        return f"intake {self.pk} ({self.state})"


class IntakePage(models.Model):
    """One page of an intake file and, once read, what was read."""

    file = models.ForeignKey(IntakeFile, on_delete=models.CASCADE, related_name="pages")
    number = models.IntegerField()
    state = models.CharField(max_length=16, choices=PAGE_STATES, default=PageState.WAITING)
    attempts = models.IntegerField(default=0)
    reason_code = models.CharField(max_length=64, blank=True)
    reason_vi = models.TextField(blank=True)
    reading = models.TextField(blank=True)
    """`records.Page.to_json()` as JSON text, kept as it came; dropped once the record is in the archive."""
    seconds = models.FloatField(default=0.0)
    """Processor time spent on it so far, seconds."""
    read_at = models.DateTimeField(null=True, db_index=True)
    """When it was read or given up; the pages a minute of `hoso status` are counted from it."""

    class Meta:
        ordering = ("file_id", "number")
        constraints = (models.UniqueConstraint(fields=("file", "number"), name="one_row_a_page"),)
        indexes = (models.Index(fields=("state", "file"), name="pages_by_state"),)

    def __str__(self) -> str:
        return f"intake {self.file_id} page {self.number} ({self.state})"


class RescanRequest(models.Model):
    """Somebody asked the scanner room to scan a record, or one page of it, again."""

    record_id = models.CharField(max_length=32, db_index=True)
    page = models.IntegerField(default=0)
    """The page, from 1; 0 for the whole paper."""
    reason = models.CharField(max_length=500)
    """As the person wrote it."""
    asked_by = models.CharField(max_length=150)
    asked_of = models.CharField(max_length=150, blank=True, default="")
    """Account of the person who is to do it; empty for whoever is in the scanner room."""
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, db_index=True)
    closed_by = models.CharField(max_length=150, blank=True, default="")
    """Who withdrew it, or who sent the new scan; empty for one that came by a folder."""
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("record_id", "page"),
                condition=models.Q(closed_at=None),
                name="one_open_request_a_page",
            ),
        )

    def __str__(self) -> str:
        return f"rescan of {self.record_id} page {self.page}"
