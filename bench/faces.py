"""Running text in many faces and sizes: what an office prints when nobody minds the decree.

Decree 30/2020 asks for Times New Roman at 11 to 14 points; tables are set at 9, and older papers were
written on machines with letters of one width. Faces that are not installed are left out and named.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice, product
from random import Random

from classifiers.specimens import Specimen, fonts, prose
from classifiers.specimens.offices import draw_office
from classifiers.specimens.places import draw_unit
from classifiers.specimens.sheet import Type
from classifiers.specimens.typesetting import Galley

FACES = (
    "Tinos",
    "Arimo",
    "Cousine",
    "DejaVu Serif",
    "Linux Libertine O",
    "Noto Sans",
    "Noto Serif",
    "FreeSerif",
    "EB Garamond",
    "Carlito",
    "Gentium",
    "DejaVu Sans",
)
SIZES = (13.0, 11.0, 9.0)
"""Points."""
PRINTED_ON = date(2025, 9, 12)
PARAGRAPH = 40.0
"""mm that the tallest paragraph takes; one that would begin lower on the sheet is left out."""


def compose_faces(pages: int, seed: int) -> Iterator[Specimen]:
    """One page of prose in each installed face at 13 points, then at 11, then at 9; at most `pages`."""
    have = [face for face in FACES if face in fonts.installed()]
    for number, (size, face) in enumerate(islice(product(SIZES, have), pages)):
        yield compose_face(face, size, seed + number)


def compose_face(face: str, size: float, seed: int) -> Specimen:
    """A page of prose in one face; `code` names face and size."""
    chance = Random(f"face:{face}:{size}:{seed}")
    galley = Galley(base=Type(size=size, family=face))
    office = draw_office(chance, draw_unit(chance, PRINTED_ON))
    for matter in chance.sample(prose.MATTERS, len(prose.MATTERS)):
        if galley.y + PARAGRAPH > galley.size[1] - galley.bottom:
            break
        tasks = (matter.noun, *matter.tasks, chance.choice(prose.OPENINGS))
        text = "; ".join(prose.filled(task, chance, PRINTED_ON, office) for task in tasks)
        galley.text(f"{text[0].upper()}{text[1:]}.", align="justify", first=10, after=2.5, breaks_page=False)
    return Specimen(f"{face} {size:g}", seed, galley.sheets()[:1])
