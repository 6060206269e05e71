"""Keeps searches by name, opens and drops them, tells what is new in them, forgets recent ones."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.catalogue import saved as kept
from portal.catalogue.asked import LONGEST_ADDRESS, Asked
from portal.models import RecentSearch, SavedSearch
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.short_numbers import ID_DIGITS, short_number
from portal.views.finding.panels import told

WITH_NOBODY = "-"
"""Of the choice with which unit a search is shared; the empty word is the office itself."""


@require_safe
@needs(Right.SEE)
def saved(request: HttpRequest) -> HttpResponse:
    """Every saved search that one may open, with what it asks for."""
    every = kept.visible_to(request.user, rights_of(request))
    rows = [(one, told(Asked.at(one.address)), one.owner_id == request.user.pk) for one in every]
    return render(request, "portal/finding/saved.html", {"rows": rows})


@require_POST
@needs(Right.SEE)
def keep(request: HttpRequest) -> HttpResponse:
    """Keeps the search of the form under the name in it."""
    asked = Asked.at(request.POST.get("address", "")[:LONGEST_ADDRESS])
    unit = request.POST.get("unit", WITH_NOBODY)
    made = kept.keep(
        request.user,
        rights_of(request),
        asked,
        request.POST.get("name", ""),
        None if unit == WITH_NOBODY else unit,
    )
    if made is None:
        messages.error(request, _("Chưa lưu được: hãy đặt tên và chọn đơn vị của mình."))
    else:
        messages.success(request, _("Đã lưu tìm kiếm “%(name)s”.") % {"name": made.name})
    return redirect(f"{reverse('search')}?{asked.address}")


@require_safe
@needs(Right.SEE)
def open_saved(request: HttpRequest, number: int) -> HttpResponse:
    """Leads to what a saved search finds now."""
    search = _held(request, number)
    kept.looked(request.user, search)
    return redirect(f"{reverse('search')}?{search.address}")


@require_safe
@needs(Right.SEE)
def news(request: HttpRequest, number: int) -> HttpResponse:
    """How many records have come since the person last opened it: a fragment."""
    count = kept.new_since(request.user, rights_of(request), _held(request, number))
    context = {"count": count, "most": kept.NEWS_COUNTED}
    return render(request, "portal/finding/_news.html", context)


@require_POST
@needs(Right.SEE)
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Drops a saved search of one's own."""
    SavedSearch.objects.filter(pk=_held(request, number).pk, owner_id=request.user.pk).delete()
    return redirect("search_saved")


@require_POST
@needs(Right.SEE)
def forget(request: HttpRequest) -> HttpResponse:
    """Forgets one recent search (`number`), or all."""
    mine = RecentSearch.objects.filter(user_id=request.user.pk)
    if asked := request.POST.get("number", ""):
        number = short_number(asked, digits=ID_DIGITS)
        mine = mine.none() if number is None else mine.filter(pk=number)
    mine.delete()
    return redirect("search")


def _held(request: HttpRequest, number: int) -> SavedSearch:
    found = kept.held_search(request.user, rights_of(request), number)
    if found is None:
        raise Http404("no such search")
    return found
