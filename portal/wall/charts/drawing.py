"""The elements that charts are made of; what goes in as text comes out escaped."""

from __future__ import annotations

import math
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.safestring import SafeString, mark_safe

TEXT = 12
"""Height of letters in a chart's own units, about pixels on a card of usual width."""
LETTER = 6.6
"""Usual width of a letter at that height."""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers over the same places."""

    name: str
    look: str
    """Class of its colour and name of its pattern, for example `filed`."""
    values: tuple[float, ...]
    links: tuple[str, ...] = ()
    """Where each value leads; empty for nowhere."""

    def link(self, place: int) -> str:
        """Where the value at a place leads."""
        return self.links[place] if place < len(self.links) else ""


@dataclass(frozen=True, slots=True)
class Names:
    """What a chart says of itself to those who do not see it."""

    title: str
    summary: str
    """One sentence with the numbers that matter."""
    key: str
    """Begins the identifiers in this picture; one on a page."""


PATTERNS = {
    "review": ("6", "M0,3 H6"),
    "refused": ("6", "M-1,1 L1,-1 M0,6 L6,0 M5,7 L7,5"),
    "work": ("5", "M2.5,0 V5"),
    "same": ("6", "M0,0 L6,6 M6,0 L0,6"),
    "gone": ("4", "M0,2 H2"),
    "two": ("6", "M3,0 V6 M0,3 H6"),
}
"""Side of the tile and the lines in it; what is not here is plain."""


def number(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def canvas(names: Names, width: float, height: float, *looks: str, has_links: bool = False) -> Element:
    """An empty picture with its title, its description and the patterns of the looks that are in it.

    A picture with links in it is a group: what is an image has no parts for those who listen to the page.
    """
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {number(width)} {number(height)}",
            "role": "group" if has_links else "img",
            "class": "chart",
            "aria-labelledby": f"{names.key}-t {names.key}-d",
        },
    )
    SubElement(svg, "title", {"id": f"{names.key}-t"}).text = names.title
    SubElement(svg, "desc", {"id": f"{names.key}-d"}).text = names.summary
    patterned = [look for look in dict.fromkeys(looks) if look in PATTERNS]
    if patterned:
        definitions = SubElement(svg, "defs")
        for look in patterned:
            _pattern(definitions, names.key, look)
    return svg


def _pattern(definitions: Element, key: str, look: str) -> None:
    side, lines = PATTERNS[look]
    tile = SubElement(
        definitions,
        "pattern",
        {"id": f"{key}-{look}", "width": side, "height": side, "patternUnits": "userSpaceOnUse"},
    )
    SubElement(tile, "path", {"d": lines, "class": "hatch"})


def block(
    parent: Element,
    key: str,
    look: str,
    at: tuple[float, float, float, float],
    *,
    told: str = "",
    link: str = "",
) -> Element:
    """A rectangle (x, y, width, height) in a look's colour and pattern, with what it says when pointed at.

    Returns the group, or the link, in which it lies.
    """
    group = linked(parent, link, told)
    x, y, width, height = (number(one) for one in at)
    place = {"x": x, "y": y, "width": width, "height": height}
    SubElement(group, "rect", {**place, "class": f"fill {look}"})
    if look in PATTERNS:
        SubElement(group, "rect", {**place, "fill": f"url(#{key}-{look})"})
    return group


def linked(parent: Element, link: str, told: str) -> Element:
    """A group, or a link where it leads somewhere; what it says when pointed at is the link's name.

    Every link is a stop of the keyboard; where scripts run, `wall.js` makes one stop of a chart, in which
    arrows go from mark to mark.
    """
    if link:
        group = SubElement(parent, "a", {"href": link, "class": "mark"})
    else:
        group = SubElement(parent, "g", {"class": "mark"})
    if told:
        SubElement(group, "title").text = told
    return group


def line(
    parent: Element, start: tuple[float, float], end: tuple[float, float], *, look: str = "grid"
) -> None:
    """A straight line from one place to another."""
    (x1, y1), (x2, y2) = start, end
    ends = {"x1": number(x1), "y1": number(y1), "x2": number(x2), "y2": number(y2)}
    SubElement(parent, "line", {**ends, "class": look})


def words(
    parent: Element, x: float, y: float, text: str, *, anchor: str = "start", look: str = "tick"
) -> None:
    place = {"x": number(x), "y": number(y), "text-anchor": anchor, "class": look}
    SubElement(parent, "text", place).text = text


def shortened(text: str, width: float) -> str:
    """`text` cut to about `width` units, with an ellipsis where something was cut."""
    most = max(3, int(width / LETTER))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def markup(svg: Element) -> SafeString:
    """The picture as it goes into the page."""
    return mark_safe(tostring(svg, encoding="unicode"))  # noqa: S308  # every text was escaped by ElementTree


def steps_up_to(highest: float, *, about: int = 4) -> list[float]:
    """Round numbers from 0 to at least `highest`: steps of 1, 2 or 5 times ten to some power."""
    if highest <= 0:
        return [0.0, 1.0]
    raw = highest / about
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(one * power for one in (1, 2, 5, 10) if one * power >= raw)
    step = max(step, 1.0) if highest >= 1 else step
    return [step * place for place in range(math.ceil(highest / step) + 1)]
