"""The pages that every peer reads: drawn once, worn at each level, bound into one PDF of scans a level."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import img2pdf
from PIL import Image
from rapidfuzz.distance import Levenshtein

from bench.faces import compose_faces
from classifiers.specimens import LEVELS, Specimen, compose, draw, perfect_pages, wear
from classifiers.specimens.damaging import damaged
from classifiers.specimens.draft import MARK
from classifiers.specimens.photographing import photograph
from classifiers.specimens.sheet import Rule
from classifiers.specimens.variants import HELD_OUT_FROM

CODES = (
    "decision",
    "birth_certificate",
    "official_letter",
    "land_certificate_2024",
    "notice",
    "death_extract",
    "submission",
    "household_business_certificate",
    "marital_status_confirmation",
    "building_permit",
    "residence_confirmation_ct07",
    "marriage_certificate",
)
PHOTO = "photo"
"""The clean drawing, photographed by hand on a table."""
FACES = "faces"
"""Running text in many faces and sizes, worn as in an office."""
DAMAGED = "damaged"
"""Scanned in an office, each page with one damage: a fax, folds, the back, faded toner, needles, specks."""
KINDS = (*LEVELS, PHOTO, FACES, DAMAGED)
JPEG_QUALITY = {"clean": 92, "office": 85, "worn": 75, "poor": 70, PHOTO: 85, FACES: 85, DAMAGED: 85}


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One page of a bundle."""

    level: str
    code: str
    """Record type, or face and size of the letters."""
    seed: int
    text: str
    """As printed, without the small mark of invention."""
    has_leaders: bool = False
    """Values stand on dotted lines, which Tesseract alone mostly takes for no text at all."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A PDF of scans and what is printed on its pages, in their order."""

    path: Path
    pages: tuple[DrawnPage, ...]


def without_mark(text: str) -> str:
    """A reading without the mark of invention, which is pale and small: reading it or not is no merit."""
    words = text.split()
    for start in range(len(words) - 2):
        if Levenshtein.distance(" ".join(words[start : start + 3]), MARK) <= 3:
            return " ".join(words[:start] + words[start + 3 :])
    return text


def draw_bundle(path: Path, level: str, *, pages: int, seed: int = 0) -> Bundle:
    """Draws `pages` first pages of different types, worn to `level`, into one PDF.

    The same papers are worn at every level but `faces`, so levels compare. The scan's JPEG goes into the
    PDF as it is, a fax as CCITT group 4.
    """
    scans, drawn = [], []
    for number, paper in enumerate(_papers(level, pages, HELD_OUT_FROM + seed)):
        scans.append(_scan(_worn(draw(paper.sheets[0], 300), level, seed + number), JPEG_QUALITY[level]))
        text = perfect_pages(paper, 300)[0].text
        has_leaders = any(isinstance(item, Rule) and item.is_dotted for item in paper.sheets[0].items)
        drawn.append(DrawnPage(level, paper.code, paper.seed, text, has_leaders))
    path.write_bytes(img2pdf.convert(scans))
    return Bundle(path, tuple(drawn))


def draw_nothing(path: Path) -> Bundle:
    """One white page: what reading it takes is what a peer takes to start."""
    path.write_bytes(img2pdf.convert(_scan(Image.new("L", (2480, 3508), 255), 92)))
    return Bundle(path, (DrawnPage("nothing", "", 0, ""),))


def _papers(level: str, pages: int, seed: int) -> Iterable[Specimen]:
    if level == FACES:
        return compose_faces(pages, seed)
    return (compose(CODES[number % len(CODES)], seed + number) for number in range(pages))


def _worn(picture: Image.Image, level: str, seed: int) -> Image.Image:
    if level == PHOTO:
        return photograph(picture, seed)
    if level == DAMAGED:
        return damaged(picture, seed)
    return wear(picture, "office" if level == FACES else level, seed)


def _scan(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    dpi = picture.info.get("dpi", (300, 300))
    if picture.mode == "1":  # a fax stays black and white
        picture.save(out, "PNG", dpi=tuple(map(round, dpi)))
    else:
        picture.save(out, "JPEG", quality=quality, dpi=tuple(map(round, dpi)))
    return out.getvalue()
