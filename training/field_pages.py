"""Drawn papers with what was read of them, kept in a folder so that reading is paid for once.

A paper is a JSON file: type, seed, wear, what is printed, and its pages as the product reads them.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from classifiers.specimens import compose, draw, drawable_codes, wear
from classifiers.specimens.demo_set import save
from pipeline.reading import read_pages
from records import Page

LEVELS = ("office", "worn", "clean", "office", "worn", "poor")
"""Office and worn scans are what offices have most of."""


@dataclass(frozen=True, slots=True)
class ReadPaper:
    """One paper, read."""

    code: str
    seed: int
    level: str
    truth: Mapping[str, str]
    pages: tuple[Page, ...]


def read_papers(folder: Path, seeds: range) -> None:
    """Reads the papers of these seeds into `folder`; those that lie there already are passed over."""
    folder.mkdir(parents=True, exist_ok=True)
    codes = sorted(drawable_codes())
    for seed in seeds:
        file = folder / f"{seed}.json"
        if not file.exists():
            paper = read_paper(codes[(seed * 7) % len(codes)], seed, LEVELS[seed % len(LEVELS)])
            part = file.with_suffix(".part")
            part.write_text(json.dumps(_to_json(paper), ensure_ascii=False), encoding="utf-8")
            part.replace(file)


def read_paper(code: str, seed: int, level: str) -> ReadPaper:
    """Draws, wears and reads one paper, all its pages."""
    specimen = compose(code, seed)
    pictures = [wear(draw(sheet), level, seed) for sheet in specimen.sheets]
    with tempfile.TemporaryDirectory(prefix="fields-") as folder:
        file = Path(folder) / "scan.pdf"
        save(pictures, file, dpi=round(pictures[0].info["dpi"][0]))
        pages = tuple(read_pages(file, range(1, len(pictures) + 1)))
    return ReadPaper(code, seed, level, dict(specimen.truth), pages)


def kept_papers(folder: Path) -> Iterator[ReadPaper]:
    """The papers that lie in `folder`, by the names of their files."""
    for file in sorted(folder.glob("*.json")):
        raw = json.loads(file.read_text(encoding="utf-8"))
        pages = tuple(Page.from_json(page) for page in raw["pages"])
        yield ReadPaper(raw["code"], raw["seed"], raw["level"], raw["truth"], pages)


def _to_json(paper: ReadPaper) -> dict[str, object]:
    return {
        "code": paper.code,
        "seed": paper.seed,
        "level": paper.level,
        "truth": dict(paper.truth),
        "pages": [page.to_json() for page in paper.pages],
    }
