"""What people corrected, as papers to learn from: their words, the right type, the right values.

Read from the archive alone, so that it can be had on any machine that holds a copy of it. The papers are of
citizens: what is made of this stays on the office's machine.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archive import Archive
from classifiers.type_model.examples import Example
from classifiers.type_model.learned import OTHER
from portal.corrections.evidence import (
    FILE_NAME,
    Correction,
    is_joined,
    is_type_by_person,
    parse_corrections,
)
from portal.corrections.outstanding import is_by_person
from records import FieldValue, Page, Record
from records.errors import HosoError, MalformedRecord

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CorrectedRecord:
    """One record at which a person has looked."""

    record_id: str
    record_type: str | None
    """What it is; `None` for a paper of no type in the catalogue."""
    is_type_certain: bool
    """A person said so, or at least corrected its values and let the type stand."""
    pages: tuple[Page, ...]
    """As read, with words."""
    values: Mapping[str, FieldValue]
    """Only the values that a person typed or confirmed."""
    corrections: tuple[Correction, ...]


def corrected_records(archive: Archive) -> Iterator[CorrectedRecord]:
    """Every record of the archive that has corrections, as its newest version holds it.

    A record that cannot be read is logged and passed over. Raises `StoreFailed` only when the archive cannot
    be walked.
    """
    for record_id in archive.record_ids():
        try:
            if (found := _corrected(archive, record_id)) is not None:
                yield found
        except HosoError as error:
            log.warning("record %s: nothing learned from it: %s", record_id, error.code)


def examples_of_types(archive: Archive) -> Iterator[Example]:
    """Every corrected record as `hoso train` learns types from it."""
    for one in corrected_records(archive):
        if one.is_type_certain:
            yield Example(one.record_type or OTHER, one.pages, one.record_id, one.corrections[-1].at)


def _corrected(archive: Archive, record_id: str) -> CorrectedRecord | None:
    head = archive.head(record_id)
    if FILE_NAME not in head.files:
        return None
    content = {
        name: archive.read(record_id, name, version=head.number)
        for name in (FILE_NAME, "record.json", "words.json")
    }
    try:
        record = Record.from_json(json.loads(content["record.json"]), json.loads(content["words.json"]))
    except ValueError as error:
        raise MalformedRecord(f"record {record_id}: no JSON") from error
    corrections = parse_corrections(content[FILE_NAME])
    if is_joined(corrections):
        return None  # its pages are part of another paper
    values = {name: found for name, found in record.fields.items() if is_by_person(found)}
    return CorrectedRecord(
        record_id=record_id,
        record_type=record.record_type,
        is_type_certain=is_type_by_person(corrections) or bool(values),
        pages=record.pages,
        values=values,
        corrections=corrections,
    )
