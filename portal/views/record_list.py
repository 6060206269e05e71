"""The list of records, narrowed by type, state, unit and date."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.catalogue.ranges import Span, span_of
from portal.catalogue.type_names import UNKNOWN_CODE, type_name
from portal.models import CatalogueRecord
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.views.paging import pager
from records.errors import QueryInvalid

RECORDS_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter."""

    value: str
    name: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record as a list shows it."""

    record: CatalogueRecord
    type_name: str


@require_safe
@needs(Right.SEE)
def record_list(request: HttpRequest) -> HttpResponse:
    """Records, the newest first."""
    asked = {
        name: request.GET.get(name, "").strip()[:255] for name in ("type", "state", "unit", "from", "to")
    }
    records, refused = _narrowed(every := rights_of(request).records(), asked)
    pages = pager(request, records.count(), RECORDS_A_PAGE)
    shown = records.defer("record")[max(0, pages.first_item - 1) : pages.last_item]
    context = {
        "rows": [RecordRow(record, type_name(record.record_type)) for record in shown],
        "pager": pages,
        "types": type_choices(every, asked["type"]),
        "units": unit_choices(every, asked["unit"]),
        "asked": asked,
        "is_narrowed": any(asked.values()),
        "refused": refused,
    }
    return render(request, "portal/records.html", context)


def _narrowed(
    records: QuerySet[CatalogueRecord], asked: dict[str, str]
) -> tuple[QuerySet[CatalogueRecord], QueryInvalid | None]:
    records = records.order_by("-received_at", "record_id")
    if asked["type"]:
        records = records.filter(record_type="" if asked["type"] == UNKNOWN_CODE else asked["type"])
    if asked["state"] in {"filed", "review"}:
        records = records.filter(needs_review=asked["state"] == "review")
    if asked["unit"]:
        records = records.filter(unit=asked["unit"])
    try:
        days = days_between(asked["from"], asked["to"])
    except QueryInvalid as error:
        return records, error
    if days.first is not None:
        records = records.filter(document_date__gte=days.first)
    if days.last is not None:
        records = records.filter(document_date__lte=days.last)
    return records, None


def days_between(first: str, last: str) -> Span:
    """The days between two dates as people write them; empty leaves that end open. Raises `QueryInvalid`."""
    return Span(span_of(first).first if first else None, span_of(last).last if last else None)


def type_choices(records: QuerySet[CatalogueRecord], chosen: str) -> list[Choice]:
    """Every type that the catalogue holds, by name, with how many records it has."""
    rows = records.order_by().values_list("record_type").annotate(Count("pk"))
    choices = [
        Choice(code or UNKNOWN_CODE, type_name(code), count, (code or UNKNOWN_CODE) == chosen)
        for code, count in rows
    ]
    return sorted(choices, key=lambda choice: choice.name)


def unit_choices(records: QuerySet[CatalogueRecord], chosen: str) -> list[Choice]:
    """Every unit that has records, by name."""
    rows = records.exclude(unit="").order_by().values_list("unit").annotate(Count("pk"))
    return sorted(
        (Choice(unit, unit, count, unit == chosen) for unit, count in rows), key=lambda choice: choice.name
    )
