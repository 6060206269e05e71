"""Where administrators make and end the addresses under which screens show the wall."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.models import Unit, WallLink
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.missing import RightMissing
from portal.rights.roles import Right
from portal.wall.links import end, make

LONGEST_NAME = 100
MOST_LINKS = 30


@require_safe
@needs(Right.ADMINISTER)
def screens(request: HttpRequest) -> HttpResponse:
    """The addresses in force and those that were ended."""
    return _page(request)


@require_POST
@needs(Right.ADMINISTER)
def make_screen(request: HttpRequest) -> HttpResponse:
    """Makes an address and shows it, this once."""
    name = " ".join(request.POST.get("name", "").split())[:LONGEST_NAME]
    unit = _unit(request)
    if not name:
        messages.error(request, _("Hãy ghi màn hình treo ở đâu."))
        return redirect("wall_screens")
    if WallLink.objects.filter(ended_at=None).count() >= MOST_LINKS:
        messages.error(request, _("Đã có quá nhiều màn hình. Hãy kết thúc những màn hình không dùng nữa."))
        return redirect("wall_screens")
    made = make(name, unit, by=request.user.get_username())
    address = request.build_absolute_uri(reverse("wall_screen", args=[made.secret]))
    return _page(request, made=address, made_name=name)


@require_POST
@needs(Right.ADMINISTER)
def end_screen(request: HttpRequest, link_id: int) -> HttpResponse:
    """Ends an address; the screen shows nothing from its next question on."""
    link = get_object_or_404(WallLink.objects.select_related("unit"), pk=link_id)
    _may_at(request, link.unit)
    end(link, by=request.user.get_username())
    messages.success(request, _("Đã kết thúc. Màn hình ấy không còn xem được bảng theo dõi."))
    return redirect("wall_screens")


def _unit(request: HttpRequest) -> Unit | None:
    """The unit that the form names, if the person administers it; `None` for the whole office."""
    asked = request.POST.get("unit", "")
    unit = Unit.objects.filter(name=asked).first() if asked else None
    if asked and unit is None and rights_of(request).units(Right.ADMINISTER) is None:
        raise Http404("no such unit")
    if asked and unit is None:  # as one that is somebody else's: nobody learns which units there are
        raise RightMissing(Right.ADMINISTER)
    _may_at(request, unit)
    return unit


def _may_at(request: HttpRequest, unit: Unit | None) -> None:
    """Who administers some units only makes screens for those."""
    units = rights_of(request).units(Right.ADMINISTER)
    if units is not None and (unit is None or unit.name not in units):
        raise RightMissing(Right.ADMINISTER, is_whole_office=unit is None)


def _page(request: HttpRequest, **more: object) -> HttpResponse:
    units = rights_of(request).units(Right.ADMINISTER)
    links = WallLink.objects.select_related("unit").order_by("-pk")
    known = Unit.objects.order_by("name")
    if units is not None:
        links, known = links.filter(unit__name__in=units), known.filter(name__in=units)
    context = {
        "open_links": links.filter(ended_at=None),
        "ended_links": links.exclude(ended_at=None)[:10],
        "units": known,
        "may_whole": units is None,
        **more,
    }
    return render(request, "portal/wall/screens.html", context)
