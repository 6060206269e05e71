"""The first page: the day's count, what is in hand now, and the last files that were settled."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.catalogue.changes import newest_position
from portal.catalogue.type_names import type_names
from portal.configuration import current
from portal.days import day_of
from portal.fragments import fragment_of
from portal.inbox.counting import Counted, DayCount, Tally, count_day
from portal.inbox.listing import annotated, rows_of
from portal.inbox.places import WISHES, units_for
from portal.inbox.shared_answers import SharedAnswers
from portal.inbox.standing import STATES_OF, Standing, that_stand
from portal.jobs import lock
from portal.models import IntakeFile, IntakePage
from portal.outgoing.counts import count_outgoing
from portal.outgoing.permissions import is_clerk, kept_agencies, may_sign
from portal.outgoing.waiting import for_signature
from portal.rights.asking import rights_of
from portal.rights.guarding import signed_in
from portal.rights.holding import Rights
from portal.rights.roles import Right
from records import FileState

MOST_IN_WORK = 25
MOST_ALONE = 10
LAST_SETTLED = 12
OLDEST_DAY = date(2000, 1, 1)
_SIGNS = (Count("pk"), Count("partner"), Max("pk"), Max("reason_vi"))
_UNSETTLED = [state for state in FileState if not state.is_settled]
_LATELY = 10_000
"""Files back to which the last settled ones of a unit are looked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    day: date
    unit: str | None
    """Folder name; `None` for all."""

    @property
    def is_today(self) -> bool:
        return self.day == timezone.localdate()

    def query(self, **more: object) -> str:
        """The same as a query string."""
        told = {"day": "" if self.is_today else self.day.isoformat(), **more}
        if self.unit is not None:
            told["unit"] = self.unit
        return urlencode({name: value for name, value in told.items() if value != "" or name == "unit"})


@dataclass(frozen=True, slots=True)
class Share:
    """One part of the day's count, with the list behind it."""

    standing: Standing
    name: str
    tally: Tally
    url: str
    left: str
    """Where it begins in the bar, in hundredths of the whole, as SVG writes numbers."""
    width: str


@dataclass(frozen=True, slots=True)
class OutgoingTile:
    """How many outgoing documents wait for something, and where one sees them."""

    address: str
    count: int
    name: str


@require_safe
@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """The page; who hands in nothing sees what waits for them on the outgoing road."""
    context: dict[str, Any] = {"outgoing": _outgoing(request)}
    rights = rights_of(request)
    if rights.may(Right.SEE) or rights.may(Right.HAND_IN):
        context |= _work(request)
    if rights.may(Right.HAND_IN):
        context |= _sending(rights)
        # On a page that has other work, what waits nowhere is only in the way.
        context["outgoing"] = [tile for tile in context["outgoing"] if tile.count]
    return render(request, "portal/inbox/overview.html", context)


@require_safe
@signed_in
@fragment_of("overview")
def work(request: HttpRequest) -> HttpResponse:
    """Only what changes; 204 while it is as the page last saw it, found out without reading a list."""
    rights = rights_of(request)
    if not (rights.may(Right.SEE) or rights.may(Right.HAND_IN)):
        return HttpResponse(status=204)
    asked = asked_of(request)
    mark, counted = _mark(_files(rights, asked), asked)
    if request.GET.get("seen") == mark:
        return HttpResponse(status=204)
    # Who may see every file sees what all of the same rights see; others see the files that they sent, too.
    account = "" if rights.covers_all(shown_right(rights)) else rights.account
    key = (current().data_dir, rights.held, account, mark, newest_position())
    return _answers.answer(request, "portal/inbox/_work.html", key, lambda: _work(request, mark, counted))


_answers = SharedAnswers()


def asked_of(request: HttpRequest) -> Asked:
    """The day (today when none or a malformed one is told) and the unit of the address."""
    today = timezone.localdate()
    try:
        day = day_of(request.GET.get("day", ""))
    except ValueError:
        day = today
    unit = request.GET.get("unit")
    return Asked(min(max(day, OLDEST_DAY), today), unit[:255] if unit is not None and unit != "*" else None)


def shown_right(rights: Rights) -> Right:
    """By which right the inbox shows files: that of the scanner room, else that of readers."""
    return Right.HAND_IN if rights.may(Right.HAND_IN) else Right.SEE


def files_for(rights: Rights, asked: Asked) -> QuerySet[IntakeFile]:
    """The files of which the inbox may speak to this person, of the unit that they chose."""
    return _files(rights, asked, is_whole=True)


def _files(rights: Rights, asked: Asked, *, is_whole: bool = False) -> QuerySet[IntakeFile]:
    files = rights.files(shown_right(rights), is_whole=is_whole)
    return files if asked.unit is None else files.filter(unit=asked.unit)


def _mark(files: QuerySet[IntakeFile], asked: Asked) -> tuple[str, Counted]:
    """What tells whether the page would look otherwise now, and the day's count.

    Each part comes from an index: rows of one day, rows of three states, the last page that was read.
    """
    counted = count_day(files, asked.day)
    in_hand = files.filter(state__in=STATES_OF[Standing.WORK]).order_by()
    told = (
        counted,
        list(in_hand.values("state").annotate(*_SIGNS).order_by("state")),
        IntakePage.objects.aggregate(last=Max("read_at"))["last"],
        lock.notice(current().data_dir),
        asked,
        get_language(),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:24], counted


