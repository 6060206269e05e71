"""Which documents wait for whom: for a number, for a person's signature, for the seal."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.models import OutgoingDocument, OutgoingSigner
from portal.outgoing.document_types import COPIES
from portal.outgoing.states import DocumentState, SignerState, TrialState


def for_signature(user: User) -> QuerySet[OutgoingSigner]:
    """Signatures that this person owes now, on documents that are numbered, in the order in which they came.

    Where the signers have an order, the later ones wait until those before them have signed.
    """
    before = OutgoingSigner.objects.filter(
        document=OuterRef("document"), ordinal__lt=OuterRef("ordinal"), state=SignerState.WAITING
    )
    owed = OutgoingSigner.objects.filter(
        user=user, state=SignerState.WAITING, document__state=DocumentState.SIGNING
    )
    return (
        owed.filter(Q(document__in_order=False) | ~Exists(before)).select_related("document").order_by("pk")
    )


def for_number() -> QuerySet[OutgoingDocument]:
    """Documents that wait for a number, with those that are still being read."""
    return OutgoingDocument.objects.filter(state__in=(DocumentState.RECEIVED, DocumentState.CHECKED))


def ready_for_number() -> QuerySet[OutgoingDocument]:
    """Of those the ones that lack nothing, in the order in which they came: `lacks` as a query."""
    signers = OutgoingSigner.objects.filter(document=OuterRef("pk"))
    described = OutgoingDocument.objects.filter(state=DocumentState.CHECKED).exclude(type_code="")
    sound = Q(type_code__in=COPIES) | (Q(trial=TrialState.PASSED) & Exists(signers))
    return described.exclude(subject="").filter(sound).order_by("pk")


def for_seal(agency: str = "") -> QuerySet[OutgoingDocument]:
    """Documents that all competent persons have signed, and copies that have their number."""
    signed = OutgoingDocument.objects.filter(state=DocumentState.SIGNED)
    return signed.filter(agency=agency) if agency else signed


def lacks(document: OutgoingDocument) -> Iterable[str]:
    """What a document lacks before it can get a number: `type`, `subject`, `signers`."""
    if not document.type_code:
        yield "type"
    if not document.subject:
        yield "subject"
    if document.type_code not in COPIES and not document.signers.exists():
        yield "signers"
    if document.state == DocumentState.CHECKED and document.type_code and not is_tried(document):
        yield "trial"


def is_tried(document: OutgoingDocument) -> bool:
    """Whether number and date can be printed as it is described now; a copy bears none on its page."""
    return document.type_code in COPIES or document.trial == TrialState.PASSED
