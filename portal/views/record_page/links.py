"""Short addresses of records: `/r/<code>`, and by the number that a paper bears."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from portal.models import CatalogueRecord
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.holding import Rights
from portal.rights.roles import Right

PREFIX = "hs-"
CODE_LETTERS = 10
"""Of an identifier's 24: 50 bits, so that two records of a hundred million share one by chance never."""
MOST_SAME = 20
_CODE = re.compile(r"[a-z2-7]{8,24}")


def code_of(record_id: str) -> str:
    """The short code by which a record is told over the telephone or on a copy."""
    return record_id.removeprefix(PREFIX)[:CODE_LETTERS]


def called(rights: Rights, said: str, right: Right = Right.SEE) -> list[CatalogueRecord]:
    """The records of a code, of a whole identifier, or of a document's number, at most `MOST_SAME`."""
    open_records = rights.records(right)
    wanted = said.strip().removeprefix(PREFIX)[:255]
    rows: list[CatalogueRecord] = []
    if _CODE.fullmatch(wanted.lower()):
        first = PREFIX + wanted.lower()
        # A range and not a LIKE, which cannot use the index of a key that tells capitals apart.
        rows = list(open_records.filter(pk__gte=first, pk__lt=first + "~").defer("record")[:MOST_SAME])
    if not rows and wanted:
        rows = list(open_records.filter(document_number=wanted).defer("record")[:MOST_SAME])
    return rows


@require_safe
@needs(Right.SEE)
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Leads to the record of a code, of a whole identifier, or of a document's number."""
    wanted = code.strip().removeprefix(PREFIX)[:255]
    rows = called(rights_of(request), wanted)
    if not rows:
        raise Http404("no such record")
    if len(rows) == 1:
        return redirect("record", rows[0].record_id)
    return render(request, "portal/record/same_number.html", {"rows": rows, "code": wanted})
