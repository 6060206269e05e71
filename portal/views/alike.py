"""Pages that were scanned twice, each beside the earlier one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.models import AlikePages
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.views.paging import pager

PAIRS_A_PAGE = 25


@require_safe
@needs(Right.SEE)
def alike(request: HttpRequest) -> HttpResponse:
    """Pairs of pages of different records, the newest first."""
    rights = rights_of(request)
    pairs = AlikePages.objects.select_related("record", "other").defer("record__record", "other__record")
    if not rights.covers_all(Right.SEE):
        pairs = pairs.filter(record__in=rights.records(), other__in=rights.records())
    pages = pager(request, pairs.count(), PAIRS_A_PAGE)
    shown = pairs[max(0, pages.first_item - 1) : pages.last_item]
    return render(request, "portal/alike.html", {"rows": shown, "pager": pages})
