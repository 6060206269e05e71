"""Papers of invented people, drawn from the record types' own labels and fields.

Real papers of citizens may not be used to build or test a records system, so Hoso draws its own: every
record type, with its truth known word by word and field by field. `compose` writes a paper, `draw` makes
its picture, `wear` makes the picture look scanned, `perfect_pages` gives its words without any OCR and
`misread` spoils them as an OCR engine would.
"""

from classifiers.specimens.composing import compose, drawable_codes
from classifiers.specimens.drawing import draw, perfect_pages
from classifiers.specimens.misreading import misread
from classifiers.specimens.sheet import Sheet, Specimen
from classifiers.specimens.strangers import compose_stranger
from classifiers.specimens.wearing import LEVELS, wear

__all__ = [
    "LEVELS",
    "Sheet",
    "Specimen",
    "compose",
    "compose_stranger",
    "draw",
    "drawable_codes",
    "misread",
    "perfect_pages",
    "wear",
]
