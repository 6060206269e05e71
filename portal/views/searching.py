"""The search page: one box for those who know the signs, choices beside it for those who do not."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.audit import Kind, note
from portal.catalogue.folding import fold
from portal.catalogue.query import Query, parse
from portal.catalogue.search import HITS_A_PAGE, Hit, Results, search
from portal.catalogue.type_names import known_field_names, type_name
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.views.paging import Pager, asked_number, pager
from portal.views.record_list import days_between, type_choices, unit_choices
from records.errors import QueryInvalid


@dataclass(frozen=True, slots=True)
class HitRow:
    """A hit as the page shows it."""

    hit: Hit
    type_name: str
    starts_looser: bool
    """True for the first hit whose words do not stand together any more."""


@require_safe
@needs(Right.SEE)
def searching(request: HttpRequest) -> HttpResponse:
    """What was searched for and what was found."""
    names = ("q", "type", "unit", "from", "to")
    asked = {name: request.GET.get(name, "").strip()[:600] for name in names}
    results: Results | None = None
    refused: QueryInvalid | None = None
    pages: Pager | None = None
    rights = rights_of(request)
    began = time.perf_counter()
    try:
        query = _query(asked)
        if not query.is_empty:
            offset = (asked_number(request) - 1) * HITS_A_PAGE
            results = search(query, rights=rights, limit=HITS_A_PAGE, offset=offset)
            note(request, Kind.SEARCHED, found=results.total, words=len(query.words))
            pages = pager(request, results.total, HITS_A_PAGE)
    except QueryInvalid as error:
        refused = error
    seconds = time.perf_counter() - began
    context = {
        "asked": asked,
        "results": results,
        "rows": _rows(results) if results else [],
        "pager": pages,
        "refused": _remedy(refused) if refused else "",
        "seconds": seconds,
        "types": type_choices(rights.records(), asked["type"]),
        "units": unit_choices(rights.records(), asked["unit"]),
    }
    return render(request, "portal/search.html", context)


def _query(asked: dict[str, str]) -> Query:
    """The typed query narrowed by the choices beside it. Raises `QueryInvalid`."""
    query = parse(asked["q"], known_fields=known_field_names())
    if asked["type"]:
        query = replace(query, types=(*query.types, asked["type"]))
    if asked["unit"]:
        query = _of_unit(query, asked["unit"])
    return replace(query, dated=query.dated.within(days_between(asked["from"], asked["to"])))


def _of_unit(query: Query, unit: str) -> Query:
    return replace(query, units=(*query.units, fold(unit)))


def _rows(results: Results) -> list[HitRow]:
    rows: list[HitRow] = []
    for place, hit in enumerate(results.hits):
        before = results.hits[place - 1] if place else None
        is_first = hit.closeness != "together" and before is not None and before.closeness == "together"
        rows.append(HitRow(hit, type_name(hit.record_type), is_first))
    return rows


def _remedy(error: QueryInvalid) -> str:
    return error.remedy_en if get_language() == "en" else error.remedy_vi
