"""The board: numbers of today as tiles, charts below; the part that changes is asked for again by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.configuration import current
from portal.counts.activity import Activity
from portal.fragments import fragment_of
from portal.inbox.standing import Standing
from portal.models import Unit
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.holding import Rights
from portal.rights.roles import Right
from portal.views.wall.deeds import reviews_by_person
from portal.views.wall.links import Lists
from portal.views.wall.panel import MOST_ROWS
from portal.views.wall.panels import panels
from portal.views.wall.people import NUMBERS, called, calling
from portal.wall.ages import age
from portal.wall.buckets import buckets, files_in
from portal.wall.charts.bars import plain
from portal.wall.charts.drawing import Names
from portal.wall.charts.lines import sparkline
from portal.wall.figures import Figures, figures
from portal.wall.links import link_of, rights_of_link
from portal.wall.looking import SPANS, Look

SPARK_DAYS = 14


@dataclass(frozen=True, slots=True)
class Tile:
    """One number of now."""

    name: str
    value: str
    look: str
    """`good`, `warm`, `busy`, `bad` or nothing."""
    link: str = ""
    spark: SafeString | None = None
    note: str = ""


@require_safe
@needs(Right.WATCH)
def wall(request: HttpRequest) -> HttpResponse:
    """The whole page."""
    return render(request, "portal/wall/wall.html", _of_person(request))


@require_safe
@needs(Right.WATCH)
@fragment_of("wall")
def board(request: HttpRequest) -> HttpResponse:
    """Only what changes; the page asks for it every fifteen seconds."""
    return render(request, "portal/wall/_board.html", _of_person(request))


@require_safe
@login_not_required
def screen(request: HttpRequest, secret: str) -> HttpResponse:
    """The page for a television that has no account: numbers only, nobody's name, no links."""
    return render(request, "portal/wall/screen.html", _of_screen(request, secret))


@require_safe
@login_not_required
@fragment_of("wall_screen")
def screen_board(request: HttpRequest, secret: str) -> HttpResponse:
    """What changes of it."""
    return render(request, "portal/wall/_board.html", _of_screen(request, secret))


def _of_person(request: HttpRequest) -> dict[str, object]:
    rights = rights_of(request)
    look = Look.of(request.GET.dict())
    how = calling(current().wall_names, rights)
    me = request.user.get_username()
    return {
        **_board(rights, look, Lists.of(rights, how), how, me),
        "spans": _spans(look),
        "other_form": look.query(has_tables=not look.has_tables),
        "may_administer": rights.may(Right.ADMINISTER),
        "may_review": rights.may(Right.REVIEW),
    }


def _of_screen(request: HttpRequest, secret: str) -> dict[str, object]:
    link = link_of(secret)
    if link is None:
        raise Http404("no such screen")
    look = Look.of(request.GET.dict())
    unit = link.unit
    return {
        **_board(rights_of_link(link), look, Lists(), NUMBERS, ""),
        "secret": secret,
        "place": str(unit) if unit is not None else "",
    }


def _board(rights: Rights, look: Look, lists: Lists, how: str, me: str) -> dict[str, object]:
    found = figures(rights, look.days)
    people = called(
        [account for account, _count in reviews_by_person(found.acted(Activity.REVIEWS))], how, me
    )
    return {
        "look": look,
        "tiles": tiles(found, lists),
        "panels": panels(found, lists, people),
        "at": timezone.localtime(),
        "most_rows": MOST_ROWS,
        "query": look.query(),
        "units": Unit.objects.count(),
    }


def _spans(look: Look) -> list[tuple[str, str, bool]]:
    """Name, address and whether it is shown, of each span."""
    return [
        (
            ngettext("%(days)s ngày", "%(days)s ngày", days) % {"days": days},
            look.query(days=days),
            days == look.days,
        )
        for days in SPANS
    ]


def tiles(figures: Figures, lists: Lists) -> list[Tile]:
    """Today's numbers and what waits now; what was scanned is the sum of where it stands."""
    day = figures.last
    today = figures.files(day)
    waiting = figures.waiting
    return [
        Tile(
            _("quét hôm nay"),
            plain(today.scanned),
            "",
            lists.files(first=day, last=day),
            _spark(figures, "scanned"),
        ),
        Tile(
            _("đã lưu hôm nay"),
            plain(today.filed),
            "good",
            lists.files(Standing.FILED, first=day, last=day),
            _spark(figures, "filed"),
        ),
        Tile(
            _("chờ xem"),
            plain(waiting.review),
            "warm" if waiting.review else "",
            lists.waiting(),
            note=_("hôm nay %(today)s") % {"today": plain(today.review)},
        ),
        Tile(
            _("đang đọc"),
            plain(waiting.work),
            "busy" if waiting.work else "",
            lists.in_work(),
            note=_("%(rate)s trang/phút") % {"rate": plain(figures.pages_a_minute)},
        ),
        Tile(
            _("bị từ chối hôm nay"),
            plain(today.refused),
            "bad" if today.refused else "",
            lists.files(Standing.REFUSED, first=day, last=day),
            _spark(figures, "refused"),
            _("trùng %(same)s") % {"same": plain(today.twice)} if today.twice else "",
        ),
        Tile(
            _("chờ lâu nhất"),
            age(waiting.oldest),
            "warm" if waiting.oldest and timezone.now() - waiting.oldest > timedelta(days=1) else "",
            lists.record(waiting.oldest_record),
        ),
    ]


def _spark(figures: Figures, part: str) -> SafeString:
    wanted = buckets(max(figures.first, figures.last - timedelta(days=SPARK_DAYS - 1)), figures.last)
    values = [float(getattr(one, part)) for one in files_in(figures.cells, wanted)]
    looks = {"scanned": "one", "filed": "filed", "refused": "refused"}
    told = _("%(days)s ngày qua: %(numbers)s") % {
        "days": len(wanted),
        "numbers": ", ".join(plain(value) for value in values),
    }
    return sparkline(Names(_("Diễn biến"), told, f"spark-{part}"), values, look=looks[part])
