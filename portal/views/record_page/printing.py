"""A record on paper: what was read of it, and its pages, with who printed it and when."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.audit import Kind, note
from portal.catalogue.codes import code_of
from portal.catalogue.type_names import field_labels, type_name
from portal.held_records import held_record
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.views.record_page.fields import field_rows
from portal.views.record_page.versions import shown_version

MOST_PAGES = 30
"""Pages that are printed; of a longer paper the downloaded file is printed."""


@require_safe
@needs(Right.DOWNLOAD)
def print_view(request: HttpRequest, record_id: str) -> HttpResponse:
    """The page that a browser prints; with `?pages` the pictures of the paper too."""
    row = held_record(request, record_id, Right.DOWNLOAD)
    shown = shown_version(request, row)
    with_pages = "pages" in request.GET
    note(
        request, Kind.RECORD_DOWNLOADED, object=f"record:{record_id}", unit=row.unit,
        what="print", version=shown.number, pages=with_pages,
    )  # fmt: skip
    labels = field_labels(shown.record.record_type or "")
    context = {
        "row": row,
        "version": shown,
        "type_name": type_name(shown.record.record_type or ""),
        "fields": [one for one in field_rows(shown.record, labels, 0) if one.percent is not None],
        "pages": shown.record.pages[:MOST_PAGES] if with_pages else (),
        "left_out": max(0, len(shown.record.pages) - MOST_PAGES) if with_pages else 0,
        "code": code_of(record_id),
        "now": timezone.localtime(),
    }
    return render(request, "portal/record/print.html", context)
