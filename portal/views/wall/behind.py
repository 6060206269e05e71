"""The lists behind the wall's charts of deeds: the very pages, reviews, papers and checks that were counted.

What the wall counts by the right to watch is listed by the right to see; where that is less, it is said.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.audit import Kind
from portal.audit.noting import note_look
from portal.catalogue.type_names import type_name
from portal.configuration import current
from portal.counts.activity import RECORD, Activity
from portal.counts.office_days import today
from portal.days import day_of
from portal.models import CatalogueRecord, IntakeFile, OutgoingEvent, Unit
from portal.outgoing.permissions import kept_agencies, seen_by
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.holding import Rights
from portal.rights.missing import RightMissing
from portal.rights.roles import Right
from portal.views.outgoing.rows import names_of
from portal.views.paging import Pager, pager
from portal.views.wall.deeds import reviews_by_person, weekday_name
from portal.views.wall.links import Lists
from portal.views.wall.people import called, calling, code_of
from portal.wall.behind import Span, pages_read, reviews, signings
from portal.wall.charts.bars import plain
from portal.wall.charts.heat import HOURS
from portal.wall.looking import Look
from portal.wall.samples import checked_between

A_PAGE = 50
WEEKDAYS = 7


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a list."""

    text: str
    link: str = ""


NUMBER, TIME = "number", "time"
"""Looks of columns."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One list as its page shows it."""

    title: str
    told: str
    """How much it is, in words."""
    columns: Sequence[tuple[str, str]]
    """Name and look of each."""
    rows: Sequence[Sequence[Cell]]
    pager: Pager
    listed: int
    """What this person sees of what was counted."""
    counted: int
    """What the wall counts."""


@require_safe
@needs(Right.SEE)
def pages(request: HttpRequest) -> HttpResponse:
    """Files of which pages were read in one hour of one day of the week, with how many."""
    rights, span = rights_of(request), _span(request)
    now = timezone.localtime()
    weekday = _below(request, "weekday", WEEKDAYS, now.weekday())
    hour = _below(request, "hour", HOURS, now.hour)
    found = pages_read(rights, Right.SEE, span, weekday=weekday, hour=hour)
    by_file = found.values("file").annotate(pages=Count("pk"), at=Min("read_at")).order_by("-at", "-file")
    acted = span.counted(rights, Activity.PAGES)
    count, files = found.count(), by_file.count()
    shown = pager(request, files, A_PAGE)
    told = {"pages": plain(count), "files": plain(files)}
    return _page(
        request,
        span,
        Listed(
            _("Trang đọc %(weekday)s, từ %(hour)s đến %(next)s giờ")
            % {"weekday": weekday_name(weekday), "hour": hour, "next": hour + 1},
            ngettext("%(pages)s trang của %(files)s tệp", "%(pages)s trang của %(files)s tệp", count) % told,
            [(_("Tệp"), ""), (_("Đơn vị"), ""), (_("Số trang"), NUMBER), (_("Đọc từ lúc"), TIME)],
            _files(list(by_file[_shown(shown)]), rights),
            shown,
            count,
            sum(one.count for one in acted if (one.day.weekday(), one.hour) == (weekday, hour)),
        ),
    )


@require_safe
@needs(Right.SEE)
def reviewed(request: HttpRequest) -> HttpResponse:
    """Records that one person saved in review; whoever looks at a colleague's is written down."""
    rights, span = rights_of(request), _span(request)
    how = calling(current().wall_names, rights)
    ranked = reviews_by_person(span.counted(rights, Activity.REVIEWS))
    account = _account(request, [one for one, _count in ranked], Lists.of(rights, how))
    if account != rights.account:
        note_look(request, Kind.AUDIT_READ, object=f"account:{account}")
    events = reviews(rights, Right.SEE, span, account)
    count = events.count()
    shown = pager(request, count, A_PAGE)
    on_page = list(events.values_list("object", "at")[_shown(shown)])
    people = called(dict.fromkeys([*(one for one, _count in ranked), account]), how, rights.account)
    return _page(
        request,
        span,
        Listed(
            _("Hồ sơ đã xem: %(person)s") % {"person": people[account]},
            ngettext("%(count)s lượt xem", "%(count)s lượt xem", count) % {"count": plain(count)},
            [(_("Hồ sơ"), ""), (_("Loại giấy tờ"), ""), (_("Đơn vị"), ""), (_("Lúc"), TIME)],
            _records([(name.removeprefix(RECORD), at) for name, at in on_page], rights),
            shown,
            count,
            dict(ranked).get(account, 0),
        ),
    )


