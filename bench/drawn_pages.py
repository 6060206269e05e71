"""The pages that every peer reads: drawn once, worn at each level, bound into one PDF of scans."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import img2pdf
from rapidfuzz.distance import Levenshtein

from classifiers.specimens import compose, draw, perfect_pages, wear
from classifiers.specimens.draft import MARK
from classifiers.specimens.sheet import Rule

HELD_OUT_FROM = 700_000
"""Seeds from here on are drawn for measuring only; nothing is trained or tuned on them."""
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
JPEG_QUALITY = {"clean": 92, "office": 85, "worn": 75, "poor": 70}


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One page of the bundle."""

    level: str
    code: str
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


def draw_bundle(path: Path, *, pages_a_level: int, levels: Sequence[str], seed: int = 0) -> Bundle:
    """Draws `pages_a_level` first pages of different types at each level into one PDF.

    The same papers are worn at every level, so levels compare. The scan's JPEG goes into the PDF as it is.
    """
    papers = [
        compose(CODES[index % len(CODES)], HELD_OUT_FROM + seed + index) for index in range(pages_a_level)
    ]
    pictures = [draw(paper.sheets[0], 300) for paper in papers]
    drawn, scans = [], []
    for level in levels:
        for index, (paper, picture) in enumerate(zip(papers, pictures, strict=True)):
            worn = wear(picture, level, seed + index)
            scan = io.BytesIO()
            worn.save(scan, "JPEG", quality=JPEG_QUALITY[level], dpi=tuple(map(round, worn.info["dpi"])))
            scans.append(scan.getvalue())
            text = perfect_pages(paper, 300)[0].text
            has_leaders = any(isinstance(item, Rule) and item.is_dotted for item in paper.sheets[0].items)
            drawn.append(DrawnPage(level, paper.code, paper.seed, text, has_leaders))
    path.write_bytes(img2pdf.convert(scans))
    return Bundle(path, tuple(drawn))
