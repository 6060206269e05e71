"""The wall's charts in their order, and those of files and records: where what came stands now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal.catalogue.type_names import type_name
from portal.counts.standing import FileCounts
from portal.inbox.standing import Standing
from portal.models import IntakeFile, Unit
from portal.views.wall.deeds import accuracy, hours, reviewers, signatures
from portal.views.wall.links import Lists
from portal.views.wall.panel import MOST_ROWS, Panel, Value, first_day, key_of, values_of
from portal.wall.buckets import buckets, files_in
from portal.wall.charts.bars import lying, plain, upright
from portal.wall.charts.drawing import Names, Series
from portal.wall.figures import Figures

_STANDINGS = {
    "filed": (Standing.FILED,),
    "review": (Standing.REVIEW,),
    "work": (Standing.WORK, Standing.OTHER_SIDE),
    "refused": (Standing.REFUSED,),
    "same": (Standing.TWICE,),
    "gone": (Standing.REMOVED,),
}
"""Of what stands where the list behind is one of files, as what is counted are files."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the places where a paper may stand."""

    name: str
    look: str
    of: Callable[[FileCounts], int]


def _parts() -> list[_Part]:
    return [
        _Part(_("Đã lưu"), "filed", lambda one: one.filed),
        _Part(_("Chờ xem"), "review", lambda one: one.review),
        _Part(_("Đang đọc"), "work", lambda one: one.work),
        _Part(_("Bị từ chối"), "refused", lambda one: one.refused),
        _Part(_("Trùng"), "same", lambda one: one.twice),
        _Part(_("Đã bỏ"), "gone", lambda one: one.removed),
    ]


def panels(figures: Figures, lists: Lists, people: dict[str, str]) -> list[Panel]:
    """Every chart of the board, in order; `people` says what each reviewer is called."""
    drawn = [
        papers(figures, lists),
        hours(figures, lists),
        units(figures, lists),
        types(figures, lists),
        refusals(figures, lists),
        reviewers(figures, lists, people),
    ]
    if figures.sees_signatures:
        drawn.append(signatures(figures, lists))
    return [*drawn, accuracy(figures, lists)]


def papers(figures: Figures, lists: Lists) -> Panel:
    """What came by day and where it stands."""
    wanted = buckets(figures.first, figures.last)
    standing = files_in(figures.cells, wanted)
    series = _stacked(
        standing,
        lambda part, place: lists.files(
            *_STANDINGS[part.look], first=wanted[place].first, last=wanted[place].last
        ),
    )
    total = figures.files()
    names = Names(
        _("Tệp quét theo ngày nhận"),
        _("%(days)s ngày: quét %(scanned)s, đã lưu %(filed)s, chờ xem %(review)s, bị từ chối %(refused)s.")
        % {
            "days": (figures.last - figures.first).days + 1,
            "scanned": plain(total.scanned),
            "filed": plain(total.filed),
            "review": plain(total.review),
            "refused": plain(total.refused),
        },
        "papers",
    )
    return Panel(
        names.title,
        upright(names, [one.name for one in wanted], series, width=880, height=236)
        if total.scanned
        else None,
        "wide",
        key=key_of(series),
        head=[_("Từ ngày"), *(one.name for one in series), _("Cộng")],
        rows=[
            [
                Value(first_day(bucket)),
                *values_of(series, place),
                _sum(standing[place], lists.files(first=bucket.first, last=bucket.last)),
            ]
            for place, bucket in enumerate(wanted)
        ],
        note=_counting(figures),
        nothing=_("Chưa có giấy tờ nào trong những ngày này. Thả bản quét vào thư mục inbox là số hiện lên."),
    )


def units(figures: Figures, lists: Lists) -> Panel:
    """What came by unit and where it stands."""
    titles = dict(Unit.objects.exclude(title="").values_list("name", "title"))
    ranked = figures.by_unit()
    return _ranked(
        _("Tệp quét theo đơn vị"),
        "units",
        [(titles.get(name, name) or _("Cơ quan"), standing) for name, standing in ranked],
        lambda part, place: lists.files(
            *_STANDINGS[part.look], unit=ranked[place][0], first=figures.first, last=figures.last
        ),
        lambda place: lists.files(unit=ranked[place][0], first=figures.first, last=figures.last),
        nothing=_("Chưa có đơn vị nào gửi giấy tờ."),
    )


