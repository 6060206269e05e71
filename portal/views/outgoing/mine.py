"""The sender's pages: my documents and what I was told, and handing one in."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.models import OutgoingDocument, OutgoingEvent
from portal.outgoing.desk_folder import Desk
from portal.outgoing.document_types import DOCUMENT_TYPES
from portal.outgoing.events import EventKind
from portal.outgoing.handing_in import MOST_APPENDICES, URGENCIES, Handed, Paper, hand_in
from portal.outgoing.permissions import officials, seen_by
from portal.outgoing.states import DocumentState
from portal.rights.guarding import signed_in
from portal.short_numbers import short_number
from portal.views.outgoing.held import tell, the_desk, the_options
from portal.views.outgoing.rows import RELATED, rows_of
from portal.views.paging import pager
from records.errors import HosoError, StoreFailed

PAGE_ROWS = 30
LAST_NOTICES = 10
SIGNERS_ASKED = 4
"""Boxes for signers on the form; more can be added to a document that was handed in."""


@require_safe
@signed_in
def outgoing(request: HttpRequest) -> HttpResponse:
    """Documents that concern this person, the newest first, and what became of those that they sent."""
    documents = seen_by(request).select_related("entry").prefetch_related(*RELATED).order_by("-pk")
    pages = pager(request, documents.count(), PAGE_ROWS)
    shown = documents[pages.first_item - 1 if pages.total else 0 : pages.last_item]
    told = [kind.value for kind in EventKind if kind.is_told]
    notices = OutgoingEvent.objects.filter(document__sender=request.user.get_username(), kind__in=told)
    return render(
        request,
        "portal/outgoing/mine.html",
        {
            "rows": rows_of(shown),
            "pager": pages,
            "notices": notices.select_related("document").order_by("-pk")[:LAST_NOTICES],
        },
    )


@require_http_methods(["GET", "POST"])
@signed_in
def handing_in(request: HttpRequest) -> HttpResponse:
    """The form, and what is done with it; a form that is refused keeps what was typed, less the files."""
    if request.method == "POST":
        document_id = _hand_in(request)
        if document_id is not None:
            messages.success(request, _("Đã nhận văn bản. Văn thư sẽ cấp số rồi chuyển người ký."))
            return redirect("outgoing_document", document_id)
    again = _handed_in_before(request)
    chosen = [signer.user_id for signer in again.signers.all()] if again else _chosen(request)
    return render(
        request,
        "portal/outgoing/hand_in.html",
        {
            "again": again is not None,
            "document": again or _typed(request),
            "agencies": the_options().agencies,
            "types": DOCUMENT_TYPES,
            "urgencies": URGENCIES,
            "officials": officials(),
            "places": list(enumerate([*chosen, *[0] * SIGNERS_ASKED][: max(SIGNERS_ASKED, len(chosen))], 1)),
            "most_appendices": MOST_APPENDICES,
        },
        status=400 if request.method == "POST" else 200,
    )


def _handed_in_before(request: HttpRequest) -> OutgoingDocument | None:
    """One's own document that came back, to be corrected and handed in again: `?again=`."""
    asked = short_number(request.GET.get("again", ""), digits=15)
    if request.method == "POST" or asked is None:
        return None
    over = (DocumentState.REFUSED, DocumentState.RECALLED)
    own = OutgoingDocument.objects.filter(sender=request.user.get_username(), state__in=over)
    found: OutgoingDocument | None = own.filter(pk=asked).first()
    return found


def _chosen(request: HttpRequest) -> list[int]:
    """The signers of a form that was refused."""
    return [user.pk for user in asked_signers(request.POST.getlist("signer"))]


def _typed(request: HttpRequest) -> dict[str, str]:
    """What was typed into a form that was refused, under the names of a document's columns."""
    names = {
        "agency": "agency",
        "type_code": "type",
        "unit": "unit",
        "urgency": "urgency",
        "subject": "subject",
    }
    return {column: request.POST.get(name, "") for column, name in {**names, "note": "note"}.items()}


def _hand_in(request: HttpRequest) -> int | None:
    main = request.FILES.get("main")
    if not isinstance(main, UploadedFile) or not main.name:
        messages.error(request, _("Chưa chọn tệp văn bản. Hãy chọn tệp PDF rồi gửi lại."))
        return None
    desk = the_desk()
    kept: list[Paper] = []
    try:
        for sent in (main, *request.FILES.getlist("appendix")[: MOST_APPENDICES + 1]):
            kept.append(_kept(desk, sent))
        document = hand_in(desk, kept[0], kept[1:], _said(request))
    except HosoError as error:
        desk.forget(*(paper.kept.name for paper in kept))
        tell(request, error)
        return None
    return int(document.pk)


def _kept(desk: Desk, sent: UploadedFile) -> Paper:
    def pieces() -> Iterator[bytes]:
        yield from sent.chunks()

    name = (sent.name or "").replace("\\", "/").rpartition("/")[2]
    try:
        return Paper(name, desk.keep(pieces()))
    except OSError as error:
        raise StoreFailed(f"an upload could not be written: {error.strerror}") from error


def _said(request: HttpRequest) -> Handed:
    form = request.POST
    options = the_options()
    return Handed(
        agency=options.agency(form.get("agency") or options.agencies[0].code).code,
        by=request.user.get_username(),
        type_code=form.get("type", ""),
        unit=form.get("unit", "").strip(),
        subject=form.get("subject", ""),
        urgency=form.get("urgency", ""),
        note=form.get("note", ""),
        in_order=form.get("order", "in") == "in",
        signers=asked_signers(form.getlist("signer")),
    )


def asked_signers(chosen: list[str]) -> tuple[User, ...]:
    """The officials of a form's boxes, in their order; empty boxes and strangers are left out."""
    known = {str(user.pk): user for user in officials()}
    return tuple(known[one] for one in dict.fromkeys(chosen) if one in known)
