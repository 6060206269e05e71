"""All files that came, narrowed by standing, days, unit, reason and name: the list behind each count."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.counts.standing import arrived
from portal.days import day_of
from portal.inbox.counting import on_day
from portal.inbox.listing import annotated, rows_of
from portal.inbox.places import units_for
from portal.inbox.standing import Standing, that_stand
from portal.models import IntakeFile
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.holding import Rights
from portal.rights.roles import Right
from portal.views.inbox.page import OLDEST_DAY, ORDER, asked_of, files_for, shown_right, standing_names
from portal.views.paging import Pager, pager

FILES_A_PAGE = 25


@require_safe
@needs(Right.HAND_IN, Right.SEE)
def files(request: HttpRequest) -> HttpResponse:
    """A page of the list, the newest first."""
    rights, asked = rights_of(request), asked_of(request)
    every = files_for(rights, asked)
    standings = _standings(request)
    span = _span(request)
    day = None if span else _day(request, asked.day, has_standing=bool(standings))
    name = request.GET.get("name", "").strip()[:100]
    reason = request.GET.get("reason", "")[:64]
    if standings:
        every = reduce(or_, (that_stand(every, one) for one in standings))
    if day is not None:
        every = on_day(every, day)
    if span:
        every = every.filter(arrived(*span))
    if reason:
        every = every.filter(reason_code=reason)
    if name:
        every = every.filter(name__icontains=name)
    pages, shown = _paged(request, every, rights)
    names = standing_names()
    context = {
        "rows": rows_of(list(shown), rights),
        "pager": pages,
        "standing": standings[0] if standings else None,
        "standing_name": ", ".join(names[one] for one in standings),
        "standings": [(one.value, names[one]) for one in ORDER],
        "day": day,
        "span": span,
        "reason": reason,
        "unit": asked.unit,
        "units": units_for(rights, shown_right(rights)),
        "name": name,
    }
    return render(request, "portal/inbox/files.html", context)


def _paged(
    request: HttpRequest, every: QuerySet[IntakeFile], rights: Rights
) -> tuple[Pager, QuerySet[IntakeFile]]:
    if rights.covers_all(shown_right(rights)):
        pages = pager(request, every.count(), FILES_A_PAGE)
        return pages, annotated(every).order_by("-pk")[max(0, pages.first_item - 1) : pages.last_item]
    # For whoever may see some units the whole ledger is gone through, 0.1 s of 100,000 files: once, for their
    # numbers, and not for a count and then for the page.
    numbers = list(every.order_by("-pk").values_list("pk", flat=True))
    pages = pager(request, len(numbers), FILES_A_PAGE)
    on_page = numbers[max(0, pages.first_item - 1) : pages.last_item]
    return pages, annotated(IntakeFile.objects.filter(pk__in=on_page)).order_by("-pk")


def _standings(request: HttpRequest) -> list[Standing]:
    """One, or several that are counted as one; what is none is passed over."""
    asked = request.GET.getlist("standing")
    return [one for one in Standing if one.value in asked]


def _span(request: HttpRequest) -> tuple[date, date] | None:
    """Days from `first` to `last`, as the wall leads here; a day that the form tells counts before them."""
    if request.GET.get("day"):
        return None
    try:
        first, last = (day_of(request.GET.get(name, "")) for name in ("first", "last"))
    except ValueError:
        return None
    return (first, last) if OLDEST_DAY <= first <= last <= timezone.localdate() else None


def _day(request: HttpRequest, asked: date, *, has_standing: bool) -> date | None:
    """The day of the address; today for a number of today's count, which tells no day; else every day."""
    if request.GET.get("day"):
        return asked
    return asked if has_standing and "day" not in request.GET else None
