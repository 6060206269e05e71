"""What is handed on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SettledFile:
    """A file that has stood still, can be opened, and that no program on this machine is writing."""

    path: Path
    folder: Path
    """The watched folder that it lies in."""
    relative: Path
    """`path` below `folder`."""
    unit: str
    """Name of the sub-folder that stands for a unit, NFC; empty when there is none."""
    hint: str
    """What the sub-folders say about the kind of record; empty when they say nothing."""
    size_bytes: int
    """0 for an empty file, handed on after a longer wait so that somebody is told."""
