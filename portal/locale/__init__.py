"""The interface's English words, a folder for each area of the portal; Vietnamese stands in the source."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent


def areas() -> list[Path]:
    """The folders with translations, in the order of their names."""
    return sorted(folder.parent for folder in HERE.glob("*/en"))
