"""Finishes or clears away what a writer that died left behind.

A version is added in this order: its directory, whole, by one rename; the object's inventory; the
inventory's sidecar. Whatever the moment of death, the bytes of every earlier version are untouched, and
the directory alone says everything that the other two steps need: so they are done again, forwards.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from archive.fixity import chunks_of, sha512_of
from archive.inventory import INVENTORY, SIDECAR, Inventory, sidecar_for, sidecar_matches
from archive.layout import object_folder, record_id_of
from archive.reading import read_inventory, read_version_inventory
from archive.stores import Draft, Store
from records.errors import ObjectDamaged, StoreFailed

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settled:
    """One thing that was put in order."""

    record_id: str
    what: str
    """`version finished`, `sidecar finished`, `draft removed`, `version set aside` or `left for a person`."""


def settle_store(store: Store) -> tuple[Settled, ...]:
    """Settles every object that has a draft no living writer holds; waits for those that do."""
    settled: list[Settled] = []
    for key in dict.fromkeys(key for key, _draft in store.drafts()):
        record_id = record_id_of(key)
        with store.hold(key):
            # Drafts are begun only while the key is held: what lies here now has no living writer.
            abandoned = [draft for other, draft in store.drafts() if other == key]
            if abandoned and record_id is not None:
                settled += _settle_or_leave(store, record_id, key)
            for draft in abandoned:
                draft.discard()
                settled.append(Settled(record_id or "", "draft removed"))
    for entry in settled:
        log.info("record %s: %s", entry.record_id, entry.what)
    return tuple(settled)


def _settle_or_leave(store: Store, record_id: str, key: str) -> tuple[Settled, ...]:
    draft = store.draft(key)
    try:
        return settle_object(store, record_id, draft)
    except ObjectDamaged:
        # A janitor does not guess: fixity reports a damaged object, and a person restores it.
        return (Settled(record_id, "left for a person"),)
    finally:
        draft.discard()


def settle_object(store: Store, record_id: str, draft: Draft) -> tuple[Settled, ...]:
    """Brings one object to its newest whole version. The record is held by the caller.

    Raises `ObjectDamaged` when the object's inventory cannot be trusted.
    """
    folder = object_folder(record_id)
    inventory = read_inventory(store, folder)
    if inventory is None:
        return ()
    settled: list[Settled] = []
    content = store.read(f"{folder}/{INVENTORY}")
    while store.exists(f"{folder}/v{inventory.head + 1}"):
        newer = _whole_version(store, folder, inventory)
        if newer is None:
            place = store.set_aside(f"{folder}/v{inventory.head + 1}")
            log.warning("record %s: an incomplete version was set aside in %s", record_id, place)
            settled.append(Settled(record_id, "version set aside"))
            break
        inventory, content = newer
        draft.replace(f"{folder}/{INVENTORY}", content)
        settled.append(Settled(record_id, "version finished"))
    if not store.exists(f"{folder}/{SIDECAR}") or not sidecar_matches(
        content, store.read(f"{folder}/{SIDECAR}")
    ):
        draft.replace(f"{folder}/{SIDECAR}", sidecar_for(content))
        if not settled:
            settled.append(Settled(record_id, "sidecar finished"))
    return tuple(settled)


def _whole_version(store: Store, folder: str, before: Inventory) -> tuple[Inventory, bytes] | None:
    """The inventory, and its bytes, of the version after `before`, if it continues it and all is there."""
    content = read_version_inventory(store, folder, before.head + 1)
    try:
        after = Inventory.from_bytes(content)
    except ObjectDamaged:
        return None
    continues = after.object_id == before.object_id and after.versions[:-1] == before.versions
    if not continues or not all(_new_files_hold(store, folder, before, after)):
        return None
    return after, content


def _new_files_hold(store: Store, folder: str, before: Inventory, after: Inventory) -> Iterator[bool]:
    known = {path for paths in before.manifest.values() for path in paths}
    for sha512, paths in after.manifest.items():
        for path in set(paths) - known:
            try:
                with store.open(f"{folder}/{path}") as stream:
                    yield sha512_of(chunks_of(stream)) == sha512
            except StoreFailed:
                yield False
