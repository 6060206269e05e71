"""All files that came, narrowed by standing, day, unit and name: the list behind each number of the count."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.inbox.counting import on_day
from portal.inbox.listing import annotated, rows_of
from portal.inbox.places import units_for
from portal.inbox.standing import Standing, that_stand
from portal.models import IntakeFile
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.holding import Rights
from portal.rights.roles import Right
from portal.views.inbox.page import ORDER, asked_of, files_for, shown_right, standing_names
from portal.views.paging import Pager, pager

FILES_A_PAGE = 25


@require_safe
@needs(Right.HAND_IN, Right.SEE)
def files(request: HttpRequest) -> HttpResponse:
    """A page of the list, the newest first."""
    rights, asked = rights_of(request), asked_of(request)
    every = files_for(rights, asked)
    standing = _standing(request.GET.get("standing", ""))
    day = _day(request, asked.day, has_standing=standing is not None)
    name = request.GET.get("name", "").strip()[:100]
    if standing is not None:
        every = that_stand(every, standing)
    if day is not None:
        every = on_day(every, day)
    if name:
        every = every.filter(name__icontains=name)
    pages, shown = _paged(request, every, rights)
    names = standing_names()
    context = {
        "rows": rows_of(list(shown), rights),
        "pager": pages,
        "standing": standing,
        "standing_name": names.get(standing) if standing else "",
        "standings": [(one.value, names[one]) for one in ORDER],
        "day": day,
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


def _standing(text: str) -> Standing | None:
    try:
        return Standing(text)
    except ValueError:
        return None


def _day(request: HttpRequest, asked: date, *, has_standing: bool) -> date | None:
    """The day of the address; today for a number of today's count, which tells no day; else every day."""
    if request.GET.get("day"):
        return asked
    return asked if has_standing and "day" not in request.GET else None
