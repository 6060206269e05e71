"""Records of which pages should be scanned again, each with what is wrong, what to do, and what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.held_records import record_of
from portal.inbox import requests
from portal.models import CatalogueRecord, IntakeFile, RescanRequest
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.holding import Rights
from portal.rights.roles import Right
from portal.views.paging import pager
from records import FileState, Record

RECORDS_A_PAGE = 25
LAST_CLOSED = 12


@dataclass(frozen=True, slots=True)
class RescanRow:
    """One record, what is wrong with its pages, and how far its new scan is."""

    record: CatalogueRecord
    reasons: tuple[str, ...]
    asked: tuple[RescanRequest, ...]
    """What people asked for."""
    suggested_name: str
    """The name under which a new scan that is dropped into a folder is known for one of this record."""
    pages: tuple[int, ...]
    """Pages that may be replaced one by one, those below the rule first."""
    chosen_page: int
    """The page that the form offers first; 0 for none."""
    sent: IntakeFile | None
    """The last new scan that somebody sent, while it is in work or when it was refused."""


def to_scan_again(rights: Rights) -> QuerySet[CatalogueRecord]:
    """Records that wait to be scanned again and have not been yet, the newest first."""
    again = CatalogueRecord.objects.filter(rescan_of=OuterRef("record_id"))
    # Lists of values: both sides of the OR come from an index (SQLite enters none for a bare boolean).
    asked = Q(pk__in=RescanRequest.objects.filter(closed_at=None).values("record_id"))
    below = Q(needs_rescan__in=(True,)) & ~Exists(again)
    waiting = rights.records(Right.HAND_IN).filter(below | asked)
    return waiting.order_by("-received_at", "record_id")


@require_safe
@needs(Right.HAND_IN)
def rescan(request: HttpRequest) -> HttpResponse:
    """The list, a page of it at a time, and the last entries that were closed."""
    rights = rights_of(request)
    records = to_scan_again(rights)
    pages = pager(request, records.count(), RECORDS_A_PAGE)
    shown = list(records[max(0, pages.first_item - 1) : pages.last_item])
    asked = requests.open_for(record.record_id for record in shown)
    rows = [_row(record, asked.get(record.record_id, [])) for record in shown]
    closed = rights.records(Right.HAND_IN).filter(rescanned_at__isnull=False, needs_rescan=False)
    context = {"rows": rows, "pager": pages, "closed": closed.order_by("-rescanned_at")[:LAST_CLOSED]}
    return render(request, "portal/rescan.html", context)


def _row(row: CatalogueRecord, asked: Sequence[RescanRequest]) -> RescanRow:
    record = record_of(row)
    reasons = tuple(fault.reason for page in record.pages for fault in page.faults)
    suggested = f"{row.record_id}.pdf"
    first = asked[0].page if asked else 0
    sent = last_sent(row.record_id)
    return RescanRow(row, reasons, tuple(asked), suggested, replaceable(record), first, sent)


def replaceable(record: Record) -> tuple[int, ...]:
    """Pages that may be scanned again one by one, those below the rule first."""
    pages = sorted(record.pages, key=lambda page: not page.faults)
    return tuple(page.number for page in pages) if len(pages) > 1 else ()


def last_sent(record_id: str) -> IntakeFile | None:
    """The last new scan of a record, while it is in work or when it was not taken."""
    sent = IntakeFile.objects.filter(replaces=record_id).order_by("-pk").first()
    is_done = sent is not None and sent.state in (FileState.FILED, FileState.REVIEW)
    return None if is_done else sent
