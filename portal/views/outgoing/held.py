"""What the desk's views share: the desk, a document that one may see, names of states."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from portal.configuration import current
from portal.models import OutgoingDocument
from portal.outgoing.desk_folder import Desk
from portal.outgoing.options import OutgoingOptions
from portal.outgoing.permissions import seen_by
from portal.outgoing.states import DocumentState
from portal.short_numbers import short_number
from portal.troubles import remedy_of
from records.errors import HosoError


def the_desk() -> Desk:
    """The desk of this process's data directory."""
    return Desk(current().data_dir)


def the_options() -> OutgoingOptions:
    """How documents go out here."""
    return current().outgoing


def held_document(request: HttpRequest, document_id: int) -> OutgoingDocument:
    """A document that this person may see; for all others there is none (`Http404`)."""
    document = seen_by(request).filter(pk=document_id).first()
    if document is None:
        raise Http404("no such document")
    return document


def tell(request: HttpRequest, error: HosoError) -> None:
    """Says to the person what went wrong and what to do."""
    messages.error(request, remedy_of(error))


def asked_ids(request: HttpRequest) -> list[int]:
    """The documents that were ticked; anything malformed is left out."""
    asked = (short_number(text, digits=15) for text in request.POST.getlist("document"))
    return [number for number in asked if number is not None]


def state_name(document: OutgoingDocument) -> str:
    """Where a document stands, as staff call it."""
    if document.state == DocumentState.ISSUED and document.awaits_level:
        return _("Đã ban hành, chờ nâng mức")
    return {
        DocumentState.RECEIVED: _("Đang kiểm tra"),
        DocumentState.CHECKED: _("Chờ cấp số"),
        DocumentState.NUMBERED: _("Đang in số"),
        DocumentState.SIGNING: _("Chờ ký"),
        DocumentState.SIGNED: _("Chờ đóng dấu"),
        DocumentState.SEALED: _("Đang lưu"),
        DocumentState.ISSUED: _("Đã ban hành"),
        DocumentState.REFUSED: _("Trả lại"),
        DocumentState.RECALLED: _("Thu hồi"),
    }[DocumentState(document.state)]


def badge_of(document: OutgoingDocument) -> str:
    """The colour of a state: `filed`, `review`, `rejected`, `duplicate` or none."""
    if document.state in {DocumentState.REFUSED, DocumentState.RECALLED}:
        return "rejected"
    if document.state == DocumentState.ISSUED:
        return "review" if document.awaits_level else "filed"
    return "review" if document.reason_vi else ""
