"""The search page and the list of records: one machinery, the list being a search without words."""

from __future__ import annotations

import time

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.audit.searches import note_search
from portal.catalogue.asked import Asked
from portal.catalogue.finding import Findings, Order, find
from portal.catalogue.hits import shown
from portal.catalogue.saved import recent, remember, visible_to
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.troubles import remedy_of
from portal.views.finding.panels import chips, panels, told
from portal.views.finding.rows import row_of
from portal.views.paging import asked_number, pager
from records.errors import QueryInvalid

HITS_A_PAGE = 20
ROWS_A_PAGE = 25

_ORDERS: dict[Order, Promise] = {
    Order.RELEVANCE: _("Phù hợp nhất"),
    Order.RECEIVED: _("Mới nhận"),
    Order.DATE: _("Ngày văn bản"),
    Order.TITLE: _("Tên (A–Y)"),
}


@require_safe
@needs(Right.SEE)
def search_page(request: HttpRequest) -> HttpResponse:
    """What was searched for and what was found, as passages with the words marked."""
    return _page(request, is_list=False)


@require_safe
@needs(Right.SEE)
def records_page(request: HttpRequest) -> HttpResponse:
    """The same as a table; without words every record, the newest first."""
    return _page(request, is_list=True)


def _page(request: HttpRequest, *, is_list: bool) -> HttpResponse:
    asked = Asked.read(request.GET)
    began = time.perf_counter()
    size = ROWS_A_PAGE if is_list else HITS_A_PAGE
    context: dict[str, object] = {
        "asked": asked,
        "is_list": is_list,
        "here": reverse("records" if is_list else "search"),
        "address": asked.address,
        "told": told(asked),
        "chips": chips(asked),
        "may_download": rights_of(request).may(Right.DOWNLOAD),
    }
    try:
        offset = (asked_number(request) - 1) * size
        findings = find(
            asked.query(),
            rights_of(request),
            chosen=asked.chosen(),
            order=asked.order,
            limit=size,
            offset=offset,
        )
    except QueryInvalid as error:
        context["refused"] = remedy_of(error)
    else:
        _note(request, asked, findings)
        context |= _shown(request, asked, findings, size)
        context["seconds"] = time.perf_counter() - began
    return _rendered(request, context)


def _rendered(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    if request.headers.get("HX-Target") == "found" and "HX-History-Restore-Request" not in request.headers:
        return render(request, "portal/finding/_found.html", context)
    rights = rights_of(request)
    context["recent"] = [(one, told(Asked.at(one.address))) for one in recent(request.user)]
    context["saved"] = list(visible_to(request.user, rights))
    context["sharing"] = sorted(rights.units(Right.SEE) or ())
    return render(request, "portal/finding/page.html", context)


def _note(request: HttpRequest, asked: Asked, findings: Findings) -> None:
    """Writes the search into the audit chain; turning its pages is the same search."""
    with transaction.atomic():  # one, since each makes the disk write
        note_search(request, asked, findings.query, findings.total)
        if asked.text:
            remember(request.user, asked)


def _shown(request: HttpRequest, asked: Asked, findings: Findings, size: int) -> dict[str, object]:
    orders = [order for order in Order if order is not Order.RELEVANCE or findings.query.terms]
    return {
        "findings": findings,
        "rows": [row_of(hit, asked) for hit in shown(findings.shown, findings.query)],
        "panels": panels(asked, findings.counts),
        "more": "+" if findings.is_more else "",
        "orders": [
            (_ORDERS[order], asked.ordered(order).address, order is findings.order) for order in orders
        ],
        "pager": pager(request, findings.total, size),
    }
