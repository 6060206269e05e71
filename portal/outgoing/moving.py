"""Moves a document from one state to the next, once, with the event that says who did it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from portal.models import OutgoingDocument
from portal.outgoing.events import EventKind, note
from portal.outgoing.states import NEXT, DocumentState
from records.errors import OutOfTurn

LONGEST_REASON = 2000


def move_locked(document: OutgoingDocument, to: DocumentState, **changes: object) -> None:
    """Moves it within the caller's transaction, with further columns; raises `OutOfTurn` for a wrong turn.

    The row is changed only if it still stands where `document` says, so that two hands cannot both move it.
    """
    if to not in NEXT[DocumentState(document.state)]:
        raise _gone_on(document)
    if to.is_settled:
        changes = {**changes, "settled_at": timezone.now()}
    moved = OutgoingDocument.objects.filter(pk=document.pk, state=document.state).update(state=to, **changes)
    if not moved:
        raise _gone_on(document)
    document.state = to
    for name, value in changes.items():
        setattr(document, name, value)


def move(document_id: int, to: DocumentState, kind: EventKind, by: str, **details: object) -> None:
    """Moves a document and writes down who did it; raises `OutOfTurn` when it cannot go there."""
    with transaction.atomic():
        document = OutgoingDocument.objects.select_for_update().get(pk=document_id)
        move_locked(document, to, reason_code="", reason_vi="", attempts=0)
        note(document_id, kind, by, **details)


def step_failed(document_id: int, code: str, reason_vi: str, by: str) -> None:
    """A step failed and will be tried again: the document stays where it is, and says why.

    The same reason is written down once, however often it is tried.
    """
    with transaction.atomic():
        document = OutgoingDocument.objects.select_for_update().get(pk=document_id)
        is_new = (document.reason_code, document.reason_vi) != (code, reason_vi)
        OutgoingDocument.objects.filter(pk=document_id).update(
            reason_code=code[:64], reason_vi=reason_vi[:LONGEST_REASON], attempts=document.attempts + 1
        )
        if is_new:
            note(document_id, EventKind.FAILED, by, code=code, reason=reason_vi[:LONGEST_REASON])


def _gone_on(document: OutgoingDocument) -> OutOfTurn:
    return OutOfTurn(
        f"outgoing {document.pk} is {document.state}",
        remedy_vi="Văn bản này đã sang bước khác. Hãy tải lại trang để xem hiện trạng.",
        remedy_en="This document has moved on meanwhile. Load the page again to see where it stands.",
    )
