"""One share on half a circle, with the interval in which the truth lies and the share that is asked for."""

from __future__ import annotations

import math
from xml.etree.ElementTree import Element, SubElement

from django.utils.safestring import SafeString

from portal.wall.charts.drawing import Names, canvas, linked, markup, number, words

WIDTH, HEIGHT, RADIUS, THICK = 240.0, 138.0, 92.0, 18.0
CENTRE = (WIDTH / 2, 112.0)


def gauge(
    names: Names,
    share: float,
    interval: tuple[float, float],
    *,
    lowest: float,
    wanted: float,
    shown: str,
    ends: tuple[str, str],
    told: str = "",
    link: str = "",
) -> SafeString:
    """`share`, `interval`, `lowest` and `wanted` are shares 0 to 1; the arc goes from `lowest` to 1.

    `shown` stands in the middle, `ends` below both ends of the arc. `told` is said when it is pointed at,
    `link` is where it leads; empty for nowhere.
    """
    whole = canvas(names, WIDTH, HEIGHT, has_links=bool(link))
    svg = linked(whole, link, told)
    _arc(svg, (0.0, 1.0), "gauge-ground")
    part = _part(share, lowest)
    if part > 0:
        _arc(svg, (0.0, part), "gauge-share" if share >= wanted else "gauge-share below")
    low, high = (_part(one, lowest) for one in interval)
    _arc(svg, (low, max(high, low + 0.004)), "gauge-interval", radius=RADIUS + THICK / 2 + 6, thick=4)
    _tick(svg, _part(wanted, lowest))
    words(svg, CENTRE[0], CENTRE[1] - 14, shown, anchor="middle", look="gauge-number")
    words(svg, CENTRE[0] - RADIUS, CENTRE[1] + 18, ends[0], anchor="middle")
    words(svg, CENTRE[0] + RADIUS, CENTRE[1] + 18, ends[1], anchor="middle")
    return markup(whole)


def _part(share: float, lowest: float) -> float:
    return min(1.0, max(0.0, (share - lowest) / (1 - lowest)))


def _point(part: float, radius: float) -> tuple[float, float]:
    angle = math.pi * (1 - part)
    return CENTRE[0] + radius * math.cos(angle), CENTRE[1] - radius * math.sin(angle)


def _arc(
    svg: Element, part: tuple[float, float], look: str, *, radius: float = RADIUS, thick: float = THICK
) -> None:
    first, last = part
    (x1, y1), (x2, y2) = _point(first, radius), _point(last, radius)
    shape = f"M{number(x1)},{number(y1)} A{number(radius)},{number(radius)} 0 0 1 {number(x2)},{number(y2)}"
    SubElement(svg, "path", {"d": shape, "class": look, "fill": "none", "stroke-width": number(thick)})


def _tick(svg: Element, part: float) -> None:
    (x1, y1), (x2, y2) = _point(part, RADIUS - THICK / 2 - 4), _point(part, RADIUS + THICK / 2 + 3)
    ends = {"x1": number(x1), "y1": number(y1), "x2": number(x2), "y2": number(y2)}
    SubElement(svg, "line", {**ends, "class": "gauge-wanted"})
