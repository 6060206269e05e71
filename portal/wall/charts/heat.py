"""Numbers over weekdays and hours, as squares of five strengths."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import SubElement

from django.utils.safestring import SafeString

from portal.wall.charts.bars import plain
from portal.wall.charts.drawing import TEXT, Names, canvas, markup, number, words

STRENGTHS = 5
HOURS = 24


def heat(
    names: Names,
    rows: Sequence[str],
    values: Sequence[Sequence[float]],
    *,
    hours: tuple[int, int] = (0, HOURS - 1),
    width: float = 480,
    row: float = 24,
    room_for_names: float = 44,
) -> SafeString:
    """A row a name, a square an hour from the first to the last of `hours`, in five strengths.

    The strongest squares carry their number too, so that the picture does not rest on shades alone.
    """
    first, last = hours
    count = last - first + 1
    height = row * len(rows) + 20
    svg = canvas(names, width, height)
    highest = max((max(one, default=0) for one in values), default=0)
    wide = (width - room_for_names) / count
    for line, name in enumerate(rows):
        words(svg, room_for_names - 6, line * row + row / 2 + TEXT / 3, name, anchor="end")
        for hour in range(first, last + 1):
            value = values[line][hour]
            x = room_for_names + (hour - first) * wide
            strength = _strength(value, highest)
            square = {
                "x": number(x + 1), "y": number(line * row + 1), "width": number(wide - 2),
                "height": number(row - 2), "rx": "2", "class": f"heat h{strength}",
            }  # fmt: skip
            SubElement(SubElement(svg, "rect", square), "title").text = f"{name} {hour}h: {plain(value)}"
            if strength == STRENGTHS - 1 and wide >= 7 * len(plain(value)):
                words(
                    svg, x + wide / 2, line * row + row / 2 + 4, plain(value), anchor="middle", look="strong"
                )
    for hour in range(first, last + 1, 2 if count > 12 else 1):
        words(svg, room_for_names + (hour - first + 0.5) * wide, height - 5, f"{hour}h", anchor="middle")
    return markup(svg)


def _strength(value: float, highest: float) -> int:
    if value <= 0 or highest <= 0:
        return 0
    return min(STRENGTHS - 1, 1 + int((STRENGTHS - 1) * value / highest * 0.999))
