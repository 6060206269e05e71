"""Adds versions: which bytes are new, written aside, then placed in the order that survives a crash."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.fixity import Hashing, chunks_of, sha512_of
from archive.inventory import (
    INVENTORY,
    SIDECAR,
    Digests,
    Inventory,
    VersionBlock,
    empty_inventory,
    rfc3339,
    sidecar_for,
)
from archive.layout import OBJECT_DECLARATION, object_folder, object_id, object_name
from archive.reading import read_inventory
from archive.settling import settle_object
from archive.stores import Draft, Store
from archive.versions import Stamp, Version, version_of
from records.errors import StoreFailed

_ATTEMPTS = 8
"""Deposits tried again when another writer wins a race that the store's locks did not prevent."""


@dataclass(frozen=True, slots=True)
class Held:
    """Content that the object holds already, by its digest."""

    sha512: str


Wanted = Mapping[str, Path | bytes | Held] | Mapping[str, Path | bytes]
"""What a version is to hold, by logical path."""


def commit(
    store: Store, record_id: str, wanted_from: Callable[[Mapping[str, Held]], Wanted], stamp: Stamp
) -> Version:
    """Adds the version that `wanted_from` makes of what the newest one holds (empty for a new record).

    The newest version comes back unchanged when it holds the same. Raises `StoreFailed`, and leaves the
    record as it was.
    """
    key = object_name(record_id)
    created = rfc3339(stamp.created)
    for _attempt in range(_ATTEMPTS):
        with store.hold(key):
            draft = store.draft(key)
            try:
                settle_object(store, record_id, draft)
                before = read_inventory(store, object_folder(record_id)) or empty_inventory(
                    object_id(record_id)
                )
                wanted = wanted_from(
                    {path: Held(digest) for path, digest in before.state.items()} if before.head else {}
                )
                state, stored = _first(draft, wanted) if not before.head else _next(draft, before, wanted)
                if before.head and state == before.state:
                    return version_of(record_id, before, before.head)
                block = VersionBlock(created, stamp.message, stamp.user, state)
                after = before.with_version(block, stored)
                if _place(draft, record_id, after):
                    return version_of(record_id, after, after.head)
            finally:
                draft.discard()
    raise StoreFailed(f"record {record_id}: other writers keep adding versions")


def _first(draft: Draft, wanted: Wanted) -> tuple[Mapping[str, str], Mapping[str, Digests]]:
    """Writes version 1, each file read once; its state and the digests by content path."""
    stored = {
        f"v1/content/{path}": _write(draft, f"v1/content/{path}", wanted[path]) for path in sorted(wanted)
    }
    return {path: stored[f"v1/content/{path}"].sha512 for path in wanted}, stored


def _next(draft: Draft, before: Inventory, wanted: Wanted) -> tuple[Mapping[str, str], Mapping[str, Digests]]:
    """Writes what no earlier version holds, each content once; all is hashed before a byte is written."""
    state = {path: _digest_of(wanted[path]) for path in sorted(wanted)}
    fresh = {digest: path for path, digest in reversed(state.items()) if digest not in before.manifest}
    stored: dict[str, Digests] = {}
    for digest, path in sorted(fresh.items(), key=lambda item: item[1]):
        digests = _write(draft, f"content/{path}", wanted[path])
        if digests.sha512 != digest:
            raise StoreFailed("a file changed while it was being deposited")
        stored[f"v{before.head + 1}/content/{path}"] = digests
    return state, stored


def _place(draft: Draft, record_id: str, inventory: Inventory) -> bool:
    """Moves a new object, or the next version of one, into place; `settling` tells why in this order."""
    folder = object_folder(record_id)
    content = inventory.to_bytes()
    frame = {INVENTORY: content, SIDECAR: sidecar_for(content)}
    if inventory.head == 1:
        draft.write(OBJECT_DECLARATION, [b"ocfl_object_1.1\n"])
        for name, item in frame.items():
            draft.write(f"v1/{name}", [item])
            draft.write(name, [item])
        return draft.place(folder)
    for name, item in frame.items():
        draft.write(name, [item])
    if not draft.place(f"{folder}/v{inventory.head}"):
        return False
    for name, item in frame.items():
        draft.replace(f"{folder}/{name}", item)
    return True


def _write(draft: Draft, path: str, content: Path | bytes | Held) -> Digests:
    hashing = Hashing(_chunks(content))
    draft.write(path, hashing)
    return hashing.digests()


def _digest_of(content: Path | bytes | Held) -> str:
    return content.sha512 if isinstance(content, Held) else sha512_of(_chunks(content))


def _chunks(content: Path | bytes | Held) -> Iterable[bytes]:
    if isinstance(content, bytes):
        return [content]
    if isinstance(content, Held):
        raise TypeError("held content is never written again")
    return _file_chunks(content)


def _file_chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as stream:
            yield from chunks_of(stream)
    except OSError as error:
        raise StoreFailed(f"a file to be deposited cannot be read: {error.strerror}") from error
