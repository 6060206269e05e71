"""Reading an object's inventory so that it can be trusted, even while another process adds a version."""

from __future__ import annotations

from archive.inventory import INVENTORY, SIDECAR, Inventory, sidecar_matches
from archive.stores import Store
from records.errors import ObjectDamaged, ObjectMissing


def read_inventory(store: Store, folder: str) -> Inventory | None:
    """The inventory of the object in `folder`; `None` when there is no object.

    An inventory and its sidecar cannot be replaced in one step. Where they disagree, the inventory counts if
    its own version directory holds the same bytes with a sidecar that agrees: that is how it looks between
    the two steps. Raises `ObjectDamaged` otherwise.
    """
    try:
        content = store.read(f"{folder}/{INVENTORY}")
    except ObjectMissing:
        return None
    if sidecar_matches(content, _read_or_empty(store, f"{folder}/{SIDECAR}")):
        return Inventory.from_bytes(content)
    inventory = Inventory.from_bytes(content)
    if read_version_inventory(store, folder, inventory.head) != content:
        raise ObjectDamaged(f"{folder}: inventory.json does not match its digest")
    return inventory


def read_version_inventory(store: Store, folder: str, number: int) -> bytes:
    """The inventory kept in version `number`'s directory, b"" unless it matches its sidecar."""
    content = _read_or_empty(store, f"{folder}/v{number}/{INVENTORY}")
    if not sidecar_matches(content, _read_or_empty(store, f"{folder}/v{number}/{SIDECAR}")):
        return b""
    return content


def _read_or_empty(store: Store, path: str) -> bytes:
    try:
        return store.read(path)
    except ObjectMissing:
        return b""
