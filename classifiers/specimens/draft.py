"""A paper being composed: the chance that decides, the day, the unit, and the galley that is written on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from classifiers.specimens.imposing import two_up
from classifiers.specimens.looks import Dots, Entries, Filling, Look, Numbering
from classifiers.specimens.people import Person, draw_day, draw_person
from classifiers.specimens.places import TWO_LEVELS_FROM, Unit, draw_unit
from classifiers.specimens.sheet import (
    BLUE_INK,
    PALE,
    Row,
    Seal,
    Signature,
    Specimen,
    Type,
    rows_of,
    truth_of,
)
from classifiers.specimens.typesetting import A4, LEADERS, Galley, Leaders, Pen
from classifiers.specimens.variants import look_of

FIRST_DAY = date(2021, 2, 1)
LAST_DAY = date(2026, 10, 30)
MARK = "MẪU GIẢ LẬP"
"""Printed small at the foot of every sheet, below the text: the paper is invented."""


@dataclass(slots=True)
class Draft:
    """What every paper starts from."""

    code: str
    seed: int
    chance: Random
    issued: date
    unit: Unit
    galley: Galley = field(default_factory=lambda: Galley(base=Type()))
    extra_truth: dict[str, str] = field(default_factory=dict)
    """Values that follow from a mark on the paper and are not printed as words."""
    extra_rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    """Rows of lists that follow from other fields, such as owners from the lines that name them."""
    look: Look = field(default_factory=Look)
    """The type and places in which this paper differs from others of its template."""

    @classmethod
    def begin(cls, code: str, seed: int, *, first: date = FIRST_DAY, last: date = LAST_DAY) -> Draft:
        """The same code and seed always begin the same paper."""
        chance = Random(f"{code}:{seed}")  # noqa: S311 (a drawing, not a secret)
        issued = draw_working_day(chance, first, last)
        return cls(code, seed, chance, issued, draw_unit(chance, issued), look=look_of(code, seed))

    @property
    def is_two_level(self) -> bool:
        """True from 1 July 2025, when the district level ended."""
        return self.issued >= TWO_LEVELS_FROM

    @property
    def leaders(self) -> Leaders | None:
        """How blanks are dotted on this paper: many forms are printed by programs, without any."""
        # A chance of its own, so that the paper's words do not hang on its dots.
        chance = Random(f"leaders:{self.code}:{self.seed}")  # noqa: S311 (a drawing, not a secret)
        return LEADERS[chance.choice(("none", "none", "full stops", "full stops", "fine"))]

    @property
    def ruled(self) -> Leaders:
        """Lines to write on by hand."""
        return LEADERS["fine"] or Leaders(0.22, 0.95, 0.75)

    def keep_lines(self) -> None:
        """Sets this paper in lines whatever its look: its form is prescribed, and is no grid."""
        if self.look.entries in {Entries.CELLS, Entries.ABOVE}:
            self.look = replace(self.look, entries=Entries.BELOW_EACH_OTHER, colon=":")
        elif self.look.entries is Entries.HELD_OUT:
            self.look = replace(self.look, way="centred", colon=self.look.colon or ":")

    def is_typed_whole(self) -> None:
        """The paper is no blank that was filled in: labels and values come from one printer, unnumbered."""
        plain = Filling()
        self.look = replace(self.look, filling=plain, dots=Dots.UNDER, numbering=Numbering.NONE, explains=0.0)

    def type(self, size: float) -> Type:
        """Type of the paper's own family, `size` in points."""
        return Type(size=size, family=self.look.family)

    def form_type(self, size: float) -> Type:
        """Type of a form that an office sets itself, smaller or larger as its look has it."""
        return self.type(size + self.look.size)

    def form_margins(
        self, top: float, right: float, bottom: float, left: float
    ) -> tuple[float, float, float, float]:
        """Margins in mm, the side ones narrower or wider as the look has them."""
        narrow = self.look.margin
        return top * min(1.0, narrow + 0.15), right * narrow, bottom, left * narrow

    def open(self, galley: Galley) -> Galley:
        """Goes on with this galley, set in the paper's look."""
        self.galley = galley
        galley.look = self.look
        galley.leading *= self.look.widens
        return galley

    def pen(self, *, share: float, writes_all: bool = False) -> Pen | None:
        """A hand for the blanks of a `share` of the papers, the others are typed; ink blue or black."""
        chance = Random(f"pen:{self.code}:{self.seed}")  # noqa: S311 (a drawing, not a secret)
        if chance.random() >= share:
            return None
        ink = chance.choice((BLUE_INK, BLUE_INK, (36, 60, 170), (30, 30, 40)))
        return Pen(ink, chance, writes_all=writes_all)

    def person(self, **wanted: object) -> Person:
        return draw_person(self.chance, self.issued, **wanted)  # type: ignore[arg-type]

    def sign(self, middle: float, top: float, agency: str, *, seals: bool = True) -> None:
        """Signature about `middle`, mm, and the seal over its left third (Decree 30/2020, Appendix I)."""
        width, height = self.chance.uniform(34, 44), self.chance.uniform(16, 22)
        left = middle - width / 2
        self.galley.add(Signature(left, top, width, height, self.chance.randrange(2**31)))
        if seals:
            across = left + width / 3 - 18 + self.chance.uniform(-3, 3)
            down = top + height / 2 + self.chance.uniform(-2, 3)
            self.galley.add(Seal(across + 9, down, agency.upper(), 34, self.chance.uniform(-12, 12)))

    def finish(self) -> Specimen:
        """Marks every sheet as invented and closes the paper."""
        galley = self.galley
        if self.look.two_up and galley.ground is None and galley.size == A4 and len(galley.pages) > 1:
            galley.pages = two_up(galley.pages, galley.size[0])
            galley.size = (2 * galley.size[0], galley.size[1])
        look = Type(size=6.5, colour=PALE, family="sans")
        for page in galley.pages:
            kept = galley.pages[-1]
            galley.pages[-1] = page
            galley.place(MARK, galley.size[0] / 2 - 8, galley.size[1] - 4.5, look, is_mark=True)
            galley.pages[-1] = kept
        sheets = galley.sheets()
        truth, rows = {**truth_of(sheets), **self.extra_truth}, {**rows_of(sheets), **self.extra_rows}
        return Specimen(self.code, self.seed, sheets, truth, rows)


def draw_working_day(chance: Random, first: date, last: date) -> date:
    """A day on which offices are open."""
    while (day := draw_day(chance, first, last)).weekday() >= 5:
        pass
    return day
