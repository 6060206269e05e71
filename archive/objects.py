"""The archive: deposits records as OCFL 1.1 objects, version after version, and reads them back.

Everything is written aside and made durable before it is placed, so a reader, a crash or a full disk sees
the old version or the new one and never something between. Why this order: `archive/settling.py`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from archive.depositing import Held, Wanted, commit
from archive.fixity import Problem, sha512_of, verify_object
from archive.inventory import INVENTORY, Inventory
from archive.layout import (
    EXTENSIONS_FOLDER,
    ROOT_DECLARATION,
    object_folder,
    object_id,
    record_id_of,
    root_files,
)
from archive.logical_paths import check_logical_paths
from archive.reading import read_inventory
from archive.settling import Settled, settle_store
from archive.stores import Store
from archive.versions import Stamp, StoredFile, Version, version_of
from records.errors import ObjectDamaged, ObjectMissing, ObjectMoved, StoreFailed


@dataclass(frozen=True, slots=True)
class Usage:
    """What the archive holds."""

    records: int
    files: int
    """With inventories and declarations."""
    size_bytes: int


class Archive:
    """Records in a store. Safe to use from many threads and processes at once."""

    def __init__(self, store: Store) -> None:
        """Makes the storage root where there is none. Raises `StoreFailed`, also for a root not ours."""
        self._store = store
        if not store.exists(ROOT_DECLARATION):
            self._lay_root()

    def deposit(
        self,
        record_id: str,
        contents: Mapping[str, Path | bytes],
        *,
        message: str,
        user: str,
        created: datetime,
    ) -> Version:
        """Keeps exactly these files as the record's newest version and returns it.

        `contents` maps logical paths to bytes, or to files that are read a megabyte at a time. When the
        newest version already holds the same, that version is returned and nothing is written; otherwise a
        version is added, in which bytes that an earlier version holds are not stored again. `message`, `user`
        and `created` (with a time zone) are kept in the inventory and do not make a version different.

        Raises `ValueError` for malformed names and `StoreFailed` when nothing could be written, for example
        because the disk is full: then the record is as it was before.
        """
        check_logical_paths(contents)
        return commit(self._store, record_id, lambda _held: contents, Stamp(created, message, user))

    def revise(
        self,
        record_id: str,
        changes: Mapping[str, Path | bytes | None],
        *,
        message: str,
        user: str,
        created: datetime,
        since: Version | None = None,
    ) -> Version:
        """Adds a version with some files changed or, where `None`, left out; the others stay unread.

        `since` is the version from which the caller worked out the changes. Raises `ObjectMoved` when another
        writer has added one to it, `ObjectMissing` for an unknown record, else as `deposit`.
        """

        def changed(held: Mapping[str, Held]) -> Wanted:
            if not held:
                raise ObjectMissing(f"no record {record_id}")
            if since is not None and _digests(held) != _digests(since.files):
                raise ObjectMoved(f"record {record_id}: version {since.number} is not the newest any more")
            merged: dict[str, Path | bytes | Held | None] = {**held, **changes}
            wanted = {path: content for path, content in merged.items() if content is not None}
            check_logical_paths(wanted)
            return wanted

        return commit(self._store, record_id, changed, Stamp(created, message, user))

    def head(self, record_id: str) -> Version:
        """The newest version. Raises `ObjectMissing`, or `ObjectDamaged` for a bad inventory."""
        return self.versions(record_id)[-1]

    def versions(self, record_id: str) -> tuple[Version, ...]:
        """Every version, the first one first. Raises as `head`."""
        inventory = self._inventory(record_id)
        return tuple(version_of(record_id, inventory, number) for number in range(1, inventory.head + 1))

    def has(self, record_id: str) -> bool:
        """Whether the record is in the archive, damaged or not."""
        return self._store.exists(f"{object_folder(record_id)}/{INVENTORY}")

    def open(self, record_id: str, logical_path: str, *, version: int | None = None) -> BinaryIO:
        """A stream of one file, of the newest version unless told; `ObjectMissing` when there is none."""
        return self._store.open(self._place_of(record_id, logical_path, version)[0])

    def read(self, record_id: str, logical_path: str, *, version: int | None = None) -> bytes:
        """One file whole, checked against its digest; raises `ObjectMissing` or `ObjectDamaged`."""
        place, stored = self._place_of(record_id, logical_path, version)
        content = self._store.read(place)
        if sha512_of([content]) != stored.sha512:
            raise ObjectDamaged(f"record {record_id}: a file does not match its digest")
        return content

    @contextmanager
    def as_file(self, record_id: str, logical_path: str, *, version: int | None = None) -> Iterator[Path]:
        """One file as a path, to be read and only within the `with`: the archive's own where it can be."""
        place, _stored = self._place_of(record_id, logical_path, version)
        local = self._store.local_path(place)
        if local is not None:
            yield local
            return
        with TemporaryDirectory(prefix="hoso-archive-") as folder:
            copy = Path(folder) / Path(logical_path).name
            with self._store.open(place) as stream, copy.open("wb") as out:
                shutil.copyfileobj(stream, out)
            yield copy

    def record_ids(self) -> Iterator[str]:
        """Every record, by walking the storage root: no database is asked. Sorted by place, not by name."""
        for folder in self._object_folders():
            record_id = record_id_of(folder.rpartition("/")[2])
            if record_id is not None:
                yield record_id

    def verify(self, record_id: str) -> tuple[Problem, ...]:
        """Computes every digest of the record again; nothing is returned when all is well."""
        return verify_object(self._store, record_id)

    def settle(self) -> tuple[Settled, ...]:
        """Puts in order what writers that died left behind, and says what it did; call it at every start."""
        if not self._store.exists(ROOT_DECLARATION):
            self._lay_root()
        return settle_store(self._store)

    def usage(self) -> Usage:
        """Counts records, files and bytes by walking the storage root."""
        records = files = size_bytes = 0
        for folder in self._object_folders():
            records += 1
            pending = [folder]
            while pending:
                here = pending.pop()
                for entry in self._store.names(here):
                    if entry.is_folder:
                        pending.append(f"{here}/{entry.name}")
                    else:
                        files += 1
                        size_bytes += entry.size_bytes
        return Usage(records, files, size_bytes)

    def _object_folders(self) -> Iterator[str]:
        for first in self._store.names(""):
            if not first.is_folder or first.name == EXTENSIONS_FOLDER:
                continue
            for second in self._store.names(first.name):
                for entry in self._store.names(f"{first.name}/{second.name}"):
                    yield f"{first.name}/{second.name}/{entry.name}"

    def _inventory(self, record_id: str) -> Inventory:
        inventory = read_inventory(self._store, object_folder(record_id))
        if inventory is None:
            raise ObjectMissing(f"no record {record_id}")
        if inventory.object_id != object_id(record_id):
            raise ObjectDamaged(f"record {record_id}: the inventory is another record's")
        return inventory

    def _place_of(self, record_id: str, logical_path: str, version: int | None) -> tuple[str, StoredFile]:
        versions = self.versions(record_id)
        number = len(versions) if version is None else version
        if not 1 <= number <= len(versions) or logical_path not in versions[number - 1].files:
            raise ObjectMissing(f"record {record_id} holds no such file in version {number}")
        stored = versions[number - 1].files[logical_path]
        return f"{object_folder(record_id)}/{stored.content_path}", stored

    def _lay_root(self) -> None:
        key = "storage-root"
        with self._store.hold(key):
            if any(entry.name.startswith("0=") for entry in self._store.names("")):
                if not self._store.exists(ROOT_DECLARATION):
                    raise StoreFailed("the archive's folder is a storage root of another OCFL version")
                return
            draft = self._store.draft(key)
            try:
                for path, content in root_files().items():
                    draft.replace(path, content)
            finally:
                draft.discard()


def _digests(files: Mapping[str, Held] | Mapping[str, StoredFile]) -> dict[str, str]:
    """What the files hold; two versions that hold the same are one, however they are numbered."""
    return {path: held.sha512 for path, held in files.items()}
