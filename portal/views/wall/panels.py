"""The wall's charts: from its numbers to drawn panels with their keys and tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal.catalogue.type_names import type_name
from portal.counts.activity import Activity
from portal.counts.standing import FileCounts
from portal.inbox.standing import Standing
from portal.models import IntakeFile, Unit
from portal.views.wall.links import Lists
from portal.wall.buckets import Bucket, buckets, files_in, numbers_in
from portal.wall.charts.bars import lying, plain, upright
from portal.wall.charts.drawing import Names, Series
from portal.wall.charts.gauge import gauge
from portal.wall.charts.heat import HOURS, heat
from portal.wall.charts.lines import lines
from portal.wall.figures import Figures

MOST_ROWS = 8
LOWEST_SHARE = 0.9
"""Where the gauge begins: below nine in ten nobody needs to read it more exactly."""
WANTED_SHARE = 0.98
"""Letter 7197/BKHCN-CĐSQG asks for 98 % of characters right; an office should ask no less of its fields."""


_STANDINGS = {
    "work": Standing.WORK,
    "refused": Standing.REFUSED,
    "same": Standing.TWICE,
    "gone": Standing.REMOVED,
}
"""Looks of which the list behind is one of files; behind the others is one of records."""


@dataclass(frozen=True, slots=True)
class Value:
    """One cell of a panel's table."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart with what stands around it."""

    title: str
    chart: SafeString | None
    """`None` where there is nothing to draw."""
    size: str
    """Class for its place on the board: `wide`, `third`, `half`."""
    key: Sequence[tuple[str, str]] = ()
    """Look and name of each series."""
    head: Sequence[str] = ()
    rows: Sequence[Sequence[Value]] = ()
    """The same numbers as a table."""
    note: str = ""
    nothing: str = ""
    """What to say where there is nothing to draw."""


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
        hours(figures),
        units(figures, lists),
        types(figures, lists),
        refusals(figures, lists),
        reviewers(figures, people),
    ]
    if figures.sees_signatures:
        drawn.append(signatures(figures))
    return [*drawn, accuracy(figures)]


def papers(figures: Figures, lists: Lists) -> Panel:
    """What came by day and where it stands."""
    wanted = buckets(figures.first, figures.last)
    standing = files_in(figures.cells, wanted)
    series = _stacked(
        standing, lambda part, place: _leads(lists, part.look, wanted[place].first, wanted[place].last)
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
        key=_keys(series),
        head=[_("Từ ngày"), *(one.name for one in series), _("Cộng")],
        rows=[
            [Value(_day(bucket)), *_values(series, place), Value(plain(standing[place].scanned))]
            for place, bucket in enumerate(wanted)
        ],
        note=_counting(figures),
        nothing=_("Chưa có giấy tờ nào trong những ngày này. Thả bản quét vào thư mục inbox là số hiện lên."),
    )


