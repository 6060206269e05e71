"""Opens whatever a scanner, a telephone or an office program made, one page in memory at a time.

`open_source` tells the kind by the file's first bytes, holds it against the limits and hands back an
`OpenSource`. PDF goes to `pdf.py`, every image to `image.py`.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.limits import Limits
from pipeline.source.image import ImageSource
from pipeline.source.kind import kind_of
from pipeline.source.pdf import PdfSource
from pipeline.source.shapes import OpenSource, PagePicture, Pixels, SourceKind, SourcePage
from records.errors import EmptyFile, SourceRefused, TooLarge

__all__ = ["OpenSource", "PagePicture", "Pixels", "SourceKind", "SourcePage", "open_source"]


def open_source(path: Path, limits: Limits | None = None) -> OpenSource:
    """Opens a file of any kind that Hoso reads; cheap, since no page is decoded yet.

    Raises `EmptyFile`, `NotADocument`, `DamagedFile`, `EncryptedFile` or `TooLarge`, each with what to do.
    """
    limits = limits or Limits()
    try:
        size = path.stat().st_size
    except OSError as error:
        raise SourceRefused(f"cannot be read: {error.strerror}") from error
    if size == 0:
        raise EmptyFile("no bytes")
    if size > limits.max_bytes:
        raise TooLarge(f"{size} bytes, at most {limits.max_bytes}")
    kind = kind_of(path)
    return PdfSource(path, limits) if kind is SourceKind.PDF else ImageSource(path, kind, limits)
