"""Records of which pages should be scanned again, each page with what is wrong and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.models import CatalogueRecord
from portal.views.held_records import record_of
from portal.views.paging import pager

RECORDS_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class RescanRow:
    """One record and what is wrong with its pages."""

    record: CatalogueRecord
    reasons: tuple[str, ...]
    suggested_name: str
    """The name under which the new scan is known for one of this record."""


def to_scan_again() -> QuerySet[CatalogueRecord]:
    """Records that wait to be scanned again and have not been yet, the newest first."""
    again = CatalogueRecord.objects.filter(rescan_of=OuterRef("record_id"))
    waiting = CatalogueRecord.objects.filter(needs_rescan=True).exclude(Exists(again))
    return waiting.order_by("-received_at", "record_id")


@require_safe
def rescan(request: HttpRequest) -> HttpResponse:
    """The list, a page of it at a time."""
    records = to_scan_again()
    pages = pager(request, records.count(), RECORDS_A_PAGE)
    rows = [_row(record) for record in records[max(0, pages.first_item - 1) : pages.last_item]]
    return render(request, "portal/rescan.html", {"rows": rows, "pager": pages})


def _row(record: CatalogueRecord) -> RescanRow:
    reasons = tuple(fault.reason for page in record_of(record).pages for fault in page.faults)
    return RescanRow(record, reasons, f"{record.record_id}.pdf")
