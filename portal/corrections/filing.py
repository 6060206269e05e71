"""Files a correction: a new version of the record in the archive, and the catalogue in step with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from archive import Archive, Version
from portal.catalogue.index import replace_records
from portal.catalogue.rebuild import read_deposited
from portal.corrections.changing import Changed, Changes, change
from portal.corrections.evidence import (
    FILE_NAME,
    MOST_CORRECTIONS,
    Correction,
    corrections_json,
    parse_corrections,
)
from portal.webhooks.happenings import Happening
from portal.webhooks.outbox import tell_of_record
from records import Record
from records.errors import ObjectMoved, StoreFailed
from records.record import dump_json

FULL_VI = "Hồ sơ này đã có quá nhiều lần sửa. Hãy báo người phụ trách kỹ thuật."


@dataclass(frozen=True, slots=True)
class Held:
    """A record as a person sees it while correcting."""

    record: Record
    """With the words of its pages."""
    version: Version
    corrections: tuple[Correction, ...]


def held_for_correction(archive: Archive, record_id: str) -> Held:
    """The newest version. Raises `ObjectMissing`, `ObjectDamaged` or `MalformedRecord`."""
    version = archive.head(record_id)
    deposited = read_deposited(archive, record_id)
    if deposited.version != f"v{version.number}":
        raise ObjectMoved(f"record {record_id}: a version came while it was read")
    return Held(deposited.record, version, corrections_of(archive, version))


def corrections_of(archive: Archive, version: Version) -> tuple[Correction, ...]:
    """What people corrected up to a version, the oldest first; empty for a record that nobody corrected."""
    if FILE_NAME not in version.files:
        return ()
    return parse_corrections(archive.read(version.record_id, FILE_NAME, version=version.number))


def correct(archive: Archive, held: Held, wanted: Changes, user: str) -> Changed:
    """Adds the version that `wanted` makes of `held`; nothing is added when everything is so already.

    Raises `ObjectMoved`, and changes nothing, when somebody else has added a version since `held` was read.
    """
    now = timezone.localtime()
    version = f"v{held.version.number}"
    changed = change(
        held.record,
        held.corrections,
        wanted,
        by=user,
        at=now.isoformat(timespec="seconds"),
        version=version,
    )
    if not changed.corrections:
        return changed
    every = (*held.corrections, *changed.corrections)
    if len(every) > MOST_CORRECTIONS:
        raise StoreFailed(f"record {held.version.record_id}: too many corrections", remedy_vi=FULL_VI)
    record_id = held.version.record_id
    archive.revise(
        record_id,
        {"record.json": dump_json(changed.record.to_json()), FILE_NAME: dump_json(corrections_json(every))},
        message=_message(changed.corrections),
        user=user,
        created=now,
        since=held.version,
    )
    # Read back and not passed on: what is indexed is then what a rebuild would find.
    deposited = read_deposited(archive, record_id)
    with transaction.atomic():
        replace_records([deposited])
        tell_of_record(Happening.RECORD_CORRECTED, record_id)
    return changed


def _message(corrections: Sequence[Correction]) -> str:
    """What the archive's list of versions says of it; names no value."""
    fields = [one.field for one in corrections if one.field]
    return f"Sửa: {', '.join(fields)}"[:200] if fields else "Kiểm tra"
