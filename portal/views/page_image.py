"""Shows one page of a record as a picture: for the screen, sharper for reviewing, small for lists."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from portal.audit import Kind as Event
from portal.audit import note
from portal.audit.noting import note_look
from portal.configuration import current
from portal.held_records import held_record, original_of, the_archive
from portal.models import CatalogueRecord
from portal.pictures.cache import PageCache
from portal.pictures.kinds import Kind, picture
from portal.pictures.pages import Original, Sheet
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.views.record_page.versions import ShownVersion, shown_version

KEPT_SECONDS = 7 * 24 * 3600
"""The address carries the version, so what is kept never grows stale."""
CLOSEST_LEVEL = 4
"""Each look at a page of such a paper is written down, and its pictures are kept nowhere."""


@require_safe
@needs(Right.SEE)
def page_image(request: HttpRequest, record_id: str, number: int) -> HttpResponse:
    """Page `number` as WebP, upright; `?sharp` draws it for reviewing."""
    return _shown(request, record_id, number, Kind.SHARP if "sharp" in request.GET else Kind.SCREEN)


@require_safe
@needs(Right.SEE)
def thumbnail(request: HttpRequest, record_id: str, number: int) -> HttpResponse:
    """Page `number` as a small picture for lists, some 240 pixels wide and 12 kB heavy; 0 for the first one.

    A paper that was parted from others keeps the numbers of its pages, so its first one may be the third.
    """
    return _shown(request, record_id, number, Kind.SMALL)


def note_page(request: HttpRequest, row: CatalogueRecord, number: int) -> None:
    """Writes a look at a page down: a look at the record once in a while, each one at the closest level."""
    told = {"object": f"record:{row.record_id}", "unit": row.unit}
    if row.sensitivity >= CLOSEST_LEVEL:
        note(request, Event.RECORD_VIEWED, **told, page=number)
    else:
        note_look(request, Event.RECORD_VIEWED, **told)


def _shown(request: HttpRequest, record_id: str, number: int, kind: Kind) -> HttpResponse:
    row = held_record(request, record_id)
    is_closest = row.sensitivity >= CLOSEST_LEVEL
    if kind is not Kind.SMALL or is_closest:  # a list's small pictures are no look at each of its records
        note_page(request, row, number)
    shown = shown_version(request, row)
    number = number or min((page.number for page in shown.record.pages), default=0)
    tag = f'"{row.record_id}-v{shown.number}-{number}-{kind.label}"'
    response: HttpResponse
    if request.headers.get("If-None-Match") == tag and not is_closest:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(_picture(row, shown, number, kind), content_type="image/webp")
    response["ETag"] = tag
    response["Cache-Control"] = (
        "private, no-store" if is_closest else f"private, max-age={KEPT_SECONDS}, immutable"
    )
    return response


def _picture(row: CatalogueRecord, shown: ShownVersion, number: int, kind: Kind) -> bytes:
    cache = page_cache(current().data_dir)
    if row.sensitivity >= CLOSEST_LEVEL:
        cache.forget(row.record_id)
    kept = cache if row.sensitivity < CLOSEST_LEVEL else None
    found = picture(the_archive(), kept, sheet_of(row, shown, number), kind)
    if found is None:
        raise Http404("the page cannot be drawn")
    return found


def sheet_of(row: CatalogueRecord, shown: ShownVersion, number: int) -> Sheet:
    """Page `number` of a version of the record."""

    def original() -> Original | None:
        held = original_of(row, shown.number)
        return Original(held.record_id, held.path, held.version) if held else None

    return Sheet(row.record_id, shown.number, shown.record.pages, number, original)


@lru_cache(maxsize=4)
def page_cache(data_dir: Path) -> PageCache:
    """The drawn pages of this process's data directory."""
    return PageCache(data_dir)
