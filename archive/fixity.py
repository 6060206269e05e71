"""Proves that an object is what it was: every digest computed again from the bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from archive.inventory import INVENTORY, SIDECAR, Digests, Inventory
from archive.layout import OBJECT_DECLARATION, object_folder, object_id
from archive.reading import read_inventory, read_version_inventory
from archive.stores import Store
from records.errors import ObjectDamaged, ObjectMissing, StoreFailed

CHUNK_BYTES = 1 << 20


class ProblemKind(StrEnum):
    """What is wrong with one file of an object."""

    MISSING = "missing"
    ALTERED = "altered"
    """Its bytes do not match a digest in the inventory."""
    UNEXPECTED = "unexpected"
    """Nothing in the inventory speaks of it."""
    INVENTORY = "inventory"
    """The inventory itself cannot be trusted; nothing else was checked."""
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a record in the archive."""

    record_id: str
    kind: ProblemKind
    path: str
    """Relative to the object, for example `v1/content/record.json`."""


class Hashing:
    """Passes chunks on and knows their digests when all have passed."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self._sha512 = hashlib.sha512()
        self._sha256 = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._sha512.update(chunk)
            self._sha256.update(chunk)
            yield chunk

    def digests(self) -> Digests:
        return Digests(self._sha512.hexdigest(), self._sha256.hexdigest())


def digests_of(chunks: Iterable[bytes]) -> Digests:
    """Both digests of a file that is read once, a chunk in memory at a time."""
    hashing = Hashing(chunks)
    for _chunk in hashing:
        pass
    return hashing.digests()


def sha512_of(chunks: Iterable[bytes]) -> str:
    """The digest that names a content."""
    digest = hashlib.sha512()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def chunks_of(stream: BinaryIO) -> Iterator[bytes]:
    """A stream in pieces of 1 MiB."""
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk


def verify_object(store: Store, record_id: str) -> tuple[Problem, ...]:
    """Everything wrong with a record, nothing when all is well; raises `ObjectMissing` for no such record."""
    folder = object_folder(record_id)
    try:
        inventory = read_inventory(store, folder)
    except ObjectDamaged:
        return (Problem(record_id, ProblemKind.INVENTORY, INVENTORY),)
    if inventory is None:
        if store.exists(folder):
            return (Problem(record_id, ProblemKind.MISSING, INVENTORY),)
        raise ObjectMissing(f"no record {record_id}")
    if inventory.object_id != object_id(record_id):
        return (Problem(record_id, ProblemKind.INVENTORY, INVENTORY),)
    found = dict(_files_under(store, folder))
    problems = [
        *_content_problems(store, folder, inventory),
        *_frame_problems(store, folder, inventory, found),
    ]
    expected = _expected(inventory)
    problems += [(ProblemKind.UNEXPECTED, path) for path in found if path not in expected]
    return tuple(Problem(record_id, kind, path) for kind, path in sorted(set(problems)))


def _content_problems(store: Store, folder: str, inventory: Inventory) -> Iterator[tuple[ProblemKind, str]]:
    for sha512, paths in inventory.manifest.items():
        for path in paths:
            try:
                with store.open(f"{folder}/{path}") as stream:
                    digests = digests_of(chunks_of(stream))
            except ObjectMissing:
                yield ProblemKind.MISSING, path
            except (StoreFailed, OSError):
                yield ProblemKind.UNREADABLE, path
            else:
                if digests != Digests(sha512, inventory.sha256.get(path, digests.sha256)):
                    yield ProblemKind.ALTERED, path


def _frame_problems(
    store: Store, folder: str, inventory: Inventory, found: dict[str, int]
) -> Iterator[tuple[ProblemKind, str]]:
    """The declaration and the inventories of the versions, which OCFL wants as much as the content."""
    if OBJECT_DECLARATION not in found:
        yield ProblemKind.MISSING, OBJECT_DECLARATION
    elif store.read(f"{folder}/{OBJECT_DECLARATION}") != b"ocfl_object_1.1\n":
        yield ProblemKind.ALTERED, OBJECT_DECLARATION
    if SIDECAR not in found:
        yield ProblemKind.MISSING, SIDECAR
    for number in range(1, inventory.head + 1):
        path = f"v{number}/{INVENTORY}"
        if path not in found:
            yield ProblemKind.MISSING, path
        elif not read_version_inventory(store, folder, number):
            yield ProblemKind.ALTERED, path


def _expected(inventory: Inventory) -> set[str]:
    frame = {OBJECT_DECLARATION, INVENTORY, SIDECAR}
    for number in range(1, inventory.head + 1):
        frame |= {f"v{number}/{INVENTORY}", f"v{number}/{SIDECAR}"}
    return frame.union(*inventory.manifest.values())


def _files_under(store: Store, folder: str, inside: str = "") -> Iterator[tuple[str, int]]:
    for entry in store.names(f"{folder}/{inside}" if inside else folder):
        path = f"{inside}/{entry.name}" if inside else entry.name
        if entry.is_folder:
            yield from _files_under(store, folder, path)
        else:
            yield path, entry.size_bytes
