"""Asks the scanner room for a new scan of a record or one of its pages, and withdraws that again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.audit import Kind, note
from portal.held_records import held_record, record_of
from portal.inbox import requests
from portal.models import Grant, RescanRequest
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import RIGHTS_OF, Right, Role
from portal.short_numbers import short_number

LONGEST_REASON = 300
MOST_PEOPLE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def ask(request: HttpRequest, record_id: str) -> HttpResponse:
    """The form with page, reason and whom to ask; then the entry on the list of what to scan again."""
    row = held_record(request, record_id)
    pages = [page.number for page in record_of(row).pages]
    people = _people(row.unit)
    told = request.POST if request.method == "POST" else request.GET
    page = short_number(told.get("page", ""), digits=7) or 0
    if page and page not in pages:
        raise Http404("the record has no such page")
    context = {"row": row, "pages": pages, "page": page, "people": people, "reason": told.get("reason", "")}
    if request.method != "POST":
        return render(request, "portal/inbox/ask.html", context)
    reason = " ".join(request.POST.get("reason", "").split())[:LONGEST_REASON]
    if not reason:
        context["fault"] = _("Hãy ghi lý do, để người quét biết phải sửa gì.")
        return render(request, "portal/inbox/ask.html", context, status=422)
    of = request.POST.get("of", "")
    with transaction.atomic():
        by = request.user.get_username()
        asked = requests.ask(row.record_id, page, reason, by=by, of=of if of in dict(people) else "")
        note(
            request,
            Kind.RESCAN_ASKED,
            object=f"record:{row.record_id}",
            unit=row.unit,
            page=page,
            asked=asked.pk,
        )
    messages.success(request, _("Đã ghi vào danh sách Cần quét lại."))
    return redirect("record", record_id=row.record_id)


@require_POST
@needs(Right.SEE)
def withdraw(request: HttpRequest, request_id: int) -> HttpResponse:
    """Closes a request that is no longer needed: one's own, or any for whoever hands scans in."""
    asked = RescanRequest.objects.filter(pk=request_id).first()
    if asked is None:
        raise Http404("no such request")
    row = held_record(request, asked.record_id)
    is_own = asked.asked_by == request.user.get_username()
    if not is_own:
        held_record(request, asked.record_id, Right.HAND_IN)
    with transaction.atomic():
        if requests.withdraw(request_id, by=request.user.get_username()):
            note(
                request,
                Kind.RESCAN_ASKED,
                object=f"record:{row.record_id}",
                unit=row.unit,
                page=asked.page,
                asked=asked.pk,
                withdrawn=True,
            )
    messages.success(request, _("Đã rút yêu cầu quét lại."))
    return redirect("rescan" if rights_of(request).may(Right.HAND_IN) else "overview")


def _people(unit: str) -> list[tuple[str, str]]:
    """Accounts that hand scans in for the unit, with their names."""
    roles = [role.value for role in Role if Right.HAND_IN in RIGHTS_OF[role]]
    ids = Grant.objects.filter(role__in=roles, ended_at=None).values("user")
    users = User.objects.filter(pk__in=ids, is_active=True).order_by("last_name", "first_name", "username")
    able = [user for user in users[:MOST_PEOPLE] if rights_of(user).may_at(Right.HAND_IN, unit)]
    return [(user.get_username(), user.get_full_name() or user.get_username()) for user in able]