def hours(figures: Figures) -> Panel:
    """Pages read by weekday and hour."""
    rows = [_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN")]
    values = [[0.0] * HOURS for _day_of_week in rows]
    for one in figures.acted(Activity.PAGES):
        values[one.day.weekday()][one.hour] += one.count
    busy = [hour for row in values for hour, count in enumerate(row) if count]
    total = sum(sum(row) for row in values)
    names = Names(_("Trang đọc theo giờ"), _("Cộng %(pages)s trang.") % {"pages": plain(total)}, "hours")
    first, last = min([7, *busy]), max([17, *busy])
    return Panel(
        names.title,
        heat(names, rows, values, hours=(first, last), width=440, row=30) if total else None,
        "third",
        head=[_("Thứ"), *(f"{hour}h" for hour in range(first, last + 1))],
        rows=[
            [Value(name), *(Value(plain(row[hour])) for hour in range(first, last + 1))]
            for name, row in zip(rows, values, strict=True)
        ],
        nothing=_("Chưa đọc trang nào trong những ngày này."),
    )


def units(figures: Figures, lists: Lists) -> Panel:
    """What came by unit and where it stands."""
    titles = dict(Unit.objects.exclude(title="").values_list("name", "title"))
    ranked = figures.by_unit()
    return _ranked(
        _("Tệp quét theo đơn vị"),
        "units",
        [(titles.get(name, name) or _("Cơ quan"), standing) for name, standing in ranked],
        lambda part, place: _leads(lists, part.look, figures.first, figures.last, unit=ranked[place][0]),
        _("Chưa có đơn vị nào gửi giấy tờ."),
    )


def types(figures: Figures, lists: Lists) -> Panel:
    """Records by type and where they stand."""
    ranked = figures.by_type()
    return _ranked(
        _("Hồ sơ theo loại giấy tờ"),
        "types",
        [(type_name(code), standing) for code, standing in ranked],
        lambda part, place: _leads(
            lists, part.look, figures.first, figures.last, record_type=ranked[place][0]
        ),
        _("Chưa có hồ sơ nào."),
    )


def refusals(figures: Figures, lists: Lists) -> Panel:
    """Why files were refused."""
    reasons = _reasons([code for code, _count in figures.refused_for])
    named = [(reasons.get(code) or code or _("Lý do khác"), count) for code, count in figures.refused_for]
    names = Names(
        _("Vì sao bị từ chối"), "; ".join(f"{name}: {count}" for name, count in named[:3]), "refusals"
    )
    counts = tuple(float(count) for _name, count in named)
    series = [Series(_("Bị từ chối"), "refused", counts, (lists.refused(),) * len(named))]
    return Panel(
        names.title,
        lying(names, [name for name, _count in named], series, room_for_names=200) if named else None,
        "third",
        head=[_("Lý do"), _("Số tệp")],
        rows=[[Value(name), Value(plain(count), lists.refused())] for name, count in named],
        nothing=_("Không tệp nào bị từ chối trong những ngày này."),
    )


def reviewers(figures: Figures, people: dict[str, str]) -> Panel:
    """Records reviewed, by person."""
    ranked = reviews_by_person(figures)
    named = [(people.get(account, account), count) for account, count in ranked]
    total = sum(count for _name, count in named)
    names = Names(
        _("Hồ sơ đã xem theo người"), _("Cộng %(count)s lượt xem.") % {"count": plain(total)}, "people"
    )
    series = [Series(_("Lượt xem"), "one", tuple(float(count) for _name, count in named[:MOST_ROWS]))]
    return Panel(
        names.title,
        lying(names, [name for name, _count in named[:MOST_ROWS]], series) if named else None,
        "third",
        head=[_("Người"), _("Lượt xem")],
        rows=[[Value(name), Value(plain(count))] for name, count in named],
        nothing=_("Chưa ai sửa hồ sơ nào trong những ngày này."),
    )


def reviews_by_person(figures: Figures) -> list[tuple[str, int]]:
    """Accounts with the number of records that they saved in review, the most first."""
    found: dict[str, int] = {}
    for one in figures.acted(Activity.REVIEWS):
        found[one.actor] = found.get(one.actor, 0) + one.count
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def signatures(figures: Figures) -> Panel:
    """Documents signed and sealed by day."""
    wanted = buckets(figures.first, figures.last)
    series = [
        Series(name, look, numbers_in(((one.day, float(one.count)) for one in figures.acted(kind)), wanted))
        for name, look, kind in (
            (_("Đã ký"), "one", Activity.SIGNED),
            (_("Đã đóng dấu"), "seal", Activity.SEALED),
        )
    ]
    total = [sum(one.values) for one in series]
    names = Names(
        _("Chữ ký theo ngày"),
        _("Ký %(signed)s, đóng dấu %(sealed)s.") % {"signed": plain(total[0]), "sealed": plain(total[1])},
        "signatures",
    )
    return Panel(
        names.title,
        lines(names, [one.name for one in wanted], series, width=440, height=210) if any(total) else None,
        "third",
        key=_keys(series),
        head=[_("Từ ngày"), *(one.name for one in series)],
        rows=[[Value(_day(bucket)), *_values(series, place)] for place, bucket in enumerate(wanted)],
        nothing=_("Chưa có văn bản nào được ký trong những ngày này."),
    )


def accuracy(figures: Figures) -> Panel:
    """How often accepted fields were right, by second looks drawn by chance."""
    found = figures.accuracy
    low, high = (f"{plain(round(100 * one, 1))} %" for one in found.interval)
    told = _("%(low)s đến %(high)s") % {"low": low, "high": high}
    share = f"{plain(round(100 * found.share, 1))} %"
    names = Names(
        _("Độ chính xác, theo kiểm tra mẫu"),
        _("%(share)s trường được giữ nguyên, khoảng tin cậy 95 %%: %(told)s.")
        % {"share": share, "told": told},
        "accuracy",
    )
    return Panel(
        names.title,
        gauge(
            names,
            found.share,
            found.interval,
            lowest=LOWEST_SHARE,
            wanted=WANTED_SHARE,
            shown=share,
            ends=("90 %", "100 %"),
        )
        if found.checked
        else None,
        "third",
        head=[_("Trường đã kiểm"), _("Trường phải sửa"), _("Giữ nguyên"), _("Khoảng tin cậy 95 %")],
        rows=[[Value(plain(found.checked)), Value(plain(found.changed)), Value(share), Value(told)]],
        note=_("%(fields)s trường của %(records)s hồ sơ; khoảng tin cậy 95 %%: %(told)s; vạch đứng: 98 %%")
        % {"fields": plain(found.checked), "records": plain(found.records), "told": told}
        if found.checked
        else "",
        nothing=_("Chưa có kiểm tra mẫu nào xong. Hãy rút vài hồ sơ đã lưu để xem lại."),
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
        key=_keys(series),
        head=["", *(one.name for one in everything), _("Cộng")],
        rows=[
            [Value(name), *_values(everything, place), Value(plain(standing.scanned))]
            for place, (name, standing) in enumerate(named)
        ],
        note=ngettext("và %(more)s nữa", "và %(more)s nữa", more) % {"more": more} if more > 0 else "",
        nothing=nothing,
    )


def _leads(
    lists: Lists, look: str, first: date, last: date, *, unit: str = "", record_type: str | None = None
) -> str:
    if look in _STANDINGS:
        return lists.files(_STANDINGS[look], unit=unit, first=first, last=last)
    return lists.records(state=look, unit=unit, record_type=record_type, first=first, last=last)


def _values(series: Sequence[Series], place: int) -> list[Value]:
    return [Value(plain(one.values[place]), one.link(place) if one.values[place] else "") for one in series]


def _keys(series: Sequence[Series]) -> list[tuple[str, str]]:
    return [(one.look, one.name) for one in series]


def _day(bucket: Bucket) -> str:
    return f"{bucket.first:%d/%m/%Y}"


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
