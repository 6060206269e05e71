"""Writes down what happened to a document, in the transaction in which it happens."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.audit import Kind, note_by
from portal.models import OutgoingEvent

SYSTEM = "hoso"
"""Who did what no person did."""


class EventKind(StrEnum):
    """What can happen to an outgoing document."""

    RECEIVED = "received"
    CHECKED = "checked"
    CHANGED = "changed"
    """Its description, its signers or a place on its page was changed by a person."""
    NUMBERED = "numbered"
    PRINTED = "printed"
    SIGNED = "signed"
    SEALED = "sealed"
    LIFTED = "lifted"
    ARCHIVED = "archived"
    ISSUED = "issued"
    FAILED = "failed"
    REFUSED = "refused"
    RECALLED = "recalled"

    @property
    def is_told(self) -> bool:
        """Whether the sender is told."""
        return self in {EventKind.ISSUED, EventKind.REFUSED, EventKind.RECALLED, EventKind.FAILED}


IN_CHAIN: Mapping[EventKind, Kind] = {
    EventKind.RECEIVED: Kind.OUTGOING_RECEIVED,
    EventKind.CHANGED: Kind.OUTGOING_CHANGED,
    EventKind.NUMBERED: Kind.OUTGOING_NUMBERED,
    EventKind.SIGNED: Kind.SIGNED,
    EventKind.SEALED: Kind.SEALED,
    EventKind.ISSUED: Kind.OUTGOING_ISSUED,
    EventKind.REFUSED: Kind.OUTGOING_REFUSED,
    EventKind.RECALLED: Kind.OUTGOING_RECALLED,
}
"""What the audit chain keeps too; the machine's own steps between stay with the document."""
CHAIN_DETAILS = frozenset(
    {"notation", "date", "type", "place", "level", "field", "certificate", "file", "is_trial"}
)
"""Codes, numbers and digests. Reasons are free text that may name people: they stay with the document."""


def note(document_id: int, kind: EventKind, by: str, **details: object) -> OutgoingEvent:
    """Adds the event, and to the audit chain what matters there, in the caller's transaction."""
    with transaction.atomic():
        row: OutgoingEvent = OutgoingEvent.objects.create(
            document_id=document_id, at=timezone.now(), by=by[:150], kind=kind, details=details
        )
        if kind in IN_CHAIN:
            told: dict[str, Any] = {name: value for name, value in details.items() if name in CHAIN_DETAILS}
            note_by(by, IN_CHAIN[kind], object=f"outgoing:{document_id}", **told)
    return row
