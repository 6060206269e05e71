"""Invented parcels: numbers, areas that add up, purposes, terms, a sketch with the lengths of its edges."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from classifiers.specimens.draft import Draft
from classifiers.specimens.places import HAMLETS, Unit
from classifiers.specimens.sheet import Outline, Rule, Type
from classifiers.specimens.wording import area

GARDEN = ("Đất trồng cây lâu năm", "Đất bằng trồng cây hằng năm khác", "Đất nuôi trồng thủy sản")
FIELDS = (
    "Đất chuyên trồng lúa nước",
    "Đất trồng cây lâu năm",
    "Đất rừng sản xuất",
    "Đất trồng lúa nước còn lại",
)


@dataclass(frozen=True, slots=True)
class Plot:
    """A parcel as a certificate describes it."""

    number: str
    map_sheet: str
    area: str
    """m², decimal comma."""
    purpose: str
    term: str
    form: str
    address: str
    square_metres: float


def draw_plot(chance: Random, unit: Unit) -> Plot:
    home = round(chance.uniform(50, 300), 1)
    dwelling = "Đất ở tại đô thị" if unit.is_ward else "Đất ở tại nông thôn"
    until = (
        f"đến ngày {chance.randrange(1, 29):02d}/{chance.randrange(1, 13):02d}/{chance.randrange(2043, 2075)}"
    )
    kind = chance.random()
    if kind < 0.4:
        size, purpose, term = home, dwelling, "Lâu dài"
    elif kind < 0.8:
        rest, garden = round(chance.uniform(40, 900), 1), chance.choice(GARDEN)
        size = round(home + rest, 1)
        purpose = f"{dwelling}: {area(home)} m²; {garden}: {area(rest)} m²"
        term = f"Đất ở: Lâu dài; {garden}: {until}"
    else:
        size = round(chance.uniform(300, 9000), 1)
        purpose, term = chance.choice(FIELDS), until[:1].upper() + until[1:]
    return Plot(
        number=str(chance.randrange(1, 1800)),
        map_sheet=str(chance.randrange(1, 120)),
        area=area(size),
        purpose=purpose,
        term=term,
        form=chance.choice(("Sử dụng riêng", "Sử dụng riêng", "Sử dụng chung")),
        address=f"{chance.choice(HAMLETS)}, {unit.written}",
        square_metres=size,
    )


def sketch(draft: Draft, plot: Plot, *, height: float = 62.0) -> None:
    """Draws the parcel's outline with the lengths of its edges and its neighbours' numbers."""
    galley, chance = draft.galley, draft.chance
    column, top = galley.column, galley.y
    middle_x, middle_y, reach = column.x + column.width / 2, top + height / 2, height * 0.34
    corners = []
    for index in range(chance.choice((4, 4, 5, 6))):
        turn = 2 * math.pi * (index + chance.uniform(-0.15, 0.15)) / 5
        spread = reach * chance.uniform(0.75, 1.15)
        corners.append((middle_x + 1.5 * spread * math.cos(turn), middle_y + spread * math.sin(turn)))
    galley.add(Outline(tuple(corners), width=0.4))
    look = Type(size=9, family="sans")
    galley.next_block()
    per_mm = math.sqrt(plot.square_metres) / (reach * 2)
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        length = f"{math.dist(start, end) * per_mm:.2f}".replace(".", ",")
        galley.place(length, (start[0] + end[0]) / 2 + 1, (start[1] + end[1]) / 2, look)
    galley.place(plot.number, middle_x - 4, middle_y, Type(size=11, bold=True, family="sans"))
    galley.add(Rule(column.x + 8, top + 20, column.x + 8, top + 6))
    galley.place("B", column.x + 6.8, top + 5, look)
    galley.next_block()
    galley.y = top + height
