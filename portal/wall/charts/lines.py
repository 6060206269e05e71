"""Lines over time, and the small ones beside a number."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from django.utils.safestring import SafeString

from portal.wall.charts.bars import BOTTOM, LEFT, TOP, plain, under
from portal.wall.charts.drawing import (
    TEXT,
    Names,
    Series,
    canvas,
    line,
    markup,
    number,
    steps_up_to,
    words,
)

DASHES = ("", "6 3", "2 3")
"""Lines differ in their dashes too."""


def lines(
    names: Names, places: Sequence[str], series: Sequence[Series], *, width: float = 480, height: float = 180
) -> SafeString:
    """One line a series over the same places, with its name at its end in the key that the page shows."""
    svg = canvas(names, width, height)
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
        if len(points) <= 31:
            for place, (x, y) in enumerate(points):
                dot = SubElement(svg, "circle", {"cx": number(x), "cy": number(y), "r": "2.6"})
                dot.set("class", f"fill {one.look}")
                SubElement(dot, "title").text = f"{places[place]} · {one.name}: {plain(one.values[place])}"
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


def _path(svg: Element, points: Sequence[tuple[float, float]], look: str, dashes: str) -> None:
    if not points:
        return
    shape = "M" + " L".join(f"{number(x)},{number(y)}" for x, y in points)
    path = SubElement(svg, "path", {"d": shape, "class": look, "fill": "none"})
    if dashes:
        path.set("stroke-dasharray", dashes)
