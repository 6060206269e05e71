"""What staff ask for by the folder into which they drop a file, besides its unit and type.

`inbox/<unit>/giữ nguyên/` takes scans as they are: old papers that nobody can scan again.
`inbox/<unit>/hai mặt/` takes stacks that went through a scanner twice, front sides first.
"""

from __future__ import annotations

from portal.catalogue.folding import fold

KEEP = "giu nguyen"
TWO_SIDED = "hai mat"


def keeps_scan(folder: str) -> bool:
    """Whether a file of this folder below the inbox is kept whatever the gate says of its pages."""
    return _has_part(folder, KEEP)


def is_two_sided(folder: str) -> bool:
    """Whether files of this folder were scanned front sides first and then, turned over, back sides."""
    return _has_part(folder, TWO_SIDED)


def _has_part(folder: str, name: str) -> bool:
    return any(_folded(part) == name for part in folder.split("/"))


def _folded(part: str) -> str:
    return " ".join(fold(part.replace("-", " ").replace("_", " ")).split())
