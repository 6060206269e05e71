"""Documents on their way out: what was handed in, who signs it, and everything that happened to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from portal.outgoing.states import BatchState, DocumentState, FileRole, ItemState, Prefix, SignerState

_STATES = [(state.value, state.value) for state in DocumentState]


class OutgoingDocument(models.Model):
    """One outgoing document. Its row is committed before its files leave the sender's folder."""

    state = models.CharField(max_length=16, choices=_STATES, default=DocumentState.RECEIVED, db_index=True)
    agency = models.CharField(max_length=64)
    """Code of the issuing agency in the settings."""
    type_code = models.CharField(max_length=8, blank=True)
    """A code of `outgoing.document_types`; empty until somebody has said or a page has shown it."""
    unit = models.CharField(max_length=32, blank=True)
    """Abbreviation of the drafting unit, in the symbol of a công văn."""
    subject = models.CharField(max_length=500, blank=True)
    """Trích yếu; 500 letters (Decree 30/2020, Appendix VI)."""
    urgency = models.CharField(max_length=16, blank=True)
    """KHẨN, THƯỢNG KHẨN or HỎA TỐC; empty for an ordinary one."""
    in_order = models.BooleanField(default=True)
    """Several signers sign one after the other; else in any order."""
    sender = models.CharField(max_length=150, blank=True, db_index=True)
    """Account of whoever handed it in; empty for a file from a folder."""
    folder = models.CharField(max_length=255, blank=True, db_index=True)
    """Folder below `outgoing/` from which it came; empty for the portal."""
    note = models.TextField(blank=True)
    """What the sender says to those who sign."""
    received_at = models.DateTimeField(db_index=True)
    settled_at = models.DateTimeField(null=True)
    trial = models.CharField(max_length=16, blank=True, default="")
    """A value of `states.TrialState`: whether number and date can be printed as it is described now."""
    number_place = models.JSONField(null=True)
    """Where the number is printed, `[page, left, bottom, right, top]`, if shown by hand."""
    date_place = models.JSONField(null=True)
    """The same for place and date."""
    printed = models.BooleanField(default=False)
    """Number and date stand on the page."""
    batch = models.ForeignKey("SigningBatch", on_delete=models.SET_NULL, null=True, related_name="holds")
    """The batch that is at work on it."""
    reason_code = models.CharField(max_length=64, blank=True)
    reason_vi = models.TextField(blank=True)
    """Why it was sent back, or why its last step failed."""
    attempts = models.IntegerField(default=0)
    """How often the step that it waits for has failed by itself."""
    awaits_level = models.BooleanField(default=False, db_index=True)
    """A service was down when it was signed: it is lifted to the level asked for later."""
    record_id = models.CharField(max_length=32, blank=True, db_index=True)
    laid_in = models.CharField(max_length=1024, blank=True)
    """Path of the signed file below the data directory."""
    sealed_at = models.DateTimeField(null=True)
    told = models.BooleanField(default=False, db_index=True)
    """The sender has been told how it ended."""
    proof_code = models.CharField(max_length=32, blank=True, db_index=True)
    """What the QR code on the page asks the public page for; at random, so that nobody counts documents."""
    as_read = models.JSONField(default=dict)
    """What the pages say: type, subject, authority, name and position of the signer; decides nothing."""

    class Meta:
        ordering = ("id",)
        permissions = (
            ("sign_outgoing", "Signs outgoing documents"),
            ("clerk_outgoing", "Gives numbers, seals, recalls"),
            ("administer_signing", "Sets who signs with which certificate, and mandates"),
        )

    def __str__(self) -> str:
        return f"outgoing {self.pk} ({self.state})"


