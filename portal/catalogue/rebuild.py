"""Makes the catalogue again from the archive alone: `hoso rebuild`.

Record by record into place, so that the portal goes on reading and the worker goes on filing; what the
archive does not hold is taken out at the end. A record that cannot be read is told and left as it was.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from archive import Archive
from portal.catalogue.index import Deposited, received_at, remove, replace_records
from portal.models import CatalogueRecord
from records import Record, RecordId
from records.errors import HosoError, MalformedRecord

log = logging.getLogger(__name__)

PAGES_AT_ONCE = 500
"""Pages in one transaction; other writers wait a second at most."""

Progress = Callable[[int, int], None]
"""Called with how many records are done and how many there are."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record of the archive that could not be put into the catalogue."""

    record_id: str
    code: str
    """Name of the error."""
    detail: str
    remedy_vi: str


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild did."""

    records: int
    """In the catalogue now, as the archive holds them."""
    removed: int
    """Taken out, because the archive does not hold them."""
    unreadable: tuple[Unreadable, ...]


def rebuild(archive: Archive, progress: Progress | None = None) -> Rebuilt:
    """Makes the catalogue again: the same records, fields and search results as before.

    Safe while others read and file; when it is broken off, it can simply be run again. Raises `StoreFailed`
    only when the archive itself cannot be walked.
    """
    problems: dict[str, Unreadable] = {}
    in_order = _in_order_of_receipt(archive, problems)
    total, done = len(in_order), 0
    for batch in _batches(archive, in_order, problems):
        _write(archive, batch, problems)
        done += len(batch)
        if progress is not None:
            progress(done + len(problems), total)
    removed = _remove_missing(archive, {*in_order, *problems})
    return Rebuilt(done, removed, tuple(problems.values()))


def read_deposited(archive: Archive, record_id: str) -> Deposited:
    """The newest version of a record as the catalogue needs it.

    Raises `ObjectMissing`, `ObjectDamaged` or `MalformedRecord`.
    """
    version = archive.head(record_id).number
    raw, words, intake = (
        _json(archive, record_id, name, version) for name in ("record.json", "words.json", "intake.json")
    )
    return Deposited(RecordId(record_id), f"v{version}", Record.from_json(raw, words), intake)


def _json(archive: Archive, record_id: str, name: str, version: int) -> dict[str, object]:
    try:
        value = json.loads(archive.read(record_id, name, version=version))
    except ValueError as error:
        raise MalformedRecord(f"record {record_id}: {name} is no JSON") from error
    if not isinstance(value, dict):
        raise MalformedRecord(f"record {record_id}: {name} holds no object")
    return value


def _in_order_of_receipt(archive: Archive, problems: dict[str, Unreadable]) -> list[str]:
    # In this order the pages are numbered as they came, which is what "newest first" goes by.
    received: list[tuple[datetime, str]] = []
    for record_id in archive.record_ids():
        try:
            version = archive.head(record_id).number
            received.append((received_at(_json(archive, record_id, "intake.json", version)), record_id))
        except HosoError as error:
            _report(problems, record_id, error)
    return [record_id for _, record_id in sorted(received)]


def _batches(
    archive: Archive, record_ids: Iterable[str], problems: dict[str, Unreadable]
) -> Iterator[list[Deposited]]:
    batch: list[Deposited] = []
    pages = 0
    for record_id in record_ids:
        try:
            batch.append(read_deposited(archive, record_id))
        except HosoError as error:
            _report(problems, record_id, error)
            continue
        pages += len(batch[-1].record.pages)
        if pages >= PAGES_AT_ONCE:
            yield batch
            batch, pages = [], 0
    if batch:
        yield batch


def _write(archive: Archive, batch: Sequence[Deposited], problems: dict[str, Unreadable]) -> None:
    replace_records(batch)
    # A version that was filed between our reading and our writing must not be covered by the older one.
    for one in batch:
        try:
            if f"v{archive.head(one.record_id).number}" != one.version:
                replace_records([read_deposited(archive, one.record_id)])
        except HosoError as error:
            _report(problems, one.record_id, error)


def _remove_missing(archive: Archive, seen: set[str]) -> int:
    removed = 0
    for record_id in CatalogueRecord.objects.values_list("record_id", flat=True).order_by():
        # Asked again, for a record may have been filed since the archive was walked.
        if record_id not in seen and not archive.has(record_id):
            with transaction.atomic():
                remove(RecordId(record_id))
            removed += 1
    return removed


def _report(problems: dict[str, Unreadable], record_id: str, error: HosoError) -> None:
    log.warning("record %s: not in the catalogue: %s (%s)", record_id, error.code, error)
    problems[record_id] = Unreadable(record_id, error.code, str(error), error.remedy_vi)
