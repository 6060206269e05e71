"""What other systems may be told."""

from __future__ import annotations

from enum import StrEnum


class Happening(StrEnum):
    """A kind of message."""

    RECORD_FILED = "record.filed"
    """A paper became a record of which nothing waits for a person."""
    RECORD_IN_REVIEW = "record.review"
    """A paper became a record that a person has to look at."""
    RECORD_CORRECTED = "record.corrected"
    """A person corrected a record."""
    FILE_REJECTED = "file.rejected"
    """A file could not be digitised."""
    OUTGOING_ISSUED = "outgoing.issued"
    """A document was signed, sealed and issued."""
