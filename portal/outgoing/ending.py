"""Ends a document's way before the seal: sent back by who should sign or seal it, or taken back."""

from __future__ import annotations

from django.db import transaction

from portal.models import OutgoingDocument
from portal.outgoing.events import EventKind, note
from portal.outgoing.moving import LONGEST_REASON, move_locked
from portal.outgoing.number_books import end_entry
from portal.outgoing.states import DocumentState
from records.errors import OutOfTurn


def refuse(document_id: int, *, by: str, why: str) -> None:
    """Sends a document back with a reason; a number that it had stays in the book as not issued.

    Raises `OutOfTurn` without a reason, once it is sealed, and while a batch is at work on it.
    """
    _end(document_id, DocumentState.REFUSED, EventKind.REFUSED, by, why)


def recall(document_id: int, *, by: str, why: str) -> None:
    """Takes a document back before the seal; raises as `refuse`."""
    _end(document_id, DocumentState.RECALLED, EventKind.RECALLED, by, why)


def _end(document_id: int, to: DocumentState, kind: EventKind, by: str, why: str) -> None:
    reason = " ".join(why.split())[:LONGEST_REASON]
    if not reason:
        raise OutOfTurn(
            "no reason", remedy_vi="Hãy ghi lý do.", remedy_en="Say why, so that the sender knows what to do."
        )
    with transaction.atomic():
        document = OutgoingDocument.objects.select_for_update().get(pk=document_id)
        if document.batch_id is not None:
            raise OutOfTurn(
                "a batch is at work on it",
                remedy_vi="Văn bản đang được ký. Hãy đợi đợt ký xong rồi thử lại.",
                remedy_en="The document is being signed. Wait for the batch to end, then try again.",
            )
        move_locked(document, to, reason_code=kind, reason_vi=reason)
        end_entry(document, by=by, why=reason)
        note(document_id, kind, by, reason=reason)
