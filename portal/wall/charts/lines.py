"""Lines over time, and the small ones beside a number."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from django.utils.safestring import SafeString

from portal.wall.charts.bars import BOTTOM, LEFT, TOP, has_links, plain, under
from portal.wall.charts.drawing import (
    TEXT,
    Names,
    Series,
    canvas,
    line,
    linked,
    markup,
    number,
    steps_up_to,
    words,
)

MOST_DOTS = 31
"""Of more places only those that are not zero get a dot, and a smaller one."""
HIT = 6.0
"""Around a dot this much may be pointed at."""
DASHES = ("", "6 3", "2 3")
"""Lines differ in their dashes too."""


def lines(
    names: Names, places: Sequence[str], series: Sequence[Series], *, width: float = 480, height: float = 180
) -> SafeString:
    """One line a series over the same places, with its name at its end in the key that the page shows."""
    svg = canvas(names, width, height, has_links=has_links(series))
    scale = steps_up_to(max((max(one.values, default=0) for one in series), default=0))
    room = height - TOP - BOTTOM
    for value in scale:
        y = height - BOTTOM - value / scale[-1] * room
        line(svg, (LEFT, y), (width, y), look="grid" if value else "axis")
        words(svg, LEFT - 6, y + TEXT / 3, plain(value), anchor="end")
    wide = (width - LEFT) / max(1, len(places))
    for order, one in enumerate(series):
        points = [
            (LEFT + (place + 0.5) * wide, height - BOTTOM - value / scale[-1] * room)
            for place, value in enumerate(one.values)
        ]
        _path(svg, points, f"stroke {one.look}", DASHES[order % len(DASHES)])
        for place, (at, value) in enumerate(zip(points, one.values, strict=True)):
            if value or len(points) <= MOST_DOTS:
                told = f"{places[place]} · {one.name}: {plain(value)}"
                group = linked(svg, one.link(place) if value else "", told)
                _dot(group, at, one.look, radius=2.6 if len(points) <= MOST_DOTS else 1.9)
    under(svg, places, LEFT, width, height)
    return markup(svg)


def sparkline(
    names: Names, values: Sequence[float], *, look: str = "one", width: float = 120, height: float = 28
) -> SafeString:
    """The course of some numbers without a scale, its last point marked."""
    svg = canvas(names, width, height)
    highest = max([*values, 1])
    step = (width - 8) / max(1, len(values) - 1)
    points = [
        (4 + place * step, height - 4 - value / highest * (height - 8)) for place, value in enumerate(values)
    ]
    if len(points) > 1:
        area = [(points[0][0], height - 2), *points, (points[-1][0], height - 2)]
        shape = " ".join(f"{number(x)},{number(y)}" for x, y in area)
        SubElement(svg, "polygon", {"points": shape, "class": f"area {look}"})
    _path(svg, points, f"stroke {look}", "")
    if points:
        x, y = points[-1]
        SubElement(svg, "circle", {"cx": number(x), "cy": number(y), "r": "3", "class": f"fill {look}"})
    return markup(svg)


def _dot(parent: Element, at: tuple[float, float], look: str, *, radius: float) -> None:
    x, y = number(at[0]), number(at[1])
    if parent.tag == "a":
        SubElement(parent, "circle", {"cx": x, "cy": y, "r": number(HIT), "class": "hit"})
    SubElement(parent, "circle", {"cx": x, "cy": y, "r": number(radius), "class": f"fill {look}"})


def _path(svg: Element, points: Sequence[tuple[float, float]], look: str, dashes: str) -> None:
    if not points:
        return
    shape = "M" + " L".join(f"{number(x)},{number(y)}" for x, y in points)
    path = SubElement(svg, "path", {"d": shape, "class": look, "fill": "none"})
    if dashes:
        path.set("stroke-dasharray", dashes)
