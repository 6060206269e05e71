"""The page of the first steps: how each stands, and putting one off, away, or vouching for it.

It opens to administrators whose role still waits for a second factor, since setting one up is the first
step; it tells them which steps are done and nothing else.
"""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.second_factor import is_administrator
from portal.audit import Kind, note
from portal.guide.marks import Said, say
from portal.guide.steps import Stand, step_called, steps
from portal.rights.asking import rights_of
from portal.rights.guarding import needs, signed_in
from portal.rights.missing import RightMissing
from portal.rights.roles import Right


@require_safe
@signed_in
def guide(request: HttpRequest) -> HttpResponse:
    """All steps."""
    if not is_administrator(request.user):  # type: ignore[arg-type]  # the middleware lets only users in
        raise RightMissing(Right.ADMINISTER)
    held = steps(request)
    context = {
        "steps": held,
        "done": sum(one.stand in {Stand.DONE, Stand.CONFIRMED} for one in held),
        "may_say": rights_of(request).may(Right.ADMINISTER),
    }
    return render(request, "portal/guide/page.html", context)


@require_POST
@needs(Right.ADMINISTER)
def say_of(request: HttpRequest, step: str) -> HttpResponse:
    """Puts a step off or away, vouches for one that nothing else can tell, or takes that back."""
    if rights_of(request).units(Right.ADMINISTER) is not None:
        raise RightMissing(Right.ADMINISTER, is_whole_office=True)
    held, wanted = step_called(step), request.POST.get("say", "")
    if held is None or wanted not in {*Said, "open"}:
        raise Http404("no such step")
    said = None if wanted == "open" else Said(wanted)
    if said is Said.CONFIRMED and held.is_done is not None:
        raise Http404("Hoso sees for itself whether this is done")
    with transaction.atomic():
        old = say(step, said, by=request.user.get_username())
        note(request, Kind.SETTING_CHANGED, object=f"guide:{step}", old=old, new=said or "")
    messages.success(
        request,
        {
            Said.LATER: _("Một tuần nữa Hoso nhắc lại bước này."),
            Said.HIDDEN: _("Đã ẩn. Mở lại ở Trợ giúp → Những bước đầu tiên."),
            Said.CONFIRMED: _("Đã ghi xác nhận của bạn; ba tháng nữa Hoso hỏi lại."),
            None: _("Đã mở lại bước này."),
        }[said],
    )
    return redirect("overview" if request.POST.get("from") == "overview" else "guide")
