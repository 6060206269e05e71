"""Writes down what happened to a document, in the transaction in which it happens."""

from __future__ import annotations

from enum import StrEnum

from django.utils import timezone

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


def note(document_id: int, kind: EventKind, by: str, **details: object) -> OutgoingEvent:
    """Adds the event; to be called within the transaction that makes the change."""
    row: OutgoingEvent = OutgoingEvent.objects.create(
        document_id=document_id, at=timezone.now(), by=by[:150], kind=kind, details=details
    )
    return row
