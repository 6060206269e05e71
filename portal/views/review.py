"""Where staff correct a record: what is doubtful first, each value beside its place on the page.

Works as a plain form; a short script adds keys. Who saves after somebody else has is told, and keeps what
they typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.audit import Kind, note
from portal.catalogue.type_names import type_name, type_names
from portal.corrections.changing import Changed, change
from portal.corrections.dividing import record_before
from portal.corrections.evidence import Correction, emptied_fields, is_type_by_person
from portal.corrections.filing import Held, correct, held_for_correction
from portal.corrections.outstanding import lasting, may_be_seen
from portal.corrections.problems import problems
from portal.models import CatalogueRecord
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.views.held_records import held_record, the_archive
from portal.views.record import Mark, field_marks
from portal.views.review_form import OUTSIDE_CODE, ReviewRow, Sent, left_over, review_rows, sent_of
from records import Page, Record
from records.errors import HosoError, ObjectMoved

MOST_PAGES = 12
"""Pages shown beside the form; the record's own page shows every one."""


@dataclass(frozen=True, slots=True)
class ShownPage:
    """One page beside the form, with the places of its fields."""

    page: Page
    marks: list[Mark]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.REVIEW)
def review(request: HttpRequest, record_id: str) -> HttpResponse:
    """The form, or what becomes of it."""
    row = held_record(request, record_id, Right.REVIEW)
    try:
        held = held_for_correction(the_archive(), record_id)
    except HosoError as error:
        messages.error(request, error.remedy_vi)
        return redirect("record", record_id)
    return _saving(request, row, held) if request.method == "POST" else _page(request, row, held)


def _saving(request: HttpRequest, row: CatalogueRecord, held: Held) -> HttpResponse:
    sent = sent_of(request.POST, held.record)
    if sent.version != f"v{held.version.number}":
        return _moved(request, row, held, sent)
    if sent.wants_rows:
        return _page(request, row, held, sent)
    if found := problems(sent.changes, _tried(held, sent).record):
        messages.error(request, _("Có giá trị khó đúng. Hãy sửa, hoặc ghi vì sao vẫn lưu."))
        return _page(request, row, held, sent, found=found, status=422)
    try:
        changed = correct(the_archive(), held, sent.changes, request.user.get_username())
    except ObjectMoved:
        return _moved(request, row, held_for_correction(the_archive(), row.record_id), sent)
    except HosoError as error:
        messages.error(request, error.remedy_vi)
        return _page(request, row, held, sent, status=503)
    note(
        request,
        Kind.RECORD_CORRECTED,
        object=f"record:{row.record_id}",
        unit=row.unit,
        fields=sorted({one.field for one in changed.corrections if one.field}),
    )
    return _saved(request, changed, row.record_id, is_done=sent.is_done)


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
    return _page(request, row, held, sent, status=409)


def _saved(request: HttpRequest, changed: Changed, record_id: str, *, is_done: bool) -> HttpResponse:
    waits = changed.record.needs_review
    if waits:
        count = len(changed.record.reasons)
        if is_done:
            messages.error(request, _("Chưa xong: còn %(count)d việc phải xem.") % {"count": count})
        elif changed.corrections:
            messages.success(request, _("Đã lưu. Còn %(count)d việc phải xem.") % {"count": count})
        return redirect("review", record_id)
    messages.success(request, _("Hồ sơ đã kiểm tra xong và được lưu."))
    following = next_to_review(request, record_id) if is_done else None
    return redirect("review", following) if following else redirect("record", record_id)


def next_to_review(request: HttpRequest, record_id: str) -> str | None:
    """The record that waits longest after this one, else the one that waits longest of all."""
    waiting = rights_of(request).records(Right.REVIEW).filter(needs_review=True).exclude(pk=record_id)
    in_turn = waiting.order_by("received_at", "record_id")
    here = CatalogueRecord.objects.filter(pk=record_id).first()
    later = in_turn.filter(received_at__gte=here.received_at).first() if here else None
    found = later or in_turn.first()
    return found.record_id if found else None


def _page(
    request: HttpRequest,
    row: CatalogueRecord,
    held: Held,
    sent: Sent | None = None,
    *,
    found: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    record = held.record
    rows = review_rows(record, emptied=emptied_fields(held.corrections), sent=sent, problems=found)
    pages = _shown(record)
    context = {
        "row": row,
        "record": record,
        "version": f"v{held.version.number}",
        "type_name": type_name(record.record_type or ""),
        "type_percent": int(record.type_confidence * 100 + 1e-6),
        "type_choices": type_names(),
        "type_chosen": _chosen_type(record, held.corrections, sent),
        "outside_code": OUTSIDE_CODE,
        "is_type_sure": is_type_by_person(held.corrections)
        or (record.record_type is not None and record.type_confidence >= record.threshold),
        "first": [one for one in rows if not one.order[0]],
        "rest": [one for one in rows if one.order[0] and not one.is_missing],
        "missing": [one for one in rows if one.order[0] and one.is_missing],
        "left_over": left_over(rows, sent) if sent else {},
        "to_see": [(reason, may_be_seen(reason)) for reason in lasting(record)],
        "pages": pages,
        "is_cut": len(pages) < len(record.pages),
        "page_sizes": {one.page.number: one.page for one in pages},
        "corrections": _told(held.corrections, rows),
        "next": next_to_review(request, row.record_id),
        "before": _open(request, record_before(row)),
        "may_begin": [page.number for page in record.pages[1:]],
    }
    return render(request, "portal/review.html", context, status=status)


def _open(request: HttpRequest, row: CatalogueRecord | None) -> CatalogueRecord | None:
    """`row`, if this person may correct it too."""
    return row if row is not None and rights_of(request).may_with(Right.REVIEW, row) else None


def _shown(record: Record) -> list[ShownPage]:
    """The pages with fields first of all, in their order; never more than `MOST_PAGES`."""
    with_fields = {found.page for found in record.fields.values()}
    drawn = [page for page in record.pages if page.width]
    wanted = sorted(drawn, key=lambda page: (page.number not in with_fields, page.number))[:MOST_PAGES]
    shown = sorted(wanted, key=lambda page: page.number)
    return [ShownPage(page, field_marks(record, page.number)) for page in shown]


def _chosen_type(record: Record, corrections: tuple[Correction, ...], sent: Sent | None) -> str:
    if sent is not None and sent.record_type is not None:
        return sent.record_type or OUTSIDE_CODE
    if record.record_type is None and is_type_by_person(corrections):
        return OUTSIDE_CODE
    return record.record_type or ""


def _told(corrections: tuple[Correction, ...], rows: list[ReviewRow]) -> list[tuple[Correction, str]]:
    """The last corrections, newest first, each with its field as staff call it."""
    labels = {row.name: row.label for row in rows}
    return [(one, labels.get(one.field, one.field)) for one in reversed(corrections[-30:])]
