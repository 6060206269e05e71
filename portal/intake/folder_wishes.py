"""What staff ask for by the folder into which they drop a file, besides its unit and type.

`inbox/<unit>/giữ nguyên/` takes scans as they are: old papers that nobody can scan again.
"""

from __future__ import annotations

from portal.catalogue.folding import fold

KEEP = "giu nguyen"


def keeps_scan(folder: str) -> bool:
    """Whether a file of this folder below the inbox is kept whatever the gate says of its pages."""
    return _has_part(folder, KEEP)


def _has_part(folder: str, name: str) -> bool:
    return any(_folded(part) == name for part in folder.split("/"))


def _folded(part: str) -> str:
    return " ".join(fold(part.replace("-", " ").replace("_", " ")).split())
