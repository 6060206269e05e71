"""What a person may do with one document where it stands now."""

from __future__ import annotations

from django.http import HttpRequest

from portal.models import OutgoingDocument
from portal.outgoing.permissions import keeps
from portal.outgoing.states import DocumentState

BEFORE_NUMBER = (DocumentState.RECEIVED, DocumentState.CHECKED)


def may_change(request: HttpRequest, document: OutgoingDocument) -> bool:
    """Type, subject, signers: the sender and the clerk, until the number stands in the book."""
    is_own = document.sender == request.user.get_username()
    return DocumentState(document.state) in BEFORE_NUMBER and (is_own or keeps(request, document.agency))


def may_refuse(request: HttpRequest, document: OutgoingDocument) -> bool:
    """Its signers and the clerk send it back, until it is sealed."""
    is_signer = document.signers.filter(user_id=request.user.pk).exists()
    return _is_open(document) and (is_signer or keeps(request, document.agency))


def may_recall(request: HttpRequest, document: OutgoingDocument) -> bool:
    """The sender and the clerk take it back, until it is sealed."""
    is_own = document.sender == request.user.get_username()
    return _is_open(document) and (is_own or keeps(request, document.agency))


def _is_open(document: OutgoingDocument) -> bool:
    return not DocumentState(document.state).is_settled and document.state != DocumentState.SEALED
