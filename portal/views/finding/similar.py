"""More like this: papers that belong to a record, and papers worded like it, each with what is alike."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.audit import Kind
from portal.audit.noting import note_look
from portal.catalogue.likeness import worded_alike
from portal.catalogue.type_names import type_name
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.views.held_records import held_record


@require_safe
@needs(Right.SEE)
def similar(request: HttpRequest, record_id: str) -> HttpResponse:
    """Papers like this one, and why."""
    row = held_record(request, record_id)
    note_look(request, Kind.SEARCHED, object=f"like:{record_id}", unit=row.unit)
    worded = [(one, type_name(one.row.record_type)) for one in worded_alike(row, rights_of(request))]
    context = {"row": row, "type_name": type_name(row.record_type), "worded": worded}
    return render(request, "portal/finding/similar.html", context)
