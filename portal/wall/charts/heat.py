"""Numbers over weekdays and hours, as squares of five strengths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from django.utils.safestring import SafeString

from portal.wall.charts.bars import plain
from portal.wall.charts.drawing import TEXT, Names, canvas, linked, markup, number, words

STRENGTHS = 5
HOURS = 24


@dataclass(frozen=True, slots=True)
class Square:
    """One hour of one row."""

    value: float
    told: str = ""
    """What it says when pointed at."""
    link: str = ""
    """Where it leads; empty for nowhere."""


def heat(
    names: Names,
    rows: Sequence[str],
    squares: Sequence[Sequence[Square]],
    *,
    hours: tuple[int, int] = (0, HOURS - 1),
    width: float = 480,
    row: float = 24,
    room_for_names: float = 44,
) -> SafeString:
    """A row a name with 24 squares, of which those from the first to the last of `hours` are drawn.

    The strongest squares carry their number too, so that the picture does not rest on shades alone.
    """
    first, last = hours
    count = last - first + 1
    height = row * len(rows) + 20
    every = [one for line in squares for one in line]
    svg = canvas(names, width, height, has_links=any(one.link for one in every))
    highest = max((one.value for one in every), default=0)
    wide = (width - room_for_names) / count
    for line, name in enumerate(rows):
        words(svg, room_for_names - 6, line * row + row / 2 + TEXT / 3, name, anchor="end")
        for hour in range(first, last + 1):
            x = room_for_names + (hour - first) * wide
            one = squares[line][hour]
            group = linked(svg, one.link, one.told)
            _draw(group, (x, line * row, wide, row), one.value, highest)
    for hour in range(first, last + 1, 2 if count > 12 else 1):
        words(svg, room_for_names + (hour - first + 0.5) * wide, height - 5, f"{hour}h", anchor="middle")
    return markup(svg)


def _draw(parent: Element, at: tuple[float, float, float, float], value: float, highest: float) -> None:
    x, y, wide, tall = at
    strength = _strength(value, highest)
    square = {
        "x": number(x + 1), "y": number(y + 1), "width": number(wide - 2), "height": number(tall - 2),
        "rx": "2", "class": f"heat h{strength}",
    }  # fmt: skip
    SubElement(parent, "rect", square)
    if strength == STRENGTHS - 1 and wide >= 7 * len(plain(value)):
        words(parent, x + wide / 2, y + tall / 2 + 4, plain(value), anchor="middle", look="strong")


def _strength(value: float, highest: float) -> int:
    if value <= 0 or highest <= 0:
        return 0
    return min(STRENGTHS - 1, 1 + int((STRENGTHS - 1) * value / highest * 0.999))
