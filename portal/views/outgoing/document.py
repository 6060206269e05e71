"""One document: where it is, who signs it, what happened to it; and what may be done with it from there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.models import OutgoingDocument, OutgoingEvent, OutgoingSigner
from portal.outgoing.checking import printed_prefix
from portal.outgoing.document_types import COPIES, DOCUMENT_TYPES
from portal.outgoing.ending import recall, refuse
from portal.outgoing.events import EventKind, note
from portal.outgoing.handing_in import MOST_SIGNERS, URGENCIES
from portal.outgoing.permissions import is_clerk, officials
from portal.outgoing.retention import at_hand
from portal.outgoing.states import DocumentState, Prefix, TrialState
from portal.outgoing.waiting import lacks
from portal.rights.guarding import signed_in
from portal.views.held_records import the_archive
from portal.views.outgoing.held import held_document, tell, the_desk, the_options
from portal.views.outgoing.mine import asked_signers
from portal.views.outgoing.rows import row_of
from records.errors import HosoError, OutOfTurn, StoreFailed

BEFORE_NUMBER = (DocumentState.RECEIVED, DocumentState.CHECKED)


@dataclass(frozen=True, slots=True)
class EventRow:
    """One thing that happened, in words."""

    at: datetime
    by: str
    name: str
    details: str


@require_safe
@signed_in
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """Everything about one document that this person may see."""
    held = held_document(request, document_id)
    signers = list(held.signers.select_related("user", "mandate"))
    files = list(held.files.all())
    state = DocumentState(held.state)
    may_change = _may_change(request, held)
    return render(
        request,
        "portal/outgoing/document.html",
        {
            "row": row_of(held),
            "document": held,
            "files": files,
            "pages": range(1, files[0].page_count + 1),
            "signers": signers,
            "boxes": _boxes(signers) if may_change else (),
            "events": [_event_row(event) for event in held.events.all()],
            "lacks": [LACKS()[one] for one in lacks(held)] if state in BEFORE_NUMBER else (),
            "may_change": may_change,
            "may_place": is_clerk(request.user) and not _is_signed(signers) and not state.is_settled,
            "may_place_number": is_clerk(request.user) and state is DocumentState.CHECKED,
            "may_refuse": _may_refuse(request, held),
            "may_recall": _may_recall(request, held),
            "agencies": the_options().agencies,
            "types": DOCUMENT_TYPES,
            "urgencies": URGENCIES,
            "officials": officials() if may_change else (),
            "prefixes": [prefix.value for prefix in Prefix],
        },
    )


def LACKS() -> dict[str, str]:  # noqa: N802  a table of sentences, translated when it is asked for
    """What a document lacks before it gets a number, in words."""
    return {
        "type": _("loại văn bản"),
        "subject": _("trích yếu"),
        "signers": _("người ký"),
        "trial": _("in thử số, ngày lên trang"),
    }


@require_POST
@signed_in
def describe(request: HttpRequest, document_id: int) -> HttpResponse:
    """Sets type, subject, signers and the like, while the document has no number yet."""
    held = held_document(request, document_id)
    if not _may_change(request, held):
        raise Http404("not to be changed by this person")
    try:
        _describe(request, held)
    except HosoError as error:
        tell(request, error)
    else:
        messages.success(request, _("Đã lưu thông tin văn bản."))
    return redirect("outgoing_document", document_id)


@require_POST
@signed_in
def send_back(request: HttpRequest, document_id: int) -> HttpResponse:
    """The official or the clerk sends the document back with a reason."""
    return _end(request, document_id, is_recall=False)


@require_POST
@signed_in
def take_back(request: HttpRequest, document_id: int) -> HttpResponse:
    """The sender or the clerk takes the document back before it is sealed."""
    return _end(request, document_id, is_recall=True)


@require_safe
@signed_in
def file(request: HttpRequest, document_id: int, ordinal: int) -> FileResponse:
    """A file of the document as it stands now; `?handed-in` as it was handed in."""
    held = held_document(request, document_id).files.filter(ordinal=ordinal).first()
    if held is None:
        raise Http404("no such file")
    as_handed_in = "handed-in" in request.GET
    try:
        with at_hand(the_desk(), the_archive(), held.document, held, as_handed_in=as_handed_in) as path:
            stream = path.open("rb")  # stays readable when a copy's name is gone
    except (FileNotFoundError, StoreFailed) as error:
        raise Http404("no such file") from error
    # Always saved, never shown in the portal's own origin: a PDF may carry anything.
    return FileResponse(stream, as_attachment=True, filename=held.name, content_type="application/pdf")


def _end(request: HttpRequest, document_id: int, *, is_recall: bool) -> HttpResponse:
    held = held_document(request, document_id)
    if not (_may_recall(request, held) if is_recall else _may_refuse(request, held)):
        raise Http404("not to be ended by this person")
    end = recall if is_recall else refuse
    try:
        end(document_id, by=request.user.get_username(), why=request.POST.get("why", ""))
    except HosoError as error:
        tell(request, error)
    else:
        done = _("Đã thu hồi văn bản.") if is_recall else _("Đã trả lại văn bản cho người trình.")
        messages.success(request, done)
    return redirect("outgoing_document", document_id)


def _describe(request: HttpRequest, document: OutgoingDocument) -> None:
    form = request.POST
    type_code, urgency = form.get("type", ""), form.get("urgency", "")
    signers = asked_signers(form.getlist("signer"))
    if (
        type_code not in {"", *DOCUMENT_TYPES}
        or urgency not in {"", *URGENCIES}
        or len(signers) > MOST_SIGNERS
    ):
        raise OutOfTurn("a description that cannot be")
    prefixes = dict(zip(form.getlist("signer"), form.getlist("prefix"), strict=False))
    agency = the_options().agency(form.get("agency") or document.agency)
    with transaction.atomic():
        # Only while it has no number: what stands in the book must be what the document says.
        changed = OutgoingDocument.objects.filter(pk=document.pk, state__in=BEFORE_NUMBER).update(
            agency=agency.code,
            type_code=type_code,
            unit=form.get("unit", "").strip()[:32],
            subject=" ".join(form.get("subject", "").split())[:500],
            urgency=urgency,
            in_order=form.get("order", "in") == "in",
            trial=TrialState.OWED,
            reason_code="",
            reason_vi="",
        )
        if not changed:
            raise OutOfTurn("it has its number")
        OutgoingSigner.objects.filter(document=document).delete()
        for ordinal, user in enumerate(() if type_code in COPIES else signers, start=1):
            # What the page says of somebody's authority is not wished away by leaving the box empty.
            printed = printed_prefix(document.as_read, user, is_alone=len(signers) == 1)
            prefix = printed or prefixes.get(str(user.pk), "")
            OutgoingSigner.objects.create(
                document=document,
                ordinal=ordinal,
                user=user,
                prefix=prefix if prefix in set(Prefix) else Prefix.NONE,
            )
        note(document.pk, EventKind.CHANGED, request.user.get_username(), type=type_code)


def _may_change(request: HttpRequest, document: OutgoingDocument) -> bool:
    is_own = document.sender == request.user.get_username()
    return DocumentState(document.state) in BEFORE_NUMBER and (is_own or is_clerk(request.user))


def _may_refuse(request: HttpRequest, document: OutgoingDocument) -> bool:
    is_signer = document.signers.filter(user_id=request.user.pk).exists()
    is_open = not DocumentState(document.state).is_settled and document.state != DocumentState.SEALED
    return is_open and (is_signer or is_clerk(request.user))


def _may_recall(request: HttpRequest, document: OutgoingDocument) -> bool:
    is_open = not DocumentState(document.state).is_settled and document.state != DocumentState.SEALED
    is_own = document.sender == request.user.get_username()
    return is_open and (is_own or is_clerk(request.user))


def _is_signed(signers: list[OutgoingSigner]) -> bool:
    return any(signer.signed_at for signer in signers)


def _boxes(signers: list[OutgoingSigner]) -> list[OutgoingSigner | None]:
    """The signers and room for two more."""
    return [*signers, None, None][:MOST_SIGNERS]


def _event_row(event: OutgoingEvent) -> EventRow:
    told = event.details
    words = [
        str(told[name]) for name in ("notation", "reason", "level", "mandate", "laid_in") if told.get(name)
    ]
    names = {
        EventKind.RECEIVED: _("Nhận văn bản"),
        EventKind.CHECKED: _("Đọc và kiểm tra"),
        EventKind.CHANGED: _("Sửa thông tin"),
        EventKind.NUMBERED: _("Cấp số"),
        EventKind.PRINTED: _("In số và ngày"),
        EventKind.SIGNED: _("Ký"),
        EventKind.SEALED: _("Cơ quan ký (đóng dấu)"),
        EventKind.LIFTED: _("Nâng mức chữ ký"),
        EventKind.ARCHIVED: _("Vào kho lưu trữ"),
        EventKind.ISSUED: _("Ban hành"),
        EventKind.FAILED: _("Chưa làm được"),
        EventKind.REFUSED: _("Trả lại"),
        EventKind.RECALLED: _("Thu hồi"),
    }
    return EventRow(event.at, event.by, names[EventKind(event.kind)], " · ".join(words))
