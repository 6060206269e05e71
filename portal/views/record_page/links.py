"""Short addresses of records: `/r/<code>`, and by the number that a paper bears."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from portal.catalogue.codes import LONGEST_NUMBER, called
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right


@require_safe
@needs(Right.SEE)
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Leads to the record of a code, of a whole identifier, or of a document's number."""
    rows = called(rights_of(request), code)
    if not rows:
        raise Http404("no such record")
    if len(rows) == 1:
        return redirect("record", rows[0].record_id)
    told = {"rows": rows, "code": code.strip()[:LONGEST_NUMBER]}
    return render(request, "portal/record/same_number.html", told)
