"""The wall's charts of what was done: pages read, records reviewed, papers signed, checks by chance."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.counts.activity import Activity
from portal.models import ActivityCount
from portal.views.wall.links import Lists
from portal.views.wall.panel import MOST_ROWS, Panel, Value, first_day, key_of, values_of
from portal.wall.buckets import buckets, numbers_in
from portal.wall.charts.bars import lying, plain
from portal.wall.charts.drawing import Names, Series
from portal.wall.charts.gauge import gauge
from portal.wall.charts.heat import HOURS, Square, heat
from portal.wall.charts.lines import lines
from portal.wall.figures import Figures

LOWEST_SHARE = 0.9
"""Where the gauge begins: below nine in ten nobody needs to read it more exactly."""
WANTED_SHARE = 0.98
"""Letter 7197/BKHCN-CĐSQG asks for 98 % of characters right; an office should ask no less of its fields."""


def hours(figures: Figures, lists: Lists) -> Panel:
    """Pages read by weekday and hour."""
    names_of_days = [_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN")]
    values = [[0] * HOURS for _day_of_week in names_of_days]
    for one in figures.acted(Activity.PAGES):
        values[one.day.weekday()][one.hour] += one.count
    squares = [
        [_hour(figures, lists, weekday, hour, count) for hour, count in enumerate(row)]
        for weekday, row in enumerate(values)
    ]
    busy = [hour for row in values for hour, count in enumerate(row) if count]
    total = sum(sum(row) for row in values)
    names = Names(_("Trang đọc theo giờ"), _("Cộng %(pages)s trang.") % {"pages": plain(total)}, "hours")
    first, last = min([7, *busy]), max([17, *busy])
    return Panel(
        names.title,
        heat(names, names_of_days, squares, hours=(first, last), width=440, row=30) if total else None,
        "third",
        head=[_("Thứ"), *(f"{hour}h" for hour in range(first, last + 1))],
        rows=[
            [Value(name), *(Value(plain(one.value), one.link) for one in row[first : last + 1])]
            for name, row in zip(names_of_days, squares, strict=True)
        ],
        nothing=_("Chưa đọc trang nào trong những ngày này."),
    )


def _hour(figures: Figures, lists: Lists, weekday: int, hour: int, count: int) -> Square:
    told = ngettext(
        "%(weekday)s, %(hour)s giờ: %(count)s trang", "%(weekday)s, %(hour)s giờ: %(count)s trang", count
    ) % {"weekday": weekday_name(weekday), "hour": hour, "count": plain(count)}
    link = lists.pages(weekday, hour, first=figures.first, last=figures.last) if count else ""
    return Square(count, told, link)


def weekday_name(weekday: int) -> str:
    """A day of the week in words, 0 for Monday."""
    names = (
        _("thứ Hai"), _("thứ Ba"), _("thứ Tư"), _("thứ Năm"), _("thứ Sáu"), _("thứ Bảy"), _("Chủ nhật"),
    )  # fmt: skip
    return names[weekday]


def reviewers(figures: Figures, lists: Lists, people: dict[str, str]) -> Panel:
    """Records reviewed, by person."""
    ranked = reviews_by_person(figures.acted(Activity.REVIEWS))
    named = [(people.get(account, account), count) for account, count in ranked]
    links = [lists.reviews(account, first=figures.first, last=figures.last) for account, _count in ranked]
    total = sum(count for _name, count in named)
    names = Names(
        _("Hồ sơ đã xem theo người"), _("Cộng %(count)s lượt xem.") % {"count": plain(total)}, "people"
    )
    counts = tuple(float(count) for _name, count in named[:MOST_ROWS])
    series = [Series(_("Lượt xem"), "one", counts, tuple(links[:MOST_ROWS]))]
    return Panel(
        names.title,
        lying(names, [name for name, _count in named[:MOST_ROWS]], series) if named else None,
        "third",
        head=[_("Người"), _("Lượt xem")],
        rows=[
            [Value(name), Value(plain(count), link)] for (name, count), link in zip(named, links, strict=True)
        ],
        nothing=_("Chưa ai sửa hồ sơ nào trong những ngày này."),
    )


def reviews_by_person(acted: Iterable[ActivityCount]) -> list[tuple[str, int]]:
    """Accounts with how often they saved a record in review, the most first."""
    found: dict[str, int] = {}
    for one in acted:
        found[one.actor] = found.get(one.actor, 0) + one.count
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def signatures(figures: Figures, lists: Lists) -> Panel:
    """Documents signed and sealed by day."""
    wanted = buckets(figures.first, figures.last)
    series = [
        Series(
            name,
            look,
            numbers_in(((one.day, float(one.count)) for one in figures.acted(kind)), wanted),
            tuple(lists.signings(kind, first=one.first, last=one.last) for one in wanted),
        )
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
        key=key_of(series),
        head=[_("Từ ngày"), *(one.name for one in series)],
        rows=[[Value(first_day(bucket)), *values_of(series, place)] for place, bucket in enumerate(wanted)],
        nothing=_("Chưa có văn bản nào được ký trong những ngày này."),
    )


def accuracy(figures: Figures, lists: Lists) -> Panel:
    """How often accepted fields were right, by second looks drawn by chance."""
    found = figures.accuracy
    low, high = (f"{plain(round(100 * one, 1))} %" for one in found.interval)
    told = _("%(low)s đến %(high)s") % {"low": low, "high": high}
    share = f"{plain(round(100 * found.share, 1))} %"
    every = lists.checks(first=figures.first, last=figures.last)
    corrected = lists.checks(first=figures.first, last=figures.last, is_corrected=True)
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
            told=names.summary,
            link=every,
        )
        if found.checked
        else None,
        "third",
        head=[_("Trường đã kiểm"), _("Trường phải sửa"), _("Giữ nguyên"), _("Khoảng tin cậy 95 %")],
        rows=[
            [
                Value(plain(found.checked), every),
                Value(plain(found.changed), corrected if found.changed else ""),
                Value(share, every),
                Value(told),
            ]
        ],
        note=_("%(fields)s trường của %(records)s hồ sơ; khoảng tin cậy 95 %%: %(told)s; vạch đứng: 98 %%")
        % {"fields": plain(found.checked), "records": plain(found.records), "told": told}
        if found.checked
        else "",
        note_link=every if found.checked else "",
        nothing=_("Chưa có kiểm tra mẫu nào xong. Hãy rút vài hồ sơ đã lưu để xem lại."),
    )
