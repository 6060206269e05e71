"""Second looks: draw filed records by chance, open each in review, and count what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from portal.audit import Kind, note
from portal.catalogue.type_names import type_name
from portal.counts.office_days import today
from portal.models import SampleCheck
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.holding import Rights
from portal.rights.roles import Right
from portal.short_numbers import short_number
from portal.wall.samples import MOST_DRAWN, accuracy_of, checks_of, draw, settle

USUAL_DRAWN = 10
USUAL_DAYS = 30
LONGEST_DAYS = 365
SHOWN_DONE = 20


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check as the list shows it."""

    check: SampleCheck
    type_name: str
    title: str
    has_changed: bool
    """Somebody has saved a version since it was drawn."""


@require_safe
@needs(Right.REVIEW)
def samples(request: HttpRequest) -> HttpResponse:
    """What is to be checked, and what the last checks found."""
    rights = rights_of(request)
    checks = checks_of(rights, Right.REVIEW)
    done = checks.exclude(checked_at=None).order_by("-checked_at")[:SHOWN_DONE]
    waiting = checks.filter(checked_at=None).order_by("drawn_at", "pk")[: MOST_DRAWN * 2]
    last = today()
    context = {
        "open_checks": _rows(waiting, rights),
        "done": _rows(done, rights),
        "found": accuracy_of(rights, last - timedelta(days=LONGEST_DAYS - 1), last, right=Right.REVIEW),
        "usual_drawn": USUAL_DRAWN,
        "most_drawn": MOST_DRAWN,
        "usual_days": USUAL_DAYS,
    }
    return render(request, "portal/wall/samples.html", context)


@require_POST
@needs(Right.REVIEW)
def draw_samples(request: HttpRequest) -> HttpResponse:
    """Draws some."""
    count = _number(request.POST.get("count", ""), USUAL_DRAWN, MOST_DRAWN)
    days = _number(request.POST.get("days", ""), USUAL_DAYS, LONGEST_DAYS)
    by = request.user.get_username()
    drawn = draw(rights_of(request), by, count=count, first=today() - timedelta(days=days - 1), last=today())
    if drawn:
        note(request, Kind.SAMPLE_DRAWN, object="samples", drawn=len(drawn), days=days)
        told = ngettext(
            "Đã rút %(count)s hồ sơ để xem lại.", "Đã rút %(count)s hồ sơ để xem lại.", len(drawn)
        )
        messages.success(request, told % {"count": len(drawn)})
    else:
        messages.error(request, _("Không có hồ sơ đã lưu nào trong những ngày ấy để rút."))
    return redirect("wall_samples")


@require_POST
@needs(Right.REVIEW)
def sample_done(request: HttpRequest, check_id: int) -> HttpResponse:
    """Counts what the check changed; wrong values are corrected in review before."""
    check = checks_of(rights_of(request), Right.REVIEW).filter(pk=check_id, checked_at=None).first()
    if check is None:
        raise Http404("no such check")
    settled = settle(check, request.user.get_username())
    note(
        request,
        Kind.SAMPLE_CHECKED,
        object=f"sample:{check.record_id}",
        unit=check.unit,
        checked=settled.fields_checked,
        changed=settled.fields_changed,
    )
    return redirect("wall_samples")


def _number(asked: str, usual: int, most: int) -> int:
    number = short_number(asked, digits=5)
    return usual if number is None else min(most, max(1, number))


def _rows(checks: QuerySet[SampleCheck], rights: Rights) -> list[CheckRow]:
    """A record that the person may not see any more has no title here."""
    held = list(checks)
    ids = [one.record_id for one in held]
    seen = rights.records().filter(pk__in=ids).values_list("pk", "title", "version")
    known = {pk: (title, version) for pk, title, version in seen}
    return [
        CheckRow(
            one,
            type_name(one.record_type),
            known.get(one.record_id, ("", ""))[0],
            known.get(one.record_id, ("", one.version))[1] != one.version,
        )
        for one in held
    ]