@require_safe
@needs(Right.SEE)
def signed(request: HttpRequest) -> HttpResponse:
    """Papers signed, or sealed; for those who watch the whole office, as their chart is."""
    rights, span = rights_of(request), _span(request)
    if rights.units(Right.WATCH) is not None:
        raise RightMissing(Right.WATCH, is_whole_office=True)
    kind = {one.value: one for one in (Activity.SIGNED, Activity.SEALED)}.get(
        request.GET.get("kind", "signed")
    )
    if kind is None:
        raise Http404("no such list")
    every = signings(span, kind)
    events = _seen(every, request)
    count = events.count()
    shown = pager(request, count, A_PAGE)
    is_signed = kind is Activity.SIGNED
    told = (
        ngettext("%(count)s chữ ký", "%(count)s chữ ký", count)
        if is_signed
        else ngettext("%(count)s con dấu", "%(count)s con dấu", count)
    )
    return _page(
        request,
        span,
        Listed(
            _("Văn bản đã ký") if is_signed else _("Văn bản đã đóng dấu"),
            told % {"count": plain(count)},
            [(_("Văn bản"), ""), (_("Ai"), ""), (_("Lúc"), TIME)],
            _papers(list(events.select_related("document__entry")[_shown(shown)]), request),
            shown,
            count,
            sum(one.count for one in span.counted(rights, kind)),
        ),
    )


@require_safe
@needs(Right.SEE)
def checked(request: HttpRequest) -> HttpResponse:
    """Checks by chance that have ended, with what each found; on wish those alone that found something."""
    rights, span = rights_of(request), _span(request)
    is_corrected = request.GET.get("corrected") == "1"
    wanted = Q(fields_changed__gt=0) if is_corrected else Q()
    checks = checked_between(rights, Right.SEE, span.first, span.last).filter(wanted)
    sums = checks.aggregate(records=Count("pk"), checked=Sum("fields_checked"), changed=Sum("fields_changed"))
    shown = pager(request, sums["records"], A_PAGE)
    on_page = list(checks.order_by("-checked_at", "-pk")[_shown(shown)])
    titles = _titles({one.record_id for one in on_page}, rights)
    told = _("%(checked)s trường của %(records)s hồ sơ, phải sửa %(changed)s")
    return _page(
        request,
        span,
        Listed(
            _("Kiểm tra mẫu có chỗ phải sửa") if is_corrected else _("Kiểm tra mẫu đã xong"),
            told % {name: plain(value or 0) for name, value in sums.items()},
            [
                (_("Hồ sơ"), ""),
                (_("Loại giấy tờ"), ""),
                (_("Trường đã kiểm"), NUMBER),
                (_("Trường phải sửa"), NUMBER),
                (_("Lúc"), TIME),
            ],
            [
                [
                    _record(one.record_id, titles),
                    Cell(type_name(one.record_type)),
                    Cell(plain(one.fields_checked)),
                    Cell(plain(one.fields_changed)),
                    _time(one.checked_at),
                ]
                for one in on_page
            ],
            shown,
            sums["records"],
            checked_between(rights, Right.WATCH, span.first, span.last).filter(wanted).count(),
        ),
    )


def _page(request: HttpRequest, span: Span, listed: Listed) -> HttpResponse:
    days = f"{span.first:%d/%m/%Y}"
    if span.last != span.first:
        days = f"{days} – {span.last:%d/%m/%Y}"
    context = {
        "listed": listed,
        "rows": [list(zip(row, listed.columns, strict=True)) for row in listed.rows],
        "pager": listed.pager,
        "days": days,
        "counted": plain(listed.counted),
    }
    return render(request, "portal/wall/behind.html", context)


def _span(request: HttpRequest) -> Span:
    """The days of the address; without any, those that the wall shows at first."""
    usual = {"first": Look().first_day(today()), "last": today()}
    try:
        span = Span(*(day_of(request.GET.get(name, day.isoformat())) for name, day in usual.items()))
    except ValueError as error:
        raise Http404("no such days") from error
    if not span.is_sound:
        raise Http404("no such days")
    return span


