"""Bars in stacks: upright over time, or lying beside names."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from django.utils.formats import number_format
from django.utils.safestring import SafeString

from portal.wall.charts.drawing import (
    TEXT,
    Names,
    Series,
    block,
    canvas,
    line,
    markup,
    shortened,
    steps_up_to,
    words,
)

LEFT, BOTTOM, TOP = 40.0, 20.0, 8.0


def plain(value: float) -> str:
    """A number as the reader's language writes it."""
    places = 0 if float(value).is_integer() else 1
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


def upright(
    names: Names, places: Sequence[str], series: Sequence[Series], *, width: float = 640, height: float = 220
) -> SafeString:
    """Stacks from left to right, one a place; the first series lies at the bottom."""
    svg = canvas(names, width, height, *(one.look for one in series), has_links=has_links(series))
    totals = [sum(one.values[place] for one in series) for place in range(len(places))]
    scale = steps_up_to(max(totals, default=0))
    room = height - TOP - BOTTOM
    _scale(svg, scale, width, height)
    wide = (width - LEFT) / max(1, len(places))
    gap = min(4.0, wide * 0.2)
    for place, name in enumerate(places):
        y = height - BOTTOM
        for one in series:
            tall = one.values[place] / scale[-1] * room
            if tall <= 0:
                continue
            y -= tall
            told = f"{name} · {one.name}: {plain(one.values[place])}"
            at = (LEFT + place * wide + gap / 2, y, wide - gap, tall)
            block(svg, names.key, one.look, at, told=told, link=one.link(place))
    under(svg, places, LEFT, width, height)
    return markup(svg)


def lying(
    names: Names,
    places: Sequence[str],
    series: Sequence[Series],
    *,
    width: float = 420,
    row: float = 26,
    room_for_names: float = 150,
) -> SafeString:
    """Stacks from the left, one below the other, each with its name before it and its total after it."""
    height = max(row, row * len(places)) + 4
    svg = canvas(names, width, height, *(one.look for one in series), has_links=has_links(series))
    totals = [sum(one.values[place] for one in series) for place in range(len(places))]
    highest = max([*totals, 1])
    room = width - room_for_names - 52
    for place, name in enumerate(places):
        y = place * row + 4
        middle = y + (row - 8) / 2 + TEXT / 3
        words(
            svg, room_for_names - 8, middle, shortened(name, room_for_names - 10), anchor="end", look="name"
        )
        x, drawn = room_for_names, svg
        for one in series:
            wide = one.values[place] / highest * room
            if wide <= 0:
                continue
            told = f"{name} · {one.name}: {plain(one.values[place])}"
            at = (x, y, max(wide, 1.5), row - 8)
            drawn = block(svg, names.key, one.look, at, told=told, link=one.link(place))
            x += max(wide, 1.5)
        # The number of a single bar is part of its link: a bar may be too short to be hit.
        words(drawn if len(series) == 1 else svg, x + 6, middle, plain(totals[place]), look="value")
    return markup(svg)


def has_links(series: Sequence[Series]) -> bool:
    """Whether some value leads somewhere."""
    return any(any(one.links) for one in series)


def _scale(svg: Element, scale: Sequence[float], width: float, height: float) -> None:
    room = height - TOP - BOTTOM
    for value in scale:
        y = height - BOTTOM - value / scale[-1] * room
        line(svg, (LEFT, y), (width, y), look="grid" if value else "axis")
        words(svg, LEFT - 6, y + TEXT / 3, plain(value), anchor="end")


def under(svg: Element, places: Sequence[str], left: float, width: float, height: float) -> None:
    """As many of the names below the axis as there is room for, the last one among them."""
    if not places:
        return
    wide = (width - left) / len(places)
    needs = max(len(name) for name in places) * 7 + 10
    step = max(1, -(-int(needs) // max(1, int(wide))))
    for place in range(len(places) - 1, -1, -step):
        x = left + (place + 0.5) * wide
        at_edge = place == len(places) - 1 and wide < needs
        words(
            svg,
            width if at_edge else x,
            height - 5,
            places[place],
            anchor="end" if at_edge else "middle",
        )
