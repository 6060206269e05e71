"""Puts records into the catalogue: rows, typed field values and the search index, in one transaction.

The archive is the truth and this its index: whatever is written here can be made again from the record's
files alone, and putting the same record in twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import Q

from portal.catalogue.alike import forget_alike, note_alike
from portal.catalogue.backends import backend_for
from portal.catalogue.changes import note_changes
from portal.catalogue.collation import vietnamese_key
from portal.catalogue.describing import date_of, iso_day, number_of, plain_number
from portal.catalogue.folding import fold, readable
from portal.catalogue.page_words import page_words
from portal.catalogue.row_fields import words_of_rows
from portal.catalogue.wanted import PageWords
from portal.counts.marking import mark_days, mark_files
from portal.database.storable import without_nul
from portal.intake.following import follow_records
from portal.models import CataloguePage, CatalogueRecord, FieldEntry
from portal.rights.sensitivity import sensitivity_of
from records import Record, RecordId
from records.errors import MalformedRecord
from records.identifiers import record_id_in
from records.title import title_of

JOINED_INTO = "joined_into"
"""Key of `intake.json` of a record that a person joined with another: the identifier of that."""
_FOLDED_LENGTH = 255
_ROWS_A_STATEMENT = 500


@dataclass(frozen=True, slots=True)
class Deposited:
    """A record as the archive holds it."""

    record_id: RecordId
    version: str
    """Head version of its object, for example `v2`."""
    record: Record
    """With the words of its pages."""
    intake: Mapping[str, object]
    """`intake.json`: `received_at` (ISO 8601 with offset), `unit`."""

    @property
    def is_joined(self) -> bool:
        """Whether a person put its pages into another record: the archive keeps it, lists do not show it."""
        return bool(self.intake.get(JOINED_INTO))


def index_record(record_id: RecordId, version: str, record: Record, intake: Mapping[str, object]) -> None:
    """Puts one record into the catalogue, in place of whatever it held of that record.

    May be called inside the caller's transaction. Raises `MalformedRecord` when `intake` tells no time.
    """
    replace_records([Deposited(record_id, version, record, intake)])


def bulk_index(deposited: Iterable[Deposited], *, pages_at_once: int = 500) -> int:
    """Puts many records in; returns how many.

    About `pages_at_once` pages go into one transaction, so that other writers wait a second at most.
    """
    total = pages = 0
    waiting: list[Deposited] = []
    for one in deposited:
        waiting.append(one)
        pages += len(one.record.pages)
        if pages >= pages_at_once:
            total += replace_records(waiting)
            waiting, pages = [], 0
    return total + replace_records(waiting)


def remove(record_id: RecordId) -> None:
    """Takes a record out of the catalogue; the archive keeps it. Nothing happens where it is not held."""
    with transaction.atomic():
        held = list(CatalogueRecord.objects.filter(record_id=record_id))
        _forget(held)
        CatalogueRecord.objects.filter(record_id=record_id).delete()
        note_changes([record_id] if held else [])
        mark_days(row.received_at for row in held)


def replace_records(deposited: Sequence[Deposited]) -> int:
    """Puts some records in, all in one transaction; returns how many. Raises as `index_record`."""
    with transaction.atomic():
        _replace(deposited)
        follow_records({one.record.source.sha256 for one in deposited})
    return len(deposited)


def _replace(deposited: Sequence[Deposited]) -> None:
    # The last of several versions of one record in a batch is the one that stays.
    newest = {one.record_id: one for one in deposited}
    for record_id in [one.record_id for one in newest.values() if one.is_joined]:
        remove(record_id)
        del newest[record_id]
    held = {row.record_id: row for row in CatalogueRecord.objects.filter(pk__in=list(newest))}
    numbers_kept = _forget(list(held.values()))
    records = [_record_row(one) for one in newest.values()]
    for row in records:
        row.save(force_update=row.record_id in held, force_insert=row.record_id not in held)
    pages, entries = _child_rows(newest, numbers_kept)
    CataloguePage.objects.bulk_create(pages, batch_size=_ROWS_A_STATEMENT)
    FieldEntry.objects.bulk_create(entries, batch_size=_ROWS_A_STATEMENT)
    backend_for(connection).add(_all_words(records, pages, entries))
    for row in records:
        note_alike(row, newest[RecordId(row.record_id)].record)
    note_changes([row.record_id for row in records])
    mark_days(row.received_at for row in (*held.values(), *records))
    mark_files(Q(record_id__in=list(newest)))


def _forget(held: Sequence[CatalogueRecord]) -> dict[tuple[str, int], int]:
    """Empties pages, fields and index of records; returns the row number of each (record, page).

    A page that comes again keeps its row number, so that its place in "newest first" stays.
    """
    if not held:
        return {}
    ids = [row.record_id for row in held]
    pages = list(CataloguePage.objects.filter(record_id__in=ids))
    entries = list(FieldEntry.objects.filter(record_id__in=ids))
    backend_for(connection).remove(_all_words(held, pages, entries))
    FieldEntry.objects.filter(record_id__in=ids).delete()
    forget_alike(ids)
    CataloguePage.objects.filter(record_id__in=ids).delete()
    return {(page.record_id, page.number): page.pk for page in pages}


def _all_words(
    records: Iterable[CatalogueRecord], pages: Iterable[CataloguePage], entries: Iterable[FieldEntry]
) -> Iterable[PageWords]:
    pages_of: dict[str, list[CataloguePage]] = {}
    entries_of: dict[str, list[FieldEntry]] = {}
    for page in pages:
        pages_of.setdefault(page.record_id, []).append(page)
    for entry in sorted(entries, key=lambda entry: entry.name):
        entries_of.setdefault(entry.record_id, []).append(entry)
    for record in records:
        yield from page_words(
            record, pages_of.get(record.record_id, ()), entries_of.get(record.record_id, ())
        )


def _record_row(one: Deposited) -> CatalogueRecord:
    record = one.record
    title = readable(title_of(record))
    return CatalogueRecord(
        record_id=one.record_id,
        version=one.version,
        record_type=record.record_type or "",
        type_confidence=record.type_confidence,
        needs_review=record.needs_review,
        reasons=list(record.reasons),
        doubt_count=len(record.reasons),
        title=title,
        title_folded=fold(title),
        title_key=vietnamese_key(title),
        document_number=readable(number_of(record)),
        document_date=date_of(record),
        source_name=without_nul(record.source.name)[:255],
        source_sha256=record.source.sha256,
        page_count=len(record.pages),
        unit=without_nul(str(one.intake.get("unit") or ""))[:255],
        received_at=received_at(one.intake),
        document_code=without_nul(str(one.intake.get("document_code") or ""))[:64],
        sensitivity=sensitivity_of(record.record_type or "", one.intake),
        needs_rescan=record.needs_review
        and "kept_as_is" not in one.intake
        and any(page.faults for page in record.pages),
        rescan_of=record_id_in(str(one.intake.get("rescan_of") or "")),
        rescans=(rescans := without_nul(rescans_of(one.intake))),
        rescanned_at=datetime.fromisoformat(rescans[-1]["at"]) if rescans else None,
        # An archive of an earlier version may hold what is left out today.
        record=without_nul(record.to_json()),
    )


def received_at(intake: Mapping[str, object]) -> datetime:
    """When a record's file was handed in, in UTC. Raises `MalformedRecord` when `intake` does not tell."""
    value = intake.get("received_at")
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError as error:
        raise MalformedRecord("intake.json tells no received_at") from error
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def rescans_of(intake: Mapping[str, object]) -> list[dict[str, str]]:
    """The scans that replaced pages of a record, each with when, by whom, which page and its file."""
    entries = intake.get("rescans")
    return [
        {str(name): str(value) for name, value in entry.items()}
        for entry in (entries if isinstance(entries, list) else ())
        if isinstance(entry, dict) and entry.get("at")
    ]


