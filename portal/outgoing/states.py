"""Where an outgoing document stands, and where it may go from there."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class DocumentState(StrEnum):
    """The stations of the road."""

    RECEIVED = "received"
    """Its files lie safe; nobody has read them yet."""
    CHECKED = "checked"
    """Read and found fit to be signed; it waits for its number."""
    NUMBERED = "numbered"
    """It has its number and date; they are being printed on it."""
    SIGNING = "signing"
    """It waits for the competent persons."""
    SIGNED = "signed"
    """All of them have signed; it waits for the seal."""
    SEALED = "sealed"
    """The agency has signed all its files; it is on its way into the archive."""
    ISSUED = "issued"
    """Archived with its proof and laid in `signed/`."""
    REFUSED = "refused"
    """Sent back with a reason."""
    RECALLED = "recalled"
    """Taken back before the seal; its number stays in the book and is never given again."""

    @property
    def is_settled(self) -> bool:
        return self in {DocumentState.ISSUED, DocumentState.REFUSED, DocumentState.RECALLED}


_STATE = DocumentState
NEXT: Mapping[DocumentState, frozenset[DocumentState]] = {
    _STATE.RECEIVED: frozenset({_STATE.CHECKED, _STATE.REFUSED, _STATE.RECALLED}),
    _STATE.CHECKED: frozenset({_STATE.NUMBERED, _STATE.REFUSED, _STATE.RECALLED}),
    _STATE.NUMBERED: frozenset({_STATE.SIGNING, _STATE.SIGNED, _STATE.REFUSED, _STATE.RECALLED}),
    _STATE.SIGNING: frozenset({_STATE.SIGNED, _STATE.REFUSED, _STATE.RECALLED}),
    _STATE.SIGNED: frozenset({_STATE.SEALED, _STATE.REFUSED, _STATE.RECALLED}),
    _STATE.SEALED: frozenset({_STATE.ISSUED}),
    _STATE.ISSUED: frozenset(),
    _STATE.REFUSED: frozenset(),
    _STATE.RECALLED: frozenset(),
}
"""A sealed document cannot be taken back (Decree 30/2020, Art. 18: it is revoked by another document)."""


class TrialState(StrEnum):
    """Whether number and date could be printed, tried on a copy before a number is spent."""

    OWED = ""
    """Not tried yet as the document is described now."""
    PASSED = "passed"
    NO_PLACE = "no_place"
    """Page 1 shows no place for them: somebody must show it."""
    FAILED = "failed"
    """The page says something else than the description: another symbol, number or date."""


class FileRole(StrEnum):
    """What a file of a document is."""

    MAIN = "main"
    APPENDIX = "appendix"
    """In a file of its own: the agency signs it, with a text and no image (Decree 30, Appendix I)."""


class SignerState(StrEnum):
    """How far one competent person has got."""

    WAITING = "waiting"
    SIGNED = "signed"


class EntryState(StrEnum):
    """A number in a book."""

    GIVEN = "given"
    ISSUED = "issued"
    NOT_ISSUED = "not_issued"
    """Recalled or refused after the number was given: "không ban hành"; it is not given again."""


class Prefix(StrEnum):
    """For whom somebody signs (Decree 30/2020, Art. 13)."""

    NONE = ""
    COLLECTIVE = "TM."
    ACTING_HEAD = "Q."
    DEPUTY = "KT."
    BY_ORDER = "TL."
    BY_MANDATE = "TUQ."

    @property
    def needs_mandate(self) -> bool:
        """Whether a mandate that is in force must be on record."""
        return self not in {Prefix.NONE, Prefix.COLLECTIVE}


class BatchState(StrEnum):
    """One sitting with one PIN."""

    RUNNING = "running"
    DONE = "done"
    BROKEN = "broken"
    """Ended before every file was tried: the token, the PIN or the machine; what was signed stays."""


class ItemState(StrEnum):
    """One file in a batch."""

    WAITING = "waiting"
    SIGNED = "signed"
    FAILED = "failed"
