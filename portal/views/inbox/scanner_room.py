"""What hangs in the scanner room: a printed page of how to scan here, and separator sheets."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pipeline.batches import Separator
from pipeline.batches.separator_sheets import ENGLISH, VIETNAMESE, write_sheets
from portal.catalogue.type_names import type_names
from portal.inbox.places import units_for
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.short_numbers import short_number

MOST_SHEETS = 100


@require_safe
@needs(Right.HAND_IN)
def guide(request: HttpRequest) -> HttpResponse:
    """The page to print, for the units and folders of this office, and the form for separator sheets."""
    units = units_for(rights_of(request))
    context = {
        "units": units,
        "named": [unit for unit in units if unit][:12],
        "types": type_names(),
        "most": MOST_SHEETS,
        "portal": request.build_absolute_uri("/"),
    }
    return render(request, "portal/inbox/scanner_room.html", context)


@require_safe
@needs(Right.HAND_IN)
def separators(request: HttpRequest) -> HttpResponse:
    """A PDF of equal separator sheets, for a type and a unit where the form names them."""
    kind, unit, count = (request.GET.get(name, "") for name in ("type", "unit", "count"))
    types = dict(type_names())
    if (kind and kind not in types) or (unit and unit not in units_for(rights_of(request))):
        raise Http404("no such type or unit")
    number = short_number(count, digits=3) or 1
    separator = Separator(kind, unit[:100], bool(request.GET.get("duplex")))
    is_english = get_language() == "en"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "sheets.pdf"
        write_sheets(
            out,
            separator,
            count=min(max(number, 1), MOST_SHEETS),
            type_name=types.get(kind, ""),
            words=ENGLISH if is_english else VIETNAMESE,
        )
        content = out.read_bytes()
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="%s.pdf"' % (
        "separator-sheets" if is_english else "to-phan-cach"
    )
    return answer
