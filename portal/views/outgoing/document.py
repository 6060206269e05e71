"""One document: where it is, who signs it, what happened to it; and what may be done with it from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.held_records import the_archive
from portal.models import OutgoingDocument, OutgoingEvent, OutgoingSigner
from portal.outgoing.checking import printed_prefix
from portal.outgoing.document_types import COPIES, DOCUMENT_TYPES
from portal.outgoing.ending import recall, refuse
from portal.outgoing.events import SYSTEM, EventKind, note
from portal.outgoing.handing_in import MOST_SIGNERS, URGENCIES
from portal.outgoing.looks import note_fetched, note_seen
from portal.outgoing.permissions import officials
from portal.outgoing.retention import at_hand
from portal.outgoing.states import DocumentState, Prefix, TrialState
from portal.outgoing.waiting import lacks
from portal.rights.guarding import signed_in
from portal.views.outgoing.held import held_document, tell, the_desk, the_options
from portal.views.outgoing.mine import asked_signers
from portal.views.outgoing.papers import paper_context
from portal.views.outgoing.rows import names_of
from portal.views.outgoing.rules import BEFORE_NUMBER, may_change, may_recall, may_refuse
from records.errors import HosoError, OutOfTurn, StoreFailed

_OVER = (DocumentState.REFUSED, DocumentState.RECALLED)


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
    note_seen(request, held.pk)
    events = list(held.events.all())
    people = names_of({event.by for event in events})
    state = DocumentState(held.state)
    is_open_to_change = may_change(request, held)
    return render(
        request,
        "portal/outgoing/document.html",
        {
            **paper_context(request, held),
            "events": [_event_row(event, people) for event in events],
            "versions": versions_of(events, people),
            "may_see_verdicts": any(file.level for file in held.files.all()),
            "may_hand_in_again": held.sender == request.user.get_username() and state in _OVER,
            "signers": signers,
            "boxes": _boxes(signers) if is_open_to_change else (),
            "lacks": [LACKS()[one] for one in lacks(held)] if state in BEFORE_NUMBER else (),
            "may_change": is_open_to_change,
            "agencies": the_options().agencies,
            "types": DOCUMENT_TYPES,
            "urgencies": URGENCIES,
            "officials": officials() if is_open_to_change else (),
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
    if not may_change(request, held):
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
    note_fetched(request, document_id)
    try:
        with at_hand(the_desk(), the_archive(), held.document, held, as_handed_in=as_handed_in) as path:
            stream = path.open("rb")  # stays readable when a copy's name is gone
    except (FileNotFoundError, StoreFailed) as error:
        raise Http404("no such file") from error
    # Always saved, never shown in the portal's own origin: a PDF may carry anything.
    return FileResponse(stream, as_attachment=True, filename=held.name, content_type="application/pdf")


@require_safe
@signed_in
def verdicts(request: HttpRequest, document_id: int) -> HttpResponse:
    """The verdict on each signature of each file as it stands now, judged without asking any service."""
    held = held_document(request, document_id)
    note_fetched(request, document_id)
    folder = the_options().trust_folder
    told = []
    if folder is not None:
        from signing.trust import TrustStore  # noqa: PLC0415  pyHanko takes a second to load
        from signing.verification import verify_file  # noqa: PLC0415

        trust = TrustStore.from_folder(folder)
        for one in held.files.exclude(level=""):
            try:
                with at_hand(the_desk(), the_archive(), held, one) as path:
                    told.append((one.name, verify_file(path, trust)))
            except (FileNotFoundError, StoreFailed):
                continue
    context = {"document": held, "verdicts": told, "has_trust": folder is not None}
    is_part = request.headers.get("HX-Request") == "true"
    name = "portal/record/_verdicts.html" if is_part else "portal/outgoing/verdicts.html"
    return render(request, name, context)


def _end(request: HttpRequest, document_id: int, *, is_recall: bool) -> HttpResponse:
    held = held_document(request, document_id)
    if not (may_recall(request, held) if is_recall else may_refuse(request, held)):
        raise Http404("not to be ended by this person")
    end = recall if is_recall else refuse
    try:
        end(document_id, by=request.user.get_username(), why=request.POST.get("why", ""))
    except HosoError as error:
        tell(request, error)
    else:
        done = _("Đã thu hồi văn bản.") if is_recall else _("Đã trả lại văn bản cho người trình.")
        messages.success(request, done)
    # Back to the list that it was done from, which shows the next paper.
    back = {"signing": "outgoing_signing", "clerk": "outgoing_clerk"}.get(request.POST.get("back", ""))
    return redirect(back) if back else redirect("outgoing_document", document_id)


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


def _boxes(signers: list[OutgoingSigner]) -> list[OutgoingSigner | None]:
    """The signers and room for two more."""
    return [*signers, None, None][:MOST_SIGNERS]


@dataclass(frozen=True, slots=True)
class Version:
    """One state of the document's file."""

    name: str
    at: datetime
    by: str


def versions_of(events: list[OutgoingEvent], people: Mapping[str, str]) -> list[Version]:
    """What was made of the file handed in: each step that wrote a new one."""
    made = {EventKind.RECEIVED, EventKind.PRINTED, EventKind.SIGNED, EventKind.SEALED, EventKind.LIFTED}
    rows = [_event_row(event, people) for event in events if EventKind(event.kind) in made]
    return [Version(" · ".join(filter(None, (row.name, row.details))), row.at, row.by) for row in rows]


def _event_row(event: OutgoingEvent, people: Mapping[str, str]) -> EventRow:
    kind, told = EventKind(event.kind), event.details
    words = [
        str(told[name]) for name in ("notation", "reason", "level", "mandate", "laid_in") if told.get(name)
    ]
    if kind is EventKind.CHANGED and (place := told.get("place")):
        shown = {"seal": _("chỗ đóng dấu"), "number": _("chỗ in số"), "date": _("chỗ in ngày tháng")}
        words.append(shown.get(str(place), _("chỗ ký")))
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
    by = _("hệ thống") if event.by == SYSTEM else people.get(event.by, event.by)
    return EventRow(event.at, by, names[kind], " · ".join(words))
