"""Moves pages of the record at hand to another one, and takes that back."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.audit import Kind, note
from portal.catalogue.type_names import type_name
from portal.corrections.filing import held_for_correction
from portal.corrections.moving import last_move, move, take_back
from portal.handing_out.orders import numbers_of
from portal.held_records import held_record, the_archive
from portal.models import CatalogueRecord
from portal.reviewing.claims import live_claim
from portal.reviewing.pages import held_as_shown
from portal.reviewing.queue import waiting
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.troubles import remedy_of
from portal.views.record_page.links import called, code_of
from portal.views.review.queue import wanted_of
from records.errors import HosoError, NoSuchPart, ObjectMoved

MOST_OFFERED = 12
LONGEST_CODE = 255


class _NotSo(Exception):
    """The form asks for what cannot be; the text is for staff."""


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
    row = held_record(request, record_id, Right.REVIEW)
    try:
        target = _target(request, row)
        held = held_as_shown(record_id, request.POST.get("version", ""))
        numbers = _numbers(request.POST.get("pages", ""), [page.number for page in held.record.pages])
        taker = held_for_correction(the_archive(), target.pk)
        move(the_archive(), held, numbers, taker, request.user.get_username())
    except _NotSo as told:
        messages.error(request, str(told))
        return redirect("review", record_id)
    except HosoError as error:
        return _refused(request, record_id, error)
    _note(request, row, target, "given", numbers)
    _note(request, target, row, "received", numbers)
    is_whole = len(numbers) == len(held.record.pages)
    told = {"count": len(numbers), "title": target.title}
    messages.success(request, _("Đã chuyển %(count)s trang sang “%(title)s”. Có thể hoàn tác.") % told)
    return redirect("review", target.pk if is_whole else record_id)


@require_POST
@needs(Right.REVIEW)
def move_back(request: HttpRequest, record_id: str) -> HttpResponse:
    """Takes the last move of this record back, in both records."""
    row = held_record(request, record_id, Right.REVIEW)
    try:
        held = held_as_shown(record_id, request.POST.get("version", ""))
        other = _other(request, row, last_move(held))
        take_back(the_archive(), held, request.user.get_username())
    except HosoError as error:
        return _refused(request, record_id, error)
    numbers = [page.number for page in held.record.pages]
    _note(request, row, other, "back", numbers)
    _note(request, other, row, "back", numbers)
    messages.success(request, _("Đã hoàn tác: hai hồ sơ trở lại như trước khi chuyển trang."))
    return redirect("review", record_id)


def _target(request: HttpRequest, row: CatalogueRecord) -> CatalogueRecord:
    said = request.POST.get("code", "").strip()[:LONGEST_CODE] or request.POST.get("to", "")[:64]
    found = [one for one in called(rights_of(request), said, Right.REVIEW) if one.pk != row.pk]
    if not found:
        raise _NotSo(_("Không tìm thấy hồ sơ nhận trong số hồ sơ bạn được kiểm tra. Hãy xem lại số hồ sơ."))
    if len(found) > 1:
        raise _NotSo(_("Có nhiều hồ sơ mang số này. Hãy ghi mã hồ sơ."))
    [target] = found
    if target.sensitivity < row.sensitivity:
        raise _NotSo(_("Hồ sơ nhận có mức bảo vệ thấp hơn. Hãy nâng mức của hồ sơ ấy trước."))
    holder = live_claim(target.pk)
    if holder is not None and holder.person != request.user.get_username():
        raise _NotSo(
            _("%(who)s đang kiểm tra hồ sơ nhận. Hãy đợi, hoặc báo người ấy.") % {"who": holder.person}
        )
    return target


def _other(request: HttpRequest, row: CatalogueRecord, record_id: str) -> CatalogueRecord:
    """The other record of a move; rights are asked of its row, or of `row` where it left the catalogue."""
    if not record_id:
        raise NoSuchPart(f"record {row.pk}: its last version is no move")
    found = CatalogueRecord.objects.filter(pk=record_id).first()
    if found is not None and not rights_of(request).may_with(Right.REVIEW, found):
        raise NoSuchPart(f"record {row.pk}: the other record is not theirs")
    return found or CatalogueRecord(record_id=record_id, unit=row.unit)


def _numbers(said: str, pages: list[int]) -> tuple[int, ...]:
    wanted: tuple[int, ...] = ()
    if said.strip():  # nothing said means every page to `numbers_of`
        with suppress(ValueError):
            wanted = numbers_of(said[:200], pages)
    if not wanted:
        raise _NotSo(_("Ghi số trang cần chuyển, ví dụ 3 hoặc 2-4; mỗi lần nhiều nhất 60 trang."))
    return wanted


def _refused(request: HttpRequest, record_id: str, error: HosoError) -> HttpResponse:
    if isinstance(error, ObjectMoved):
        messages.error(request, _("Một trong hai hồ sơ vừa được sửa. Chưa đổi gì; hãy xem lại."))
    else:
        messages.error(request, remedy_of(error))
    return redirect("review", record_id)


def _note(
    request: HttpRequest, row: CatalogueRecord, other: CatalogueRecord, way: str, numbers: object
) -> None:
    note(
        request, Kind.PAGES_MOVED, object=f"record:{row.pk}", unit=row.unit,
        other=other.pk, way=way, pages=numbers,
    )  # fmt: skip
