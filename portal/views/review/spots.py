"""Reads once more what a person drew a box around, and offers it as a candidate for a field."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pipeline.spot_reading import SpotRead, SpotTask, read_spot
from portal.corrections.dividing import SEARCHABLE
from portal.held_records import held_record, record_of, the_archive, version_number
from portal.models import CatalogueRecord
from portal.reviewing.reader import SPOT_SECONDS, the_reader
from portal.reviewing.spots import Spot, token_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.troubles import remedy_of
from records import Box, Page
from records.errors import HosoError

log = logging.getLogger(__name__)

SMALLEST = 8.0
"""Pixels; a smaller box is a slip of the hand."""
LARGEST_SHARE = 0.35
"""Part of the page that is read at once; more is not one field."""
LONGEST_TEXT = 2_000


@require_POST
@needs(Right.REVIEW)
def read_again(request: HttpRequest, record_id: str) -> HttpResponse:
    """What stands in the box `x0 y0 x1 y1` (pixels of the upright page) of page `page`, as JSON."""
    row = held_record(request, record_id, Right.REVIEW)
    page, box = _asked(request, row)
    if page is None or box is None:
        return JsonResponse({"told": _("Hãy vẽ khung quanh một dòng chữ trên trang.")}, status=400)
    try:
        read = _read(row, page, box)
    except HosoError as error:
        log.warning("record %s page %s: a spot was not read: %s", record_id, page.number, error.code)
        told = remedy_of(error)
        return JsonResponse({"told": told}, status=503)
    spot = Spot(page.number, box, read.text[:LONGEST_TEXT], read.confidence)
    return JsonResponse(
        {
            "text": spot.text,
            "percent": int(spot.confidence * 100 + 1e-6),
            "place": token_of(spot, record_id=record_id, version=row.version),
            "told": "" if spot.text else _("Không đọc được chữ nào trong khung. Hãy gõ tay."),
        }
    )


def _read(row: CatalogueRecord, page: Page, box: Box) -> SpotRead:
    drawn = [one.number for one in record_of(row).pages if one.width]
    with the_archive().as_file(row.record_id, SEARCHABLE, version=version_number(row)) as path:
        task = SpotTask(path=path, place=drawn.index(page.number), box=box, page_width=page.width)
        return the_reader.do(read_spot, task, time_limit_seconds=SPOT_SECONDS)


def _asked(request: HttpRequest, row: CatalogueRecord) -> tuple[Page | None, Box | None]:
    try:
        number = int(request.POST.get("page", "")[:8])
        sides = [float(request.POST.get(side, "")[:16]) for side in ("x0", "y0", "x1", "y1")]
    except ValueError:
        return None, None
    page = next((one for one in record_of(row).pages if one.number == number and one.width), None)
    if page is None or not all(-1e6 < side < 1e6 for side in sides):
        return None, None
    across, down = sorted(sides[0::2]), sorted(sides[1::2])
    box = Box(across[0], down[0], across[1], down[1]).clipped(page.width, page.height)
    is_fit = min(box.width, box.height) >= SMALLEST and box.area <= LARGEST_SHARE * page.width * page.height
    return page, box if is_fit else None
