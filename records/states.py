"""The states through which a file and its pages pass; the ledger keeps them."""

from __future__ import annotations

from enum import StrEnum


class FileState(StrEnum):
    """Where a dropped file stands."""

    RECEIVED = "received"
    """Safe in staging and in the ledger; its pages are not yet counted or read."""
    READING = "reading"
    """Some of its pages are still to be read."""
    READ = "read"
    """Every page is read or given up; the record is not yet in the archive."""
    FILED = "filed"
    """In the archive, type and required fields sure."""
    REVIEW = "review"
    """In the archive, waiting for a person; the record says why."""
    REJECTED = "rejected"
    """Refused with a reason; the original lies in `rejected/`."""
    DUPLICATE = "duplicate"
    """Byte for byte a file that is already in the archive; the original lies in `done/`."""
    REMOVED = "removed"
    """Taken out of work by a person who says why, before it was a record; the original lies in `removed/`."""

    @property
    def is_settled(self) -> bool:
        """True when no more work is owed to the file."""
        return self not in {FileState.RECEIVED, FileState.READING, FileState.READ}


class PageState(StrEnum):
    """Where one page of a file stands."""

    WAITING = "waiting"
    """Not read yet, or its reader died and it may be tried again."""
    READ = "read"
    """Read and kept; never read again."""
    FAILED = "failed"
    """Given up after its retry; the record goes to review with the reason."""
