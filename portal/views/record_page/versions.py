"""Which version of a record an address asks for, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from portal.held_records import record_of, the_archive, version_number
from portal.history.versions import read_version
from portal.models import CatalogueRecord
from portal.short_numbers import short_number
from records import Record
from records.errors import HosoError


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version of a record as it is looked at."""

    number: int
    record: Record
    """Its pages without words."""
    is_newest: bool
    newest: int


def shown_version(request: HttpRequest, row: CatalogueRecord) -> ShownVersion:
    """The version that `?version=2` names, else the newest; `Http404` for one that there is not."""
    newest = version_number(row)
    asked = request.GET.get("version", "").removeprefix("v")
    if not asked or asked == str(newest):
        return ShownVersion(newest, record_of(row), True, newest)
    number = short_number(asked, digits=5)
    if number is None or not 1 <= number < newest:
        raise Http404("the record has no such version")
    try:
        held = read_version(the_archive(), the_archive().versions(row.record_id)[number - 1])
    except (HosoError, IndexError) as error:
        raise Http404("the version cannot be read") from error
    return ShownVersion(number, held.record, False, newest)
