"""The audit chain: who did or saw what and when, each event bound to the one before by its hash."""

from portal.audit.kinds import Kind
from portal.audit.noting import note, note_by

__all__ = ["Kind", "note", "note_by"]
