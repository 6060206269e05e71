"""Further pages of a long record for the station: they come as somebody scrolls or jumps to them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.held_records import held_record, record_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.short_numbers import short_number
from portal.views.review.shown import shown_pages

AT_ONCE = 30
BEFORE = 5
"""Pages before the one to which somebody jumps."""


@require_safe
@needs(Right.REVIEW)
def pages(request: HttpRequest, record_id: str) -> HttpResponse:
    """Small pictures and pages, at most `AT_ONCE`: from place `at` on, or around the page `number`."""
    row = held_record(request, record_id, Right.REVIEW)
    record = record_of(row)
    every = shown_pages(record)
    start = _asked(request, "at")
    if start is None:
        number = _asked(request, "number")
        start = next((max(0, one.at - BEFORE) for one in every if one.page.number == number), None)
    if start is None or start >= len(every):
        raise Http404("the record has no such page")
    context = {
        "row": row,
        "version": row.version,
        "pages": every[start : start + AT_ONCE],
        "may_begin": [page.number for page in record.pages[1:]],
        "first_number": record.pages[0].number,
    }
    return render(request, "portal/review/_pages.html", context)


def _asked(request: HttpRequest, name: str) -> int | None:
    return short_number(request.GET.get(name, ""), digits=5)