def _below(request: HttpRequest, name: str, end: int, usual: int) -> int:
    asked = request.GET.get(name, str(usual))
    if asked not in {str(number) for number in range(end)}:
        raise Http404("no such hour")
    return int(asked)


def _account(request: HttpRequest, accounts: Collection[str], lists: Lists) -> str:
    """Of whom the address speaks; without anybody, of oneself."""
    asked = request.GET.get("person")
    if asked is None:
        return lists.me
    for one in accounts:
        if code_of(one) == asked and lists.opens_reviews_of(one):
            return one
    raise Http404("nobody of that code reviewed anything, or their list is not open")


def _shown(pages: Pager) -> slice:
    return slice(max(0, pages.first_item - 1), pages.last_item)


def _files(found: Sequence[Mapping[str, Any]], rights: Rights) -> list[list[Cell]]:
    files = IntakeFile.objects.in_bulk([row["file"] for row in found])
    titles = _titles({one.record_id for one in files.values() if one.record_id}, rights)
    units = _unit_titles()
    rows = []
    for row in found:
        file = files[row["file"]]
        link = reverse("record", args=[file.record_id]) if file.record_id in titles else ""
        unit = units.get(file.unit, file.unit) or _("Cơ quan")
        rows.append([Cell(file.name, link), Cell(unit), Cell(plain(row["pages"])), _time(row["at"])])
    return rows


def _records(found: Sequence[tuple[str, datetime]], rights: Rights) -> list[list[Cell]]:
    ids = {record_id for record_id, _at in found}
    titles = _titles(ids, rights)
    known = {one.pk: one for one in rights.records().filter(pk__in=ids).only("pk", "record_type", "unit")}
    units = _unit_titles()
    rows = []
    for record_id, at in found:
        row = known.get(record_id)
        type_told = type_name(row.record_type) if row else ""
        unit = (units.get(row.unit, row.unit) or _("Cơ quan")) if row else ""
        rows.append([_record(record_id, titles), Cell(type_told), Cell(unit), _time(at)])
    return rows


def _seen(events: QuerySet[OutgoingEvent], request: HttpRequest) -> QuerySet[OutgoingEvent]:
    """Of documents that the person may see on the road, or as the record that they became."""
    if kept_agencies(request) is None:
        return events
    records = rights_of(request).records().filter(pk=OuterRef("document__record_id"))
    return events.filter(Q(document__in=seen_by(request).values("pk")) | Exists(records))


def _papers(events: Sequence[OutgoingEvent], request: HttpRequest) -> list[list[Cell]]:
    documents = {one.document_id: one.document for one in events}
    on_road = set(seen_by(request).filter(pk__in=documents).values_list("pk", flat=True))
    names = names_of({one.by for one in events})
    rows = []
    for event in events:
        document = documents[event.document_id]
        entry = getattr(document, "entry", None)
        said = " · ".join(one for one in (entry.notation if entry else "", document.subject) if one)
        link = (
            reverse("outgoing_document", args=[document.pk])
            if document.pk in on_road
            else reverse("record", args=[document.record_id])
        )
        unnamed = _("Văn bản %(number)s") % {"number": document.pk}
        rows.append([Cell(said or unnamed, link), Cell(names.get(event.by, event.by)), _time(event.at)])
    return rows


def _titles(ids: Collection[str], rights: Rights) -> dict[str, str]:
    """What records are called, those alone that the person may see."""
    rows: QuerySet[CatalogueRecord] = rights.records().filter(pk__in=ids)
    return dict(rows.values_list("pk", "title"))


def _record(record_id: str, titles: Mapping[str, str]) -> Cell:
    if record_id not in titles:
        return Cell(_("hồ sơ nay không còn mở được"))
    return Cell(titles[record_id] or record_id, reverse("record", args=[record_id]))


def _unit_titles() -> dict[str, str]:
    return dict(Unit.objects.exclude(title="").values_list("name", "title"))


def _time(at: datetime) -> Cell:
    return Cell(f"{timezone.localtime(at):%H:%M %d/%m/%Y}")
