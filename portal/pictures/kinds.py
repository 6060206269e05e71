"""The pictures of a page that the portal shows, and how they come about: kept ones first, else drawn."""

from __future__ import annotations

from enum import Enum

from archive import Archive
from portal.pictures.cache import PageCache
from portal.pictures.drawing import SMALL_QUALITY, Wish
from portal.pictures.pages import Sheet, page_picture


class Kind(Enum):
    """A kind of picture, and how it is drawn."""

    SCREEN = Wish(110, quality=82, with_small=True)
    """A4 is 910 × 1286 pixels: 13-point letters are read at once, and a page weighs some 100 kB. Decoding
    the scan is most of the work: whoever has opened a page has its small picture too."""
    SHARP = Wish(200, quality=82)
    """For reviewing and for looking closely: marks above small letters stay clear."""
    SMALL = Wish(40, quality=SMALL_QUALITY, with_small=True)

    @property
    def label(self) -> str:
        """What it is called in addresses and in the cache."""
        return self.name.lower()


def picture(archive: Archive, cache: PageCache | None, sheet: Sheet, kind: Kind) -> bytes | None:
    """The page as WebP, from `cache` where it has it; `None` when it cannot be drawn.

    Without a cache (papers of the highest level) nothing is kept. Raises `NoTurn` while nobody can draw.
    """
    kept = cache.get(sheet.record_id, _name(sheet, kind)) if cache else None
    if kept is not None:
        return kept
    made = page_picture(archive, sheet, kind.value)
    if made is None:
        return None
    content = made.small if kind is Kind.SMALL else made.content
    if cache:
        cache.put(sheet.record_id, _name(sheet, kind), content)
        if made.small and kind is not Kind.SMALL:
            cache.put(sheet.record_id, _name(sheet, Kind.SMALL), made.small)
    return content


def _name(sheet: Sheet, kind: Kind) -> str:
    return f"v{sheet.version}-{sheet.number}-{kind.label}"
