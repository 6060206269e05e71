"""Writes messages into the outbox, in the transaction of what they tell, for whoever may know it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.utils import timezone

from portal.models import CatalogueRecord, Delivery, IntakeFile, OutgoingDocument, Webhook
from portal.outgoing.permissions import seen_by
from portal.rights.asking import rights_of
from portal.rights.roles import Right
from portal.webhooks.happenings import Happening


def tell_of_record(happening: Happening, record_id: str) -> None:
    """A record came to be or changed: those are told who may see it, in codes; who wants more asks."""
    hooks = _wanting(happening)
    row = CatalogueRecord.objects.filter(pk=record_id).defer("record").first() if hooks else None
    if row is None:
        return
    body = {
        "record_id": row.record_id,
        "document_code": row.document_code,
        "version": row.version,
        "record_type": row.record_type or None,
        "unit": row.unit,
        "needs_review": row.needs_review,
    }
    for hook in hooks:
        if rights_of(hook.user).may_with(Right.SEE, row):
            _put(hook, happening, body)


def tell_of_file(happening: Happening, file: IntakeFile) -> None:
    """A file was refused; those are told who may hand files in at its unit, or sent it."""
    for hook in _wanting(happening):
        if rights_of(hook.user).files(Right.HAND_IN).filter(pk=file.pk).exists():
            body = {"file_id": file.pk, "document_code": file.document_code, "reason_code": file.reason_code}
            _put(hook, happening, {**body, "unit": file.unit})


def tell_of_document(happening: Happening, document_id: int) -> None:
    """An outgoing document was issued; those are told who may see it."""
    for hook in _wanting(happening):
        document = seen_by(hook.user).filter(pk=document_id).first()
        if isinstance(document, OutgoingDocument):
            _put(hook, happening, {"document_id": document_id, "record_id": document.record_id})


def _wanting(happening: Happening) -> list[Webhook]:
    hooks = Webhook.objects.filter(ended_at=None, user__is_active=True).select_related("user")
    return [hook for hook in hooks if not hook.events or happening in hook.events]


def _put(hook: Webhook, happening: Happening, body: Mapping[str, object]) -> None:
    now = timezone.now()
    Delivery.objects.create(
        webhook=hook, key=uuid.uuid4(), event=happening, body=dict(body), made_at=now, due_at=now
    )
