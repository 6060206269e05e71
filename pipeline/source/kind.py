"""Tells the kind of a file by its first bytes; a file's name says nothing reliable."""

from __future__ import annotations

from pathlib import Path

from pipeline.source.shapes import SourceKind
from records.errors import NotADocument, SourceRefused

_HEAD_BYTES = 1024
"""PDF viewers look for `%PDF-` in the first 1024 bytes (PDF 32000-1, Annex H, note 13)."""

_SIGNATURES = (
    (b"\xff\xd8\xff", SourceKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", SourceKind.PNG),
    (b"II*\x00", SourceKind.TIFF),
    (b"MM\x00*", SourceKind.TIFF),
    (b"II+\x00", SourceKind.TIFF),
    (b"MM\x00+", SourceKind.TIFF),
    (b"GIF87a", SourceKind.GIF),
    (b"GIF89a", SourceKind.GIF),
    (b"BM", SourceKind.BMP),
)
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1"}


def kind_of(path: Path) -> SourceKind:
    """The kind of the file at `path`. Raises `NotADocument` when it is none of ours."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except OSError as error:
        raise SourceRefused(f"cannot be read: {error.strerror}") from error
    kind = _kind_of_bytes(head)
    if kind is None:
        raise NotADocument("the first bytes are of no kind that is read here")
    return kind


def _kind_of_bytes(head: bytes) -> SourceKind | None:
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return SourceKind.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return SourceKind.HEIC
    return SourceKind.PDF if b"%PDF-" in head else None
