"""The tree of units, and what an administrator sets about each."""

from __future__ import annotations

import unicodedata

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts import units as tree
from portal.models import Unit
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.views.paging import pager

LONGEST_TITLE = 255
PAGE = 100
MOST_OFFERED = 300
"""Names that a box offers; others are typed. More would weigh more than the page."""


@needs(Right.ADMINISTER)
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Every unit under its parent; folders that have just been seen wait at the top."""
    tree.see_units()
    places = tree.tree()
    pages = pager(request, len(places), PAGE)
    context = {
        "places": places[max(0, pages.first_item - 1) : pages.last_item],
        "pager": pages,
        "names": [one.unit.name for one in places[:MOST_OFFERED]],
        "waiting": sum(not one.unit.placed_by for one in places),
    }
    return render(request, "portal/people/units.html", context)


@needs(Right.ADMINISTER)
@require_POST
@reauthentication_required
def new_unit(request: HttpRequest) -> HttpResponse:
    """A unit before its first scan."""
    try:
        tree.make_unit(
            request.POST.get("name", ""), title=_title(request), parent=_parent(request), by=request.user
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Đã thêm đơn vị."))
    return redirect("people_units")


@needs(Right.ADMINISTER)
@require_POST
@reauthentication_required
def place_unit(request: HttpRequest, number: int) -> HttpResponse:
    """Sets a unit's shown name and what it stands under."""
    unit = get_object_or_404(Unit, pk=number)
    try:
        tree.place(unit, title=_title(request), parent=_parent(request), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Đã lưu đơn vị."))
    return redirect("people_units")


def _title(request: HttpRequest) -> str:
    return request.POST.get("title", "").strip()[:LONGEST_TITLE]


def _parent(request: HttpRequest) -> Unit | None:
    return unit_named(request.POST.get("parent", ""))


def unit_named(text: str) -> Unit | None:
    """The unit of that folder name or title; none for an empty box; `ValidationError` where there is none."""
    asked = unicodedata.normalize("NFC", text.strip())
    if not asked:
        return None
    unit: Unit | None = Unit.objects.filter(name=asked).first() or Unit.objects.filter(title=asked).first()
    if unit is None:
        raise ValidationError(_("Không có đơn vị tên “%s”. Hãy chọn trong danh sách gợi ý.") % asked[:80])
    return unit
