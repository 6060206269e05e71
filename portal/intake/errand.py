"""What a file was sent for by a person in the portal; a file from a folder has no errand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from portal.models import IntakeFile


def _not_noted(_: IntakeFile) -> None:
    """Nobody writes down what comes from a folder: its row says it all."""


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
    noting: Callable[[IntakeFile], object] = field(default=_not_noted, compare=False)
    """Called with the row in the transaction that commits it: both are kept, or neither is."""
