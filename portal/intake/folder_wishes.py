"""What staff ask for by the folder into which they drop a file, besides its unit and type.

`inbox/<unit>/giữ nguyên/` takes scans as they are: old papers that nobody can scan again.
`inbox/<unit>/hai mặt/` takes stacks that went through a scanner twice, front sides first;
`inbox/<unit>/hai mặt/hai tệp/` takes them as two files, in this order, whatever they are called.
`inbox/<unit>/không tách/` takes files of which each is one record, however many papers it holds.
`inbox/<unit>/200 dpi/` measures scans against 200 dpi: old holdings, ordinary short-term papers.
"""

from __future__ import annotations

import re

from portal.catalogue.folding import fold

KEEP = "giu nguyen"
TWO_SIDED = "hai mat"
TWO_FILES = "hai tep"
WHOLE = "khong tach"
LEAST_DPI, MOST_DPI = 100.0, 1200.0
"""What `quality.dpi` allows too."""
_DPI = re.compile(r"(\d{3,4}) ?dpi")


def keeps_scan(folder: str) -> bool:
    """Whether a file of this folder below the inbox is kept whatever the gate says of its pages."""
    return _has_part(folder, KEEP)


def is_two_sided(folder: str) -> bool:
    """Whether files of this folder were scanned front sides first and then, turned over, back sides."""
    return _has_part(folder, TWO_SIDED)


def holds_two_files(folder: str) -> bool:
    """Whether the two goes of a stack come to this folder as two files, fronts first."""
    return _has_part(folder, TWO_FILES)


def stays_whole(folder: str) -> bool:
    """Whether files of this folder are not parted by what their pages say; separator sheets still count."""
    return _has_part(folder, WHOLE)


def dpi_of(folder: str) -> float | None:
    """The resolution that scans of this folder must have; `None` where the office's own rule holds."""
    for part in reversed(folder.split("/")):
        asked = _DPI.fullmatch(_folded(part))
        if asked and LEAST_DPI <= float(asked[1]) <= MOST_DPI:
            return float(asked[1])
    return None


def _has_part(folder: str, name: str) -> bool:
    return any(_folded(part) == name for part in folder.split("/"))


def _folded(part: str) -> str:
    return " ".join(fold(part.replace("-", " ").replace("_", " ")).split())
