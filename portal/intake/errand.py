"""What a file was sent for by a person in the portal; a file from a folder has no errand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Errand:
    """Who sent a new scan, and of what."""

    sent_by: str = ""
    """The person's account."""
    replaces: str = ""
    """Identifier of the record whose pages it is to replace; empty for a file that becomes a record."""
    page: int = 0
    """The one page of that record that was scanned again; 0 for all of them."""
    answers_id: int | None = None
    """Row of the refused file of which it is a new scan."""
    document_code: str = ""
    """Under which another system sent it; empty for everything else."""
    upload: str = ""
    """Identifier of the upload by which it came."""