def _work(request: HttpRequest, seen: str = "", counted: Counted | None = None) -> dict[str, object]:
    rights, asked = rights_of(request), asked_of(request)
    files = _files(rights, asked)
    if counted is None:
        seen, counted = _mark(files, asked)
    in_work = that_stand(files, Standing.WORK)
    alone = that_stand(files, Standing.OTHER_SIDE)
    total = in_work.count()
    notice = lock.notice(current().data_dir)
    yesterday, tomorrow = asked.day - timedelta(days=1), asked.day + timedelta(days=1)
    return {
        "asked": asked,
        "seen": seen,
        "poll": f"{reverse('work')}?{asked.query(seen=seen)}",
        "is_busy": bool(total),
        "count": counted.whole,
        "shares": shares(counted.whole, asked),
        "by_unit": [
            (unit, count, shares(count, Asked(asked.day, unit))) for unit, count in counted.by_unit.items()
        ],
        "before": Asked(yesterday, asked.unit).query() or "?",
        "after": (Asked(tomorrow, asked.unit).query() or "unit=*") if not asked.is_today else "",
        "units": units_for(rights, shown_right(rights)),
        "in_work_total": total,
        "in_work": rows_of(list(annotated(in_work).order_by("pk")[:MOST_IN_WORK]), rights),
        "alone": rows_of(list(annotated(alone).order_by("pk")[:MOST_ALONE]), rights),
        "settled": rows_of(_last_settled(rights, asked), rights),
        "notice": notice.en if get_language() == "en" else notice.vi,
    }


def _last_settled(rights: Rights, asked: Asked) -> list[IntakeFile]:
    """The last files to which nothing is owed, the newest first.

    They are looked for among the newest of the ledger, and only for a unit that hands in little further back:
    by its own index, since reading the whole ledger to show twelve files would take seconds.
    """
    settled = _files(rights, asked).exclude(state__in=_UNSETTLED).order_by("-pk")
    newest = IntakeFile.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    found = list(annotated(settled.filter(pk__gt=newest - _LATELY))[:LAST_SETTLED])
    units = rights.units(shown_right(rights)) if asked.unit is None else {asked.unit}
    if len(found) == LAST_SETTLED or newest <= _LATELY or units is None:
        return found
    return list(annotated(settled.filter(unit__in=units))[:LAST_SETTLED])


def shares(count: DayCount, asked: Asked) -> list[Share]:
    """The parts of a count in the order of the sum; those of nobody are left out, save the first three."""
    names = standing_names()
    whole = max(count.scanned.files, 1)
    found: list[Share] = []
    left = 0.0
    for standing in ORDER:
        tally = count.of(standing)
        if not tally.files and standing not in ALWAYS:
            continue
        width = 100 * tally.files / whole
        url = f"{reverse('inbox_files')}?{asked.query(standing=standing.value)}"
        found.append(Share(standing, names[standing], tally, url, f"{left:.3f}", f"{width:.3f}"))
        left += width
    return found


ORDER = (
    Standing.FILED,
    Standing.REVIEW,
    Standing.REFUSED,
    Standing.WORK,
    Standing.OTHER_SIDE,
    Standing.TWICE,
    Standing.REMOVED,
)
ALWAYS = frozenset(ORDER[:4])


def standing_names() -> dict[Standing, str]:
    """What staff call each standing."""
    return {
        Standing.FILED: _("đã lưu"),
        Standing.REVIEW: _("chờ xem"),
        Standing.REFUSED: _("bị từ chối"),
        Standing.WORK: _("đang xử lý"),
        Standing.OTHER_SIDE: _("chờ mặt kia"),
        Standing.TWICE: _("trùng"),
        Standing.REMOVED: _("đã bỏ"),
    }


def _sending(rights: Rights) -> dict[str, object]:
    return {
        "may_send": True,
        "send_units": units_for(rights),
        "types": type_names(),
        "wishes": wish_names(),
        "is_first_run": not rights.files(Right.HAND_IN).exists(),
    }


def wish_names() -> list[tuple[str, str]]:
    """What may be ticked, as staff call it."""
    names = {
        "keep": _("giữ nguyên bản quét dù chưa đạt"),
        "two_sided": _("quét hai lượt: hết mặt trước, rồi hết mặt sau"),
        "two_files": _("hai lượt nằm ở hai tệp"),
        "whole": _("không tách: mỗi tệp một hồ sơ"),
        "dpi_200": _("chỉ cần 200 dpi"),
    }
    return [(wish, names[wish]) for wish in WISHES]


def _outgoing(request: HttpRequest) -> list[OutgoingTile]:
    """What waits on the outgoing road, for whose work it is: all for clerks, one's own for officials."""
    tiles = []
    if may_sign(request):
        own = for_signature(request.user).count()  # type: ignore[arg-type]  # the middleware lets only users in
        tiles.append(OutgoingTile("outgoing_signing", own, _("văn bản chờ tôi ký")))
    if is_clerk(request):
        counts = count_outgoing(kept_agencies(request))
        tiles += [
            OutgoingTile("outgoing_clerk", counts.waiting_number, _("văn bản chờ cấp số")),
            OutgoingTile("outgoing_clerk", counts.waiting_signature, _("văn bản chờ ký")),
            OutgoingTile("outgoing_clerk", counts.waiting_seal, _("văn bản chờ đóng dấu")),
            OutgoingTile("outgoing_clerk", counts.waiting_level, _("văn bản chờ nâng mức")),
        ]
    return tiles