def types(figures: Figures, lists: Lists) -> Panel:
    """Records by type and where they stand."""
    ranked = figures.by_type()
    return _ranked(
        _("Hồ sơ theo loại giấy tờ"),
        "types",
        [(type_name(code), standing) for code, standing in ranked],
        lambda part, place: lists.records(
            state=part.look, record_type=ranked[place][0], first=figures.first, last=figures.last
        ),
        lambda place: lists.records(record_type=ranked[place][0], first=figures.first, last=figures.last),
        nothing=_("Chưa có hồ sơ nào."),
    )


def refusals(figures: Figures, lists: Lists) -> Panel:
    """Why files were refused."""
    reasons = _reasons([code for code, _count in figures.refused_for])
    named = [(reasons.get(code) or code or _("Lý do khác"), count) for code, count in figures.refused_for]
    names = Names(
        _("Vì sao bị từ chối"), "; ".join(f"{name}: {count}" for name, count in named[:3]), "refusals"
    )
    counts = tuple(float(count) for _name, count in named)
    links = [
        lists.files(Standing.REFUSED, reason=code, first=figures.first, last=figures.last)
        for code, _count in figures.refused_for
    ]
    series = [Series(_("Bị từ chối"), "refused", counts, tuple(links))]
    return Panel(
        names.title,
        lying(names, [name for name, _count in named], series, room_for_names=200) if named else None,
        "third",
        head=[_("Lý do"), _("Số tệp")],
        rows=[
            [Value(name), Value(plain(count), link)] for (name, count), link in zip(named, links, strict=True)
        ],
        nothing=_("Không tệp nào bị từ chối trong những ngày này."),
    )


def _stacked(standing: Sequence[FileCounts], link: Callable[[_Part, int], str]) -> list[Series]:
    """A series a part; parts that have nothing anywhere are left out, but for the two main ones."""
    made = [
        Series(
            part.name,
            part.look,
            tuple(float(part.of(one)) for one in standing),
            tuple(link(part, place) for place in range(len(standing))),
        )
        for part in _parts()
    ]
    return [one for one in made if any(one.values) or one.look in {"filed", "review"}]


def _ranked(
    title: str,
    key: str,
    named: Sequence[tuple[str, FileCounts]],
    link: Callable[[_Part, int], str],
    total: Callable[[int], str],
    *,
    nothing: str,
) -> Panel:
    shown = list(named[:MOST_ROWS])
    series = _stacked([standing for _name, standing in shown], link)
    everything = _stacked([standing for _name, standing in named], link)
    names = Names(title, "; ".join(f"{name}: {plain(one.scanned)}" for name, one in shown[:3]), key)
    more = len(named) - len(shown)
    return Panel(
        title,
        lying(names, [name for name, _standing in shown], series, room_for_names=150) if shown else None,
        "third",
        key=key_of(series),
        head=["", *(one.name for one in everything), _("Cộng")],
        rows=[
            [Value(name), *values_of(everything, place), _sum(standing, total(place))]
            for place, (name, standing) in enumerate(named)
        ],
        note=ngettext("và %(more)s nữa", "và %(more)s nữa", more) % {"more": more} if more > 0 else "",
        nothing=nothing,
    )


def _sum(standing: FileCounts, link: str) -> Value:
    return Value(plain(standing.scanned), link if standing.scanned else "")


def _counting(figures: Figures) -> str:
    left = figures.days_left_to_count
    return _("Còn %(left)s ngày cũ đang được đếm.") % {"left": left} if left else ""


def _reasons(codes: Sequence[str]) -> dict[str, str]:
    """The first sentence that each reason is told with; no file's name is in it."""
    is_english = get_language() == "en"
    found = {}
    for code in codes:
        file = IntakeFile.objects.filter(reason_code=code).order_by("-pk").first()
        told = (file.reason_en if is_english and file.reason_en else file.reason_vi) if file else ""
        found[code] = told.split("\n")[0].split(". ")[0][:60]
    return found
