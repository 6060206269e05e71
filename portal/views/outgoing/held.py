"""What the desk's views share: the desk, who may come in, a document that one may see, names of states."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portal.configuration import current
from portal.models import OutgoingDocument
from portal.outgoing.desk_folder import Desk
from portal.outgoing.options import OutgoingOptions
from portal.outgoing.permissions import Person, is_administrator, is_clerk, may_sign, seen_by
from portal.outgoing.states import DocumentState
from portal.rights.guarding import DECLARED
from portal.rights.missing import RightMissing
from portal.rights.roles import Right
from portal.troubles import remedy_of
from records.errors import HosoError

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]
_RIGHTS: dict[Callable[[Person], bool], tuple[Right, ...]] = {
    is_clerk: (Right.CLERK,),
    may_sign: (Right.SIGN,),
    is_administrator: (Right.ADMINISTER,),
}
"""What is told to whom a guard does not let in."""


def the_desk() -> Desk:
    """The desk of this process's data directory."""
    return Desk(current().data_dir)


def the_options() -> OutgoingOptions:
    """How documents go out here."""
    return current().outgoing


def only(may: Callable[[Person], bool]) -> Callable[[View[Rest]], View[Rest]]:
    """Lets in whom `may` allows; others are told that the page is not theirs."""

    def guarded(view: View[Rest]) -> View[Rest]:
        @wraps(view)
        def answer(request: HttpRequest, *rest: Rest.args, **named: Rest.kwargs) -> HttpResponse:
            if not may(request.user):
                raise RightMissing(*_RIGHTS.get(may, ()))
            return view(request, *rest, **named)

        setattr(answer, DECLARED, ())
        return answer

    return guarded


def held_document(request: HttpRequest, document_id: int) -> OutgoingDocument:
    """A document that this person may see; for all others there is none (`Http404`)."""
    document = seen_by(request.user).filter(pk=document_id).first()
    if document is None:
        raise Http404("no such document")
    return document


def tell(request: HttpRequest, error: HosoError) -> None:
    """Says to the person what went wrong and what to do."""
    messages.error(request, remedy_of(error))


def asked_ids(request: HttpRequest) -> list[int]:
    """The documents that were ticked; anything malformed is left out."""
    return [int(text) for text in request.POST.getlist("document") if text.isdecimal() and len(text) < 16]


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
