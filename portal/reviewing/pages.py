"""What a person in review does to the pages of a record: part it, join it, turn a page, put them in order.

Each names the version that was looked at, and is refused where a newer one is there; each is written down.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.http import HttpRequest

from pipeline.spot_reading import TurnTask, read_turned
from portal.audit import Kind, note
from portal.corrections.dividing import divide, join, record_before
from portal.corrections.filing import Held, held_for_correction
from portal.corrections.turning import Turned, order_pages, turn
from portal.held_records import held_record, the_archive
from portal.models import CatalogueRecord
from portal.reviewing.reader import PAGE_SECONDS, the_reader
from portal.rights.asking import rights_of
from portal.rights.roles import Right
from records import Page
from records.errors import NoSuchPart, ObjectMoved


def part(request: HttpRequest, record_id: str, version: str, page: int) -> str:
    """Parts the record before a page; the new one."""

    def act(held: Held, _row: CatalogueRecord) -> str:
        return divide(the_archive(), held, page, request.user.get_username())

    return _done(request, record_id, version, act, Kind.RECORD_DIVIDED)


def join_before(request: HttpRequest, record_id: str, version: str) -> str:
    """Puts the record together with the one before it in the same file; that one."""

    def act(held: Held, row: CatalogueRecord) -> str:
        before = record_before(row)
        if before is None or not rights_of(request).may_with(Right.REVIEW, before):
            raise NoSuchPart(f"record {record_id}: the first of its file")
        return join(the_archive(), held, before.record_id, request.user.get_username())

    return _done(request, record_id, version, act, Kind.RECORD_DIVIDED)


def turn_page(request: HttpRequest, record_id: str, version: str, turned: Turned) -> str:
    """Turns a page and has it read again; the record."""

    def act(held: Held, _row: CatalogueRecord) -> str:
        turn(the_archive(), held, turned, request.user.get_username(), _read)
        return record_id

    return _done(request, record_id, version, act, Kind.RECORD_TURNED)


def put_in_order(
    request: HttpRequest, record_id: str, version: str, wanted: Callable[[Held], Sequence[int]]
) -> str:
    """Puts the pages into an order, by their numbers in the file; the record."""

    def act(held: Held, _row: CatalogueRecord) -> str:
        order_pages(the_archive(), held, wanted(held), request.user.get_username())
        return record_id

    return _done(request, record_id, version, act, Kind.RECORD_TURNED)


def held_as_shown(record_id: str, version: str) -> Held:
    """The record, unless it has another version by now than the one that was looked at."""
    held = held_for_correction(the_archive(), record_id)
    if version != f"v{held.version.number}":
        raise ObjectMoved(f"record {record_id}: not the newest version")
    return held


def _done(
    request: HttpRequest,
    record_id: str,
    version: str,
    act: Callable[[Held, CatalogueRecord], str],
    kind: Kind,
) -> str:
    row = held_record(request, record_id, Right.REVIEW)
    shown = act(held_as_shown(record_id, version), row)
    note(request, kind, object=f"record:{record_id}", unit=row.unit, shown=shown)
    return shown


def _read(task: TurnTask) -> Page:
    return the_reader.do(read_turned, task, time_limit_seconds=PAGE_SECONDS)
