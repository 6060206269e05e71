"""The face of a card and how both faces lie on paper: below each other, beside each other, or each alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from classifiers.specimens.draft import Draft
from classifiers.specimens.looks import Faces
from classifiers.specimens.sheet import BLACK, Colour, Ground, Item, Outline, PrintedCode, Type
from classifiers.specimens.typesetting import A4, Galley, Span, piece_width, space_width, split_words

WIDTH, HEIGHT = 85.6, 54.0
"""mm; ISO/IEC 7810, ID-1."""
GROUNDS: tuple[Colour, ...] = ((214, 234, 222), (220, 232, 246), (236, 240, 222))


@dataclass(slots=True)
class Face:
    """One side of a card lying at `x`, `y` mm on the galley's present page."""

    galley: Galley
    x: float
    y: float
    family: str = "sans"

    def look(self, size: float, *, bold: bool = False, colour: Colour = BLACK) -> Type:
        return Type(size=size, bold=bold, colour=colour, family=self.family)

    def add(self, item: Item) -> None:
        self.galley.add(item)

    def put(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        field: str = "",
        bold: bool = False,
        colour: Colour = BLACK,
    ) -> float:
        """Words from `x` on over the baseline `y`, mm from the card's corner; gives where they end.

        What would run over the card's edge is set smaller, as long addresses are on real cards.
        """
        room, width = WIDTH - 1.5 - x, self.width_of(text, size, bold=bold)
        look = self.look(size * min(1.0, room / width) if width else size, bold=bold, colour=colour)
        return self.galley.place(text, self.x + x, self.y + y, look, field=field) - self.x

    def centred(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        field: str = "",
        bold: bool = False,
        colour: Colour = BLACK,
    ) -> None:
        """Words about `x`."""
        width = self.width_of(text, size, bold=bold)
        self.put(text, x - width / 2, y, size, field=field, bold=bold, colour=colour)

    def width_of(self, text: str, size: float, *, bold: bool = False) -> float:
        look = self.look(size, bold=bold)
        words = split_words([Span(text)], look)
        return sum(piece_width(piece) for word in words for piece in word) + space_width(look) * (
            len(words) - 1
        )

    def fits(self, text: str, x: float, size: float) -> bool:
        """Whether the words end before the card does."""
        return x + self.width_of(text, size) < WIDTH - 2.5

    def outline(self, x: float, y: float, width: float, height: float, colour: Colour = BLACK) -> None:
        left, top = self.x + x, self.y + y
        corners = ((left, top), (left + width, top), (left + width, top + height), (left, top + height))
        self.add(Outline(corners, width=0.2, colour=colour))

    def zone(self, lines: tuple[str, str, str], *, top: float = 42.0) -> None:
        """The machine-readable zone: signs of a tenth of an inch, a line each."""
        look = Type(size=12.0, family="mono")
        for index, line in enumerate(lines):
            self.galley.place(line, self.x + 4.6, self.y + top + 4.3 * index, look, field=f"mrz#{index}")
        self.add(PrintedCode("mrz", "\n".join(lines), self.x + 4.6, self.y + top - 3.2, 76.2, 12.4, "mrz"))


def lay(
    draft: Draft, front: Callable[[Face], None], back: Callable[[Face], None], *, family: str = "sans"
) -> None:
    """Both faces on paper as the paper's layout has them."""
    chance = Random(f"faces:{draft.code}:{draft.seed}")  # noqa: S311 (a drawing, not a secret)
    ground = chance.choice(GROUNDS)
    lying = draft.look.faces
    if lying is Faces.ALONE:
        margin = chance.uniform(2.5, 6.0)
        places = [(margin, margin), None, (margin, margin)]
        size = (WIDTH + 2 * margin, HEIGHT + 2 * margin + 2)
    else:
        left, top = (A4[0] - WIDTH) / 2 + chance.uniform(-20, 20), chance.uniform(18, 45)
        size = A4
        if lying is Faces.BELOW:
            places = [(left, top), (left + chance.uniform(-3, 3), top + HEIGHT + chance.uniform(8, 40))]
        elif lying is Faces.TWO_SHEETS:
            places = [(left, top), None, (left + chance.uniform(-8, 8), top + chance.uniform(-4, 30))]
        else:
            places = [(chance.uniform(8, 14), top), (chance.uniform(108, 114), top + chance.uniform(-4, 4))]
    galley = Galley(base=Type(size=8.0, family=family), size=size, margins=(2, 2, 2, 2), numbers_pages=False)
    draft.galley = galley
    faces = [front, back]
    for place in places:
        if place is None:
            galley.new_page()
            continue
        galley.next_block()
        galley.add(Ground(place[0], place[1], WIDTH, HEIGHT, ground))
        faces.pop(0)(Face(galley, *place, family=family))
