"""What a caller sees of a record's versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from archive.inventory import Inventory, parse_rfc3339
from records.errors import ObjectDamaged


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who adds a version, when and why."""

    created: datetime
    """With a time zone."""
    message: str
    user: str


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a version."""

    content_path: str
    """Where its bytes lie, relative to the object; an earlier version's folder when they did not change."""
    sha512: str
    sha256: str
    """Empty where another program wrote the inventory without it."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a record as the archive holds it."""

    record_id: str
    number: int
    """From 1."""
    created: datetime
    message: str
    user: str
    files: Mapping[str, StoredFile]
    """By logical path."""


def version_of(record_id: str, inventory: Inventory, number: int) -> Version:
    """Version `number` as its inventory tells it; `ObjectDamaged` when the inventory contradicts itself."""
    block = inventory.versions[number - 1]
    files = {}
    try:
        for path, sha512 in sorted(block.state.items()):
            place = inventory.manifest[sha512][0]
            files[path] = StoredFile(place, sha512, inventory.sha256.get(place, ""))
        created = parse_rfc3339(block.created)
    except (KeyError, IndexError, ValueError) as error:
        raise ObjectDamaged(f"record {record_id}: the inventory contradicts itself") from error
    return Version(record_id, number, created, block.message, block.user, files)
