"""One archived version of a record: its record, what was said at intake, what people corrected up to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive import Archive, Version
from portal.corrections.evidence import FILE_NAME, Correction, parse_corrections
from records import Record
from records.errors import HosoError, MalformedRecord


@dataclass(frozen=True, slots=True)
class HeldVersion:
    """What a version holds, as far as it can be read."""

    version: Version
    record: Record
    """Its pages without words."""
    intake: Mapping[str, Any]
    corrections: tuple[Correction, ...]
    """All up to this version, the oldest first."""

    @property
    def number(self) -> int:
        return self.version.number


def read_version(archive: Archive, version: Version) -> HeldVersion:
    """Reads it. Raises `ObjectMissing`, `ObjectDamaged`, `StoreFailed` or `MalformedRecord`."""
    try:
        record = Record.from_json(_json(archive, version, "record.json"))
        intake = _json(archive, version, "intake.json") if "intake.json" in version.files else {}
        corrections = (
            parse_corrections(archive.read(version.record_id, FILE_NAME, version=version.number))
            if FILE_NAME in version.files
            else ()
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MalformedRecord(f"version {version.number}: {type(error).__name__}") from error
    return HeldVersion(version, record, intake, corrections)


def readable_version(archive: Archive, version: Version) -> HeldVersion | None:
    """The same; `None` where it cannot be read, which a list of versions tells instead of failing."""
    try:
        return read_version(archive, version)
    except HosoError:
        return None


def _json(archive: Archive, version: Version, path: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(archive.read(version.record_id, path, version=version.number))
    return told
