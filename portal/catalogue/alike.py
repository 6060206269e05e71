"""Finds pages of other records that are scans of the same sheet, and keeps the pairs.

Hashes that differ in at most seven bits agree in one of their four bands of 16 but for one bit (seven bits
in four bands leave one band with one at most), so 17 values of each band lead to every such page; among
100,000 pages that is a hundred candidates. Of eight bits apart 24 in 25 are found so. Look alone is not
believed: the text must agree too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q

from pipeline.batches.likeness import MOST_DIFFERENT, bits_apart, is_same_text
from portal.models import AlikePages, CataloguePage, CatalogueRecord, PageLook
from records import Page, Record

BANDS = ("band_1", "band_2", "band_3", "band_4")
BAND_BITS = 16
MOST_CANDIDATES = 2000
MOST_COMPARED = 20
"""Texts read for one page, those nearest in look first: ten thousand papers of one form look alike."""


def note_alike(row: CatalogueRecord, record: Record) -> None:
    """Keeps the looks of a record's pages, and every page of another record that is a scan of the same sheet.

    To be called in the transaction that puts the record in, once its pages are there.
    """
    pages = [page for page in record.pages if page.likeness]
    for page in pages:
        for look in _same_sheets(row.record_id, page):
            _keep(row, page.number, look)
    PageLook.objects.bulk_create(_looks(row.record_id, pages), batch_size=500)


def forget_alike(record_ids: Sequence[str]) -> None:
    """Takes out all that was kept of these records' looks."""
    PageLook.objects.filter(record_id__in=record_ids).delete()
    AlikePages.objects.filter(Q(record_id__in=record_ids) | Q(other_id__in=record_ids)).delete()


def _same_sheets(record_id: str, page: Page) -> Iterator[PageLook]:
    text = page.text
    asked = Q()
    for name, band in zip(BANDS, _bands(page.likeness), strict=True):
        asked |= Q(**{f"{name}__in": [band, *(band ^ (1 << bit) for bit in range(BAND_BITS))]})
    found = PageLook.objects.filter(asked).exclude(record_id=record_id)[:MOST_CANDIDATES]
    near = sorted((bits_apart(look.likeness, page.likeness), look.pk, look) for look in found)
    chosen = [look for apart, _, look in near if apart <= MOST_DIFFERENT][:MOST_COMPARED]
    for look in chosen:
        other = CataloguePage.objects.filter(record_id=look.record_id, number=look.number).first()
        if other is not None and is_same_text(text, other.text):
            yield look


def _keep(row: CatalogueRecord, number: int, look: PageLook) -> None:
    other = CatalogueRecord.objects.only("received_at").get(pk=look.record_id)
    later, earlier = (row.record_id, number), (look.record_id, look.number)
    # A rebuild meets the pair from either side; it is kept in one way.
    if (other.received_at, other.record_id) > (row.received_at, row.record_id):
        later, earlier = earlier, later
    AlikePages.objects.get_or_create(
        record_id=later[0],
        number=later[1],
        other_id=earlier[0],
        defaults={"other_number": earlier[1]},
    )


def _looks(record_id: str, pages: Iterable[Page]) -> Iterator[PageLook]:
    for page in pages:
        bands = dict(zip(BANDS, _bands(page.likeness), strict=True))
        yield PageLook(record_id=record_id, number=page.number, likeness=page.likeness, **bands)


def _bands(likeness: str) -> tuple[int, int, int, int]:
    value = int(likeness, 16)
    first, second, third, fourth = (value >> shift & 0xFFFF for shift in (48, 32, 16, 0))
    return first, second, third, fourth
