"""Where the archive's bytes lie: one file a kind of store, found by its name.

A member is a module with `open_store(location: str) -> Store`. The protocol is what writing OCFL objects
needs and no more: a tree that appears whole or not at all, a small file replaced at once, one writer an
object, reading and listing. A store of an object service keeps the same promises by uploading the files
that make an object valid (its inventory) last.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Protocol, runtime_checkable

from records.errors import SettingInvalid


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a folder of the store."""

    name: str
    is_folder: bool
    size_bytes: int
    """0 for a folder."""


@runtime_checkable
class Draft(Protocol):
    """A tree being written, seen by no reader until it is placed. Paths are relative to the tree."""

    def write(self, path: str, chunks: Iterable[bytes]) -> None:
        """Adds a file. Raises `StoreFailed`, for example when the disk is full."""
        ...

    def place(self, folder: str) -> bool:
        """Makes the tree durable and moves it to `folder` at once; `False` when something is there."""
        ...

    def replace(self, path: str, content: bytes) -> None:
        """Puts one file at `path` of the store, new or in the place of the old one, at once and durably."""
        ...

    def discard(self) -> None:
        """Removes what is left of the draft. Never raises; called when all is done, well or not."""
        ...


@runtime_checkable
class Store(Protocol):
    """Paths are relative, with `/`, NFC. Failures are `StoreFailed`; a missing file is `ObjectMissing`."""

    def hold(self, key: str) -> AbstractContextManager[None]:
        """One holder of a key at a time among threads and processes; freed when its process dies."""
        ...

    def draft(self, key: str) -> Draft:
        """Begins a draft that carries `key`; only while the key is held."""
        ...

    def drafts(self) -> Sequence[tuple[str, Draft]]:
        """Every draft not yet discarded, of living and dead writers, with its key."""
        ...

    def set_aside(self, folder: str) -> str:
        """Moves a folder out of the tree for a person to look at, and says where it went."""
        ...

    def read(self, path: str) -> bytes: ...

    def open(self, path: str) -> BinaryIO: ...

    def exists(self, path: str) -> bool: ...

    def names(self, folder: str) -> Sequence[Entry]:
        """What lies in a folder, sorted by name; nothing when there is no such folder."""
        ...

    def local_path(self, path: str) -> Path | None:
        """The file on this machine's disk, for programs that need one; `None` where there is none."""
        ...


def store_names() -> tuple[str, ...]:
    """The stores that settings may name."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def open_store(name: str, location: str) -> Store:
    """Opens the store called `name`; `location` is a folder, an address or nothing, as the store has it.

    Raises `SettingInvalid` for an unknown name and `StoreFailed` when the store cannot be reached.
    """
    if name not in store_names():
        raise SettingInvalid(f"archive store {name!r} is unknown; one of: {', '.join(store_names())}")
    store: Store = import_module(f"{__name__}.{name}").open_store(location)
    return store
