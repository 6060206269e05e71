"""What waits for review: the list that one begins from, the next record, and records that are left."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.audit import Kind, note
from portal.catalogue.type_names import type_name
from portal.held_records import held_record
from portal.models import CatalogueRecord, ReviewClaim, ReviewLeave
from portal.reviewing.claims import live_claims
from portal.reviewing.leaving import LONGEST_NOTE, colleagues, leave, notes_on
from portal.reviewing.queue import NO_TYPE, Order, Wanted, counts, following, left_by, waiting
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.views.paging import asked_number

ROWS = 30
_KEPT = "review_wanted"


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One record of the list."""

    row: CatalogueRecord
    type_name: str
    claim: ReviewClaim | None
    notes: list[ReviewLeave]
    is_left: bool
    """The person passed it over lately."""


@require_safe
@needs(Right.REVIEW)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, in the order and of the kind that the person chooses; their choice is kept."""
    wanted = Wanted.of(request.GET) if request.GET else wanted_of(request)
    request.session[_KEPT] = wanted.as_dict()
    rights = rights_of(request)
    pages = Paginator(waiting(rights, wanted).defer("record"), ROWS)
    shown = pages.get_page(asked_number(request))
    ids = [row.pk for row in shown]
    claims, notes, left = live_claims(ids), notes_on(ids), set(left_by(rights.account))
    context = {
        "wanted": wanted,
        "orders": _orders(),
        "types": [(code or NO_TYPE, type_name(code), count) for code, count in counts(rights, "record_type")],
        "units": [one for one in counts(rights, "unit") if one[0]],
        "page": shown,
        "rows": [
            WaitingRow(
                row, type_name(row.record_type), claims.get(row.pk), notes.get(row.pk, []), row.pk in left
            )
            for row in shown
        ],
        "count": pages.count,
        "kept": urlencode(wanted.as_dict()) + "&",
        "first": following(rights, wanted, None),
    }
    return render(request, "portal/review/queue.html", context)


@require_safe
@needs(Right.REVIEW)
def next_record(request: HttpRequest) -> HttpResponse:
    """Opens the first record of the person's queue."""
    found = following(rights_of(request), wanted_of(request), None)
    if found is None:
        messages.success(request, _("Không còn hồ sơ nào chờ xem."))
        return redirect("review_queue")
    return redirect("review", found.pk)


@require_POST
@needs(Right.REVIEW)
def leave_record(request: HttpRequest, record_id: str) -> HttpResponse:
    """Passes a record over, or leaves it for a colleague with a note, and opens the next one."""
    row = held_record(request, record_id, Right.REVIEW)
    person = request.user.get_username()
    said = " ".join(request.POST.get("note", "").split())[:LONGEST_NOTE]
    named = request.POST.get("for", "")
    if named and named not in {one.get_username() for one in colleagues(row, person)}:
        messages.error(request, _("Người ấy không được kiểm tra hồ sơ này. Hãy chọn người khác."))
        return redirect("review", record_id)
    leave(record_id, person, left_for=named, note=said)
    if named or said:
        note(request, Kind.REVIEW_LEFT, object=f"record:{record_id}", unit=row.unit, left_for=named)
        messages.success(request, _("Đã để lại hồ sơ, kèm lời nhắn."))
    found = following(rights_of(request), wanted_of(request), row)
    if found is None:
        messages.success(request, _("Không còn hồ sơ nào khác chờ xem."))
        return redirect("review_queue")
    return redirect("review", found.pk)


def wanted_of(request: HttpRequest) -> Wanted:
    """What the person chose to work on last."""
    kept = request.session.get(_KEPT)
    return Wanted.of(kept) if isinstance(kept, dict) else Wanted()


def _orders() -> list[tuple[str, str]]:
    return [
        (Order.OLDEST.value, _("Chờ lâu nhất trước")),
        (Order.NEWEST.value, _("Mới nhận trước")),
        (Order.QUICK.value, _("Ít chỗ nghi ngờ trước")),
        (Order.HARD.value, _("Nhiều chỗ nghi ngờ trước")),
    ]