class OutgoingFile(models.Model):
    """One file of a document: as it was handed in, and as it stands after the last step."""

    document = models.ForeignKey(OutgoingDocument, on_delete=models.CASCADE, related_name="files")
    ordinal = models.IntegerField()
    """0 for the document itself, then its appendices."""
    role = models.CharField(max_length=16, default=FileRole.MAIN)
    name = models.CharField(max_length=255)
    """As handed in, NFC."""
    sha256 = models.CharField(max_length=64, db_index=True)
    """Of the file as it was handed in."""
    size_bytes = models.BigIntegerField()
    handed_in = models.CharField(max_length=255)
    """Name in the desk's folder of the file as handed in; never changed."""
    current = models.CharField(max_length=255)
    """Name in the desk's folder of the file after the last step that was completed."""
    sealed = models.BooleanField(default=False)
    level = models.CharField(max_length=8, blank=True)
    """Lowest level that its signatures have reached; empty before the first."""
    page_count = models.IntegerField(default=0)
    place = models.JSONField(null=True)
    """Where the seal or the text goes, `[page, left, bottom, right, top]`, if set by hand."""
    words = models.CharField(max_length=255, blank=True, default="")
    """Name in the desk's folder of what was read on a scan's pages; empty for a file with its own text."""
    source_path = models.CharField(max_length=4096, blank=True, db_index=True)
    """Where the original still has to be fetched from; empty once it lies in `done/`."""
    laid_in = models.CharField(max_length=4096, blank=True)
    """Where the sender finds it again, below the data directory."""

    class Meta:
        ordering = ("document_id", "ordinal")
        constraints = (models.UniqueConstraint(fields=("document", "ordinal"), name="one_file_a_place"),)

    def __str__(self) -> str:
        return f"outgoing {self.document_id} file {self.ordinal}"


class OutgoingSigner(models.Model):
    """A competent person who has to sign a document."""

    document = models.ForeignKey(OutgoingDocument, on_delete=models.CASCADE, related_name="signers")
    ordinal = models.IntegerField()
    """From 1; the order of signing where there is one."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="to_sign")
    prefix = models.CharField(max_length=8, blank=True, default=Prefix.NONE)
    """KT., TL., TUQ. or Q. as printed above the position; such a signature needs a mandate."""
    state = models.CharField(max_length=16, default=SignerState.WAITING, db_index=True)
    place = models.JSONField(null=True)
    """`[page, left, bottom, right, top]` in points, origin bottom left, if set by hand."""
    signed_at = models.DateTimeField(null=True)
    certificate_sha256 = models.CharField(max_length=64, blank=True)
    mandate = models.ForeignKey("Mandate", on_delete=models.PROTECT, null=True, related_name="used_for")
    is_trial = models.BooleanField(default=False)

    class Meta:
        ordering = ("document_id", "ordinal")
        constraints = (
            models.UniqueConstraint(fields=("document", "ordinal"), name="one_signer_a_place"),
            models.UniqueConstraint(fields=("document", "user"), name="one_signature_a_person"),
        )

    def __str__(self) -> str:
        return f"outgoing {self.document_id} signer {self.ordinal}"


class OutgoingEvent(models.Model):
    """Something that happened to a document; only ever added."""

    document = models.ForeignKey(OutgoingDocument, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=150)
    """Account; `hoso` for what the system did."""
    kind = models.CharField(max_length=32, db_index=True)
    """A value of `outgoing.events.EventKind`."""
    details = models.JSONField(default=dict)
    """Reasons, numbers, digests; never a document's text, never a PIN."""

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"outgoing {self.document_id} {self.kind}"


class SigningBatch(models.Model):
    """One sitting: one person, one PIN, one token, some or hundreds of files. The PIN is not in it."""

    key = models.UUIDField(unique=True)
    """In its address, so that nobody counts other people's batches."""
    by = models.CharField(max_length=150, db_index=True)
    is_seal = models.BooleanField()
    state = models.CharField(max_length=16, default=BatchState.RUNNING, db_index=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason_code = models.CharField(max_length=64, blank=True)
    reason_vi = models.TextField(blank=True)
    """Why it ended before every file was tried."""

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"batch {self.pk} ({self.state})"


class BatchItem(models.Model):
    """One file in a batch and what came of it."""

    batch = models.ForeignKey(SigningBatch, on_delete=models.CASCADE, related_name="items")
    file = models.ForeignKey(OutgoingFile, on_delete=models.CASCADE, related_name="batch_items")
    state = models.CharField(max_length=16, default=ItemState.WAITING)
    level = models.CharField(max_length=8, blank=True)
    reason_code = models.CharField(max_length=64, blank=True)
    reason_vi = models.TextField(blank=True)
    """Why it was not signed, or why the level waits."""
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("batch", "file"), name="one_item_a_file"),)

    def __str__(self) -> str:
        return f"{self.batch_id} {self.file_id} ({self.state})"
