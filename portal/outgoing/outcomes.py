"""Writes down what came of each file of a batch, at once, so that a crash later takes nothing back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from portal.models import (
    BatchItem,
    CertificateBinding,
    Mandate,
    OutgoingDocument,
    OutgoingFile,
    OutgoingSigner,
    SigningBatch,
)
from portal.outgoing.events import EventKind, note
from portal.outgoing.moving import LONGEST_REASON, move_locked
from portal.outgoing.states import DocumentState, ItemState, SignerState
from records.errors import HosoError
from signing.orders import Level, Signed


def person_signed(
    item: BatchItem,
    signer: OutgoingSigner,
    signed: Signed,
    binding: CertificateBinding,
    mandate: Mandate | None,
) -> None:
    """One person has signed: the file goes on from there, with the last of them to the seal.

    Raises `OutOfTurn` when the document has been taken back meanwhile.
    """
    with transaction.atomic():
        document = OutgoingDocument.objects.select_for_update().get(pk=item.file.document_id)
        _take_over(item, signed, document)
        OutgoingSigner.objects.filter(pk=signer.pk).update(
            state=SignerState.SIGNED,
            signed_at=signed.at,
            certificate_sha256=binding.sha256,
            mandate=mandate,
            is_trial=signed.is_trial,
        )
        if document.signers.filter(state=SignerState.WAITING).exists():
            _release(document)
        else:
            move_locked(document, DocumentState.SIGNED, **_RELEASED)
        note(document.pk, EventKind.SIGNED, item.batch.by, **_told(signed, binding, mandate))


def agency_signed(item: BatchItem, signed: Signed, binding: CertificateBinding) -> None:
    """The agency has signed one file; with the last of them the document is sealed. Raises `OutOfTurn`."""
    with transaction.atomic():
        document = OutgoingDocument.objects.select_for_update().get(pk=item.file.document_id)
        _take_over(item, signed, document)
        OutgoingFile.objects.filter(pk=item.file_id).update(sealed=True)
        note(
            document.pk,
            EventKind.SEALED,
            item.batch.by,
            file=item.file.ordinal,
            **_told(signed, binding, None),
        )
        if document.files.filter(sealed=False).exists():
            others = BatchItem.objects.filter(
                batch=item.batch, file__document=document, state=ItemState.WAITING
            )
            if not others.exists():
                _release(document)
        else:
            move_locked(document, DocumentState.SEALED, sealed_at=signed.at, **_RELEASED)


def not_signed(item: BatchItem, error: HosoError) -> None:
    """A file was not signed: the document waits on, with the reason."""
    with transaction.atomic():
        BatchItem.objects.filter(pk=item.pk).update(
            state=ItemState.FAILED,
            reason_code=error.code,
            reason_vi=error.remedy_vi[:LONGEST_REASON],
            at=timezone.now(),
        )
        document = OutgoingDocument.objects.select_for_update().get(pk=item.file.document_id)
        OutgoingDocument.objects.filter(pk=document.pk).update(
            reason_code=error.code[:64], reason_vi=error.remedy_vi[:LONGEST_REASON]
        )
        note(document.pk, EventKind.FAILED, item.batch.by, code=error.code, reason=error.remedy_vi)
        waiting = BatchItem.objects.filter(batch=item.batch, file__document=document, state=ItemState.WAITING)
        if not waiting.exists():
            OutgoingDocument.objects.filter(pk=document.pk).update(batch=None)


def release(batch: SigningBatch) -> None:
    """Lets go of everything that a batch still holds."""
    OutgoingDocument.objects.filter(batch=batch).update(batch=None)


_RELEASED: dict[str, object] = {"batch": None, "reason_code": "", "reason_vi": "", "attempts": 0}


def _release(document: OutgoingDocument) -> None:
    OutgoingDocument.objects.filter(pk=document.pk).update(**_RELEASED)


def _take_over(item: BatchItem, signed: Signed, document: OutgoingDocument) -> None:
    """The signed file is the newest from now on, at the lowest level that its signatures have."""
    file = OutgoingFile.objects.get(pk=item.file_id)
    if signed.is_delayed:
        OutgoingDocument.objects.filter(pk=document.pk).update(awaits_level=True)
        document.awaits_level = True
    reached = signed.level
    if document.awaits_level and file.level:
        # A later signature's archive timestamp covers the earlier ones, unless one of them lacks its time.
        reached = min(signed.level, Level(file.level), key=lambda one: one.rank)
    OutgoingFile.objects.filter(pk=file.pk).update(current=signed.order.target.name, level=reached.value)
    BatchItem.objects.filter(pk=item.pk).update(
        state=ItemState.SIGNED, level=signed.level.value, reason_vi=signed.delayed_by, at=timezone.now()
    )


def _told(signed: Signed, binding: CertificateBinding, mandate: Mandate | None) -> dict[str, object]:
    told: dict[str, object] = {
        "level": signed.level.value,
        "field": signed.field,
        "certificate": binding.sha256,
        "at": signed.at.isoformat(),
    }
    if signed.is_trial:
        told["is_trial"] = True
    if mandate is not None:
        told["mandate"] = f"{mandate.prefix} {mandate.for_position}: {mandate.document}"
    return told
