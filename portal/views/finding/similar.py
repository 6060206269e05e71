"""More like this: papers that belong to a record, and papers worded like it, each with what is alike."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.audit import Kind
from portal.audit.noting import note_look
from portal.catalogue.likeness import worded_alike
from portal.catalogue.type_names import type_name
from portal.held_records import held_record
from portal.related import Relation, related_to
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.views.record_page.telling import relation_name

LONGEST_SHARED = 80


@require_safe
@needs(Right.SEE)
def similar(request: HttpRequest, record_id: str) -> HttpResponse:
    """Papers like this one, and why."""
    row = held_record(request, record_id)
    note_look(request, Kind.SEARCHED, object=f"like:{record_id}", unit=row.unit)
    related = [
        (one, type_name(one.row.record_type), [_told(why, shared) for why, shared in one.reasons])
        for one in related_to(row, rights_of(request))
    ]
    among = {one.row.record_id for one, _, _ in related}
    worded = [(one, type_name(one.row.record_type)) for one in worded_alike(row, rights_of(request))]
    worded = [pair for pair in worded if pair[0].row.record_id not in among]
    context = {"row": row, "type_name": type_name(row.record_type), "related": related, "worded": worded}
    return render(request, "portal/finding/similar.html", context)


def _told(why: Relation, shared: str) -> str:
    name = relation_name(why)
    return f"{name}: {shared[:LONGEST_SHARED]}" if shared else str(name)
