"""The pictures of a page that the portal shows, and how they come about: kept ones first, else drawn."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PIL import Image

from archive import Archive
from portal.pictures.cache import PageCache
from portal.pictures.drawing import Sheet, drawn, webp

SMALL_BOX = (240, 340)
"""Pixels into which a small picture fits: an A4 sheet at 29 dpi, on which a paper is known by its look."""
SMALL_BYTES = 12_000
"""A list of twenty-five records with their first pages stays below 300 kB."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a kind of picture is drawn."""

    name: str
    dpi: int
    quality: int


class Kind(Enum):
    """A kind of picture."""

    SCREEN = Drawing("screen", 110, 82)
    """A4 becomes 910 × 1286 pixels: 13-point letters are read at once, and a page weighs some 100 kB."""
    SHARP = Drawing("sharp", 200, 82)
    """For reviewing and for looking closely: marks above small letters stay clear."""
    SMALL = Drawing("small", 40, 70)


def picture(archive: Archive, cache: PageCache | None, sheet: Sheet, kind: Kind) -> bytes | None:
    """The page as WebP, from `cache` where it has it; `None` when it cannot be drawn.

    Without a cache (papers of the highest level) nothing is kept.
    """
    kept = cache.get(sheet.record_id, _name(sheet, kind)) if cache else None
    if kept is not None:
        return kept
    image = drawn(archive, sheet, kind.value.dpi)
    if image is None:
        return None
    content = small(image) if kind is Kind.SMALL else webp(image, kind.value.quality)
    if cache:
        cache.put(sheet.record_id, _name(sheet, kind), content)
        if kind is Kind.SCREEN:
            # Decoding the scan is most of the work: whoever has opened a page has its small picture too.
            cache.put(sheet.record_id, _name(sheet, Kind.SMALL), small(image))
    return content


def small(image: Image.Image) -> bytes:
    """A picture as WebP that fits `SMALL_BOX`, of at most `SMALL_BYTES` bytes but for the busiest page."""
    image.thumbnail(SMALL_BOX, Image.Resampling.LANCZOS, reducing_gap=2.0)
    for quality in (Kind.SMALL.value.quality, 45, 20):
        content = webp(image, quality)
        if len(content) <= SMALL_BYTES:
            break
    return content


def _name(sheet: Sheet, kind: Kind) -> str:
    return f"v{sheet.version}-{sheet.number}-{kind.value.name}"
