"""Moves pages of the record at hand to another one, and takes that back."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.catalogue.codes import code_of
from portal.catalogue.type_names import type_name
from portal.corrections.filing import Held
from portal.handing_out.orders import numbers_of
from portal.held_records import held_record
from portal.reviewing import moving
from portal.reviewing.queue import waiting
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.troubles import remedy_of
from portal.views.review.queue import wanted_of
from records.errors import HosoError, NoSuchPart, ObjectMoved

MOST_OFFERED = 12


@require_safe
@needs(Right.REVIEW)
def targets(request: HttpRequest, record_id: str) -> HttpResponse:
    """Records to which pages may go: those of the same file, then what waits, as a fragment."""
    row = held_record(request, record_id, Right.REVIEW)
    rights = rights_of(request)
    beside = rights.records(Right.REVIEW).filter(source_sha256=row.source_sha256).exclude(pk=row.pk)
    next_ones = waiting(rights, wanted_of(request)).exclude(pk=row.pk)
    found = {one.pk: one for one in beside.defer("record").order_by("pk")[:MOST_OFFERED]}
    for one in next_ones.defer("record")[:MOST_OFFERED]:
        if len(found) < MOST_OFFERED:
            found.setdefault(one.pk, one)
    offered = [
        (one, type_name(one.record_type), code_of(one.pk), one.source_sha256 == row.source_sha256)
        for one in found.values()
    ]
    return render(request, "portal/review/_targets.html", {"offered": offered})


@require_POST
@needs(Right.REVIEW)
def move_pages(request: HttpRequest, record_id: str) -> HttpResponse:
    """Moves the pages of the form to the record that it chooses or whose number it says."""
    to = request.POST.get("code", "").strip() or request.POST.get("to", "")
    try:
        moved = moving.move_pages(
            request, record_id, request.POST.get("version", ""), partial(_numbers, request), to
        )
    except HosoError as error:
        return _refused(request, record_id, error)
    told = {"count": len(moved.numbers), "title": moved.target.title}
    messages.success(request, _("Đã chuyển %(count)s trang sang “%(title)s”. Có thể hoàn tác.") % told)
    return redirect("review", moved.target.pk if moved.is_whole else record_id)


@require_POST
@needs(Right.REVIEW)
def move_back(request: HttpRequest, record_id: str) -> HttpResponse:
    """Takes the last move of this record back, in both records."""
    try:
        moving.move_back(request, record_id, request.POST.get("version", ""))
    except HosoError as error:
        return _refused(request, record_id, error)
    messages.success(request, _("Đã hoàn tác: hai hồ sơ trở lại như trước khi chuyển trang."))
    return redirect("review", record_id)


def _numbers(request: HttpRequest, held: Held) -> tuple[int, ...]:
    """The pages that the form names."""
    said = request.POST.get("pages", "")
    wanted: tuple[int, ...] = ()
    if said.strip():  # nothing said means every page to `numbers_of`
        with suppress(ValueError):
            wanted = numbers_of(said[:200], [page.number for page in held.record.pages])
    if not wanted:
        raise NoSuchPart(
            "no such pages",
            remedy_vi="Ghi số trang cần chuyển, ví dụ 3 hoặc 2-4; mỗi lần nhiều nhất 60 trang.",
            remedy_en="Write the numbers of the pages to move, such as 3 or 2-4; 60 pages at most at once.",
        )
    return wanted


def _refused(request: HttpRequest, record_id: str, error: HosoError) -> HttpResponse:
    if isinstance(error, ObjectMoved):
        messages.error(request, _("Một trong hai hồ sơ vừa được sửa. Chưa đổi gì; hãy xem lại."))
    else:
        messages.error(request, remedy_of(error))
    return redirect("review", record_id)
