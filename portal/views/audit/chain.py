"""Whether the chain is whole, how far it has been checked, and when."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.audit import Kind, note
from portal.audit.checking import head
from portal.audit.checkpoints import kept_points
from portal.audit.keeper import ChainChecker, chain_state, is_running
from portal.audit.words import fault_in_words
from portal.configuration import current
from portal.models import AuditEvent
from portal.views.audit.events import rows_of
from portal.views.audit.reading import frame, note_reading, whole_chain


@require_safe
@whole_chain
def chain(request: HttpRequest) -> HttpResponse:
    """The chain's state; the part that changes while a check runs is fetched anew."""
    is_part = bool(request.headers.get("HX-Request"))
    if not is_part:
        note_reading(request, "audit:chain")
    state, newest = chain_state(), head()
    points = kept_points(current().data_dir)
    faulty = AuditEvent.objects.filter(pk=state.fault_event) if state.fault_event is not None else ()
    context = {
        **frame(request),
        "state": state,
        "fault": fault_in_words(state.fault) if state.fault else "",
        "fault_rows": _rows(faulty),
        "newest": newest,
        "unchecked": max(0, newest.event - state.checked_event),
        "is_running": is_running(state),
        "points": len(points),
        "last_point": points[-1] if points else None,
    }
    return render(request, "portal/audit/_chain.html" if is_part else "portal/audit/chain.html", context)


@require_POST
@whole_chain
def begin(request: HttpRequest) -> HttpResponse:
    """Begins a check in the background."""
    whole = request.POST.get("what") == "whole"
    if ChainChecker(current().data_dir).begin(whole=whole):
        note(request, Kind.AUDIT_READ, object="audit:chain", check="whole" if whole else "rest")
        messages.success(request, _("Đã bắt đầu kiểm tra. Trang tự cập nhật."))
    else:
        messages.info(request, _("Đang có một lần kiểm tra chạy rồi."))
    return redirect("audit_chain")


def _rows(faulty: object) -> object:
    """The event that is wrong, where it can still be read at all."""
    try:
        return rows_of(faulty)  # type: ignore[arg-type]  # a query or nothing
    except (ValueError, TypeError, AttributeError):
        return []
