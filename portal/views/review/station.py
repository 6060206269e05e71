"""Where staff correct a record: what is doubtful first, each value beside its place on the page.

Works as a plain form; a script adds keys, the page that follows the field, drafts, and the next record at
once. Who saves after somebody else has is told, and keeps what they typed.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.audit import Kind, note
from portal.audit.noting import note_look
from portal.corrections.changing import Changed, change
from portal.corrections.filing import Held, correct, held_for_correction
from portal.corrections.problems import problems
from portal.held_records import held_record, the_archive
from portal.models import CatalogueRecord
from portal.reviewing.claims import claim, live_claim, release
from portal.reviewing.drafts import drop, laid
from portal.reviewing.leaving import settle
from portal.reviewing.queue import following
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.troubles import remedy_of
from portal.views.review.form import Sent, sent_of
from portal.views.review.queue import wanted_of
from portal.views.review.shown import Opened, in_hand_of, is_saved, left_in_words, station_context
from records.errors import HosoError, ObjectMoved

AHEAD, STATION = "X-Ahead", "X-Station"
"""Headers of the station's script: it fetches the next record ahead; it takes JSON for an answer."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.REVIEW)
def review(request: HttpRequest, record_id: str) -> HttpResponse:
    """The form, or what becomes of it."""
    row = held_record(request, record_id, Right.REVIEW)
    try:
        held = held_for_correction(the_archive(), record_id)
    except HosoError as error:
        messages.error(request, remedy_of(error))
        return redirect("record", record_id)
    return _saving(request, row, held) if request.method == "POST" else _opened(request, row, held)


@require_POST
@needs(Right.REVIEW)
def fields(request: HttpRequest, record_id: str) -> HttpResponse:
    """The fields alone, read anew as the type that the form names; nothing is saved."""
    row = held_record(request, record_id, Right.REVIEW)
    try:
        held = held_for_correction(the_archive(), record_id)
    except HosoError as error:
        return HttpResponse(remedy_of(error), status=503, content_type="text/plain; charset=utf-8")
    sent = sent_of(request.POST, held.record, record_id=record_id)
    return render(request, "portal/review/_fields.html", station_context(Opened(request, row, held, sent)))


def _opened(request: HttpRequest, row: CatalogueRecord, held: Held) -> HttpResponse:
    """The form with what the person has in hand; the record is theirs while nobody else is on it."""
    is_ahead = request.headers.get(AHEAD) == "1"
    note_look(request, Kind.RECORD_VIEWED, object=f"record:{row.pk}", unit=row.unit)
    person = request.user.get_username()
    holder = live_claim(row.pk) if is_ahead or request.method == "HEAD" else claim(row.pk, person)
    in_hand = laid(row.pk, person)
    sent = in_hand_of(in_hand, held, row.pk) if in_hand else None
    if sent is not None and is_saved(sent, held):
        drop(row.pk, person)
        in_hand = sent = None
    response = _page(Opened(request, row, held, sent, holder=holder, in_hand=in_hand))
    response["Cache-Control"] = "no-store"
    return response


def _saving(request: HttpRequest, row: CatalogueRecord, held: Held) -> HttpResponse:
    sent = sent_of(request.POST, held.record, record_id=row.record_id)
    if sent.version != f"v{held.version.number}":
        return _moved(request, row, held, sent)
    if sent.wants_rows:
        return _page(Opened(request, row, held, sent))
    if found := problems(sent.changes, _tried(held, sent).record):
        messages.error(request, _("Có giá trị khó đúng. Hãy sửa, hoặc ghi vì sao vẫn lưu."))
        return _page(Opened(request, row, held, sent, found=found), status=422)
    try:
        changed = correct(the_archive(), held, sent.changes, request.user.get_username())
    except ObjectMoved:
        return _moved(request, row, held_for_correction(the_archive(), row.record_id), sent)
    except HosoError as error:
        messages.error(request, remedy_of(error))
        return _page(Opened(request, row, held, sent), status=503)
    note(
        request,
        Kind.RECORD_CORRECTED,
        object=f"record:{row.record_id}",
        unit=row.unit,
        fields=sorted({one.field for one in changed.corrections if one.field}),
    )
    drop(row.record_id, request.user.get_username())
    return _saved(request, changed, row, is_done=sent.is_done)


def _tried(held: Held, sent: Sent) -> Changed:
    """What the record would become; nothing is written."""
    return change(held.record, held.corrections, sent.changes, by="", at="", version="")


def _moved(request: HttpRequest, row: CatalogueRecord, held: Held, sent: Sent) -> HttpResponse:
    """Somebody else was quicker: nothing is saved, and what was typed stands in the form anew."""
    told = {"who": held.version.user, "when": held.version.created.strftime("%H:%M %d/%m/%Y")}
    messages.error(
        request,
        _("%(who)s đã sửa hồ sơ này lúc %(when)s. Những gì bạn gõ vẫn còn ở đây; hãy xem lại rồi lưu.")
        % told,
    )
    return _page(Opened(request, row, held, sent), status=409)


def _saved(request: HttpRequest, changed: Changed, row: CatalogueRecord, *, is_done: bool) -> HttpResponse:
    waits = changed.record.needs_review
    if waits:
        count = len(changed.record.reasons)
        if is_done:
            messages.error(request, _("Chưa xong: còn %(count)d việc phải xem.") % {"count": count})
        elif changed.corrections:
            messages.success(request, _("Đã lưu. Còn %(count)d việc phải xem.") % {"count": count})
        return _going(request, reverse("review", args=[row.record_id]))
    settle(row.record_id)
    if not is_done:
        messages.success(request, _("Hồ sơ đã kiểm tra xong và được lưu."))
        return _going(request, reverse("record", args=[row.record_id]))
    release(row.record_id, request.user.get_username())
    found = following(rights_of(request), wanted_of(request), row)
    said = _("Hồ sơ đã kiểm tra xong và được lưu.")
    if found is None or request.headers.get(STATION) != "1":
        messages.success(request, said)
    there = reverse("review", args=[found.pk]) if found else reverse("record", args=[row.record_id])
    return _going(request, there, said)


def _going(request: HttpRequest, there: str, said: str = "") -> HttpResponse:
    """Leads on: the script by an address, so that it can show what it fetched ahead; others by a redirect."""
    if request.headers.get(STATION) == "1":
        return JsonResponse({"next": there, "said": said, "left": left_in_words(request)})
    return redirect(there)


def _page(opened: Opened, *, status: int = 200) -> HttpResponse:
    asked = opened.request.headers
    is_part = asked.get(AHEAD) == "1" or asked.get(STATION) == "1"
    name = "portal/review/_station.html" if is_part else "portal/review.html"
    told = {"is_part": is_part}  # a whole page says its messages above everything already
    return render(opened.request, name, station_context(opened) | told, status=status)