def _child_rows(
    deposited: Mapping[RecordId, Deposited], numbers_kept: Mapping[tuple[str, int], int]
) -> tuple[list[CataloguePage], list[FieldEntry]]:
    pages: list[CataloguePage] = []
    entries: list[FieldEntry] = []
    last = CataloguePage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    last = max(last, *numbers_kept.values(), 0)
    for record_id, one in deposited.items():
        for page in one.record.pages:
            row_number = numbers_kept.get((record_id, page.number))
            if row_number is None:
                last += 1
                row_number = last
            text = readable(page.text)
            added = _added(one.record, page.number, text)
            pages.append(
                CataloguePage(pk=row_number, record_id=record_id, number=page.number, text=text, added=added)
            )
        entries += _entries(record_id, one.record)
    return pages, entries


def _added(record: Record, number: int, text: str) -> str:
    """The values of a page's fields that its text does not hold: typed or corrected by a person."""
    values = [found.value for found in record.fields.values() if found.page == number and found.value.strip()]
    if not values:
        return ""
    whole = f" {fold(text)} "
    return "\n".join(readable(" ".join(value.split())) for value in values if f" {fold(value)} " not in whole)


def _entries(record_id: str, record: Record) -> list[FieldEntry]:
    return [
        FieldEntry(
            record_id=record_id,
            name=name[:64],
            value=readable(found.value),
            normalised=readable(words := words_of_rows(found.normalised)),
            folded=fold(words or found.value)[:_FOLDED_LENGTH],
            number=plain_number(found.normalised),
            date=iso_day(found.normalised),
            confidence=found.confidence,
            page=found.page,
        )
        for name, found in record.fields.items()
    ]
