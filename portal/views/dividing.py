"""Takes what a person says in review of where papers begin: part here, or join with the one before."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.audit import Kind, note
from portal.corrections.dividing import divide, join, record_before
from portal.corrections.filing import Held, held_for_correction
from portal.models import CatalogueRecord
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.views.held_records import held_record, the_archive
from records.errors import HosoError, NoSuchPart, ObjectMoved


@require_POST
@needs(Right.REVIEW)
def divide_here(request: HttpRequest, record_id: str) -> HttpResponse:
    """Parts the record before the page that the form names, and shows the new one."""
    asked = request.POST.get("page", "")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 0

    def act(held: Held, _row: CatalogueRecord) -> str:
        return divide(the_archive(), held, page, request.user.get_username())

    done = _("Đã tách tại trang %(page)d: từ trang này là một hồ sơ riêng.") % {"page": page}
    return _acted(request, record_id, act, done)


@require_POST
@needs(Right.REVIEW)
def join_before(request: HttpRequest, record_id: str) -> HttpResponse:
    """Puts the record together with the one before it in the same file, and shows that."""

    def act(held: Held, row: CatalogueRecord) -> str:
        before = record_before(row)
        if before is None or not rights_of(request).may_with(Right.REVIEW, before):
            raise NoSuchPart(f"record {record_id}: the first of its file")
        return join(the_archive(), held, before.record_id, request.user.get_username())

    return _acted(request, record_id, act, _("Đã ghép với hồ sơ trước."))


def _acted(
    request: HttpRequest, record_id: str, act: Callable[[Held, CatalogueRecord], str], done: str
) -> HttpResponse:
    row = held_record(request, record_id, Right.REVIEW)
    try:
        shown = act(_held_as_shown(record_id, request.POST.get("version", "")), row)
    except ObjectMoved:
        messages.error(request, _("Hồ sơ vừa được người khác sửa. Chưa tách, chưa ghép gì; hãy xem lại."))
        return redirect("review", record_id)
    except HosoError as error:
        messages.error(request, error.remedy_vi)
        return redirect("review", record_id)
    note(request, Kind.RECORD_DIVIDED, object=f"record:{record_id}", unit=row.unit, shown=shown)
    messages.success(request, done)
    return redirect("review", shown)


def _held_as_shown(record_id: str, version: str) -> Held:
    """The record, unless it has another version by now than the form shows."""
    held = held_for_correction(the_archive(), record_id)
    if version != f"v{held.version.number}":
        raise ObjectMoved(f"record {record_id}: the form shows another version")
    return held
