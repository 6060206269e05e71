"""Offers while somebody types: a fragment of list options."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.catalogue.query import LONGEST_QUERY
from portal.catalogue.suggestions import Kind, suggestions
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right

_KINDS: dict[Kind, Promise] = {
    Kind.FILTER: _("bộ lọc"),
    Kind.TYPE: _("loại giấy tờ"),
    Kind.UNIT: _("đơn vị"),
    Kind.STATE: _("trạng thái"),
    Kind.NAME: _("họ tên"),
    Kind.NUMBER: _("số, ký hiệu"),
}


@require_safe
@needs(Right.SEE)
def suggest(request: HttpRequest) -> HttpResponse:
    """What may be meant by the words in the box."""
    found = suggestions(request.GET.get("q", "")[:LONGEST_QUERY], rights_of(request))
    rows = [(one, _KINDS[one.kind]) for one in found]
    return render(request, "portal/finding/_suggestions.html", {"rows": rows})
