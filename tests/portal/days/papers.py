"""What people of the day hold in their hands: scans, photographs, letters to be signed."""

from __future__ import annotations

from pathlib import Path

from classifiers.specimens import compose, draw
from classifiers.specimens.demo_set import save
from classifiers.specimens.wearing import wear
from signing.demo_documents import DemoLetter, demo_letters

CLEAR, DOUBTFUL = "giấy khai sinh.png", ("giấy khai sinh 2.png", "giấy khai sinh 3.png")
POOR = "quyết định mờ.pdf"
SEEDS = {CLEAR: 102, DOUBTFUL[0]: 101, DOUBTFUL[1]: 103}
"""Of the doubtful ones, each has a value that two readings see otherwise, and no fault besides."""


def scans(folder: Path) -> list[Path]:
    """Three birth certificates: in two of them a person must look at a value."""
    for name, seed in SEEDS.items():
        _scan("birth_certificate", seed, folder / name)
    return [folder / name for name in SEEDS]


def poor_scan(folder: Path) -> Path:
    """A decision scanned at 150 dpi, half of what the rule asks for."""
    _scan("decision", 1302, folder / POOR, worn=("poor", 12), dpi=150)
    return folder / POOR


def photographs(folder: Path) -> list[Path]:
    """Two pages of one paper, each of which could begin another: a telephone's pictures."""
    taken = [folder / "IMG_0001.jpg", folder / "IMG_0002.jpg"]
    for seed, path in enumerate(taken, 21):
        _scan("notice", seed, path)
    return taken


def scan_of_a_unit(folder: Path) -> Path:
    """A notice, as a commune lays it into its own folder of the inbox."""
    _scan("notice", 7, folder / "thông báo.png", worn=("clean", 5))
    return folder / "thông báo.png"


def letters(folder: Path, seed: int, count: int = 1) -> list[DemoLetter]:
    """Letters that the chairman signs; other seeds, other papers."""
    return demo_letters(folder / f"letters-{seed}", count=count, seed=seed, kinds=("letter",))


def _scan(kind: str, seed: int, path: Path, *, worn: tuple[str, int] = ("clean", 3), dpi: int = 300) -> None:
    sheets = compose(kind, seed).sheets[:1]
    save([wear(draw(one), *worn) for one in sheets], path, dpi=dpi)
