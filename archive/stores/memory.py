"""A store that forgets: for tests and for trying things out."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from archive.stores import Entry
from records.errors import ObjectMissing


class MemoryStore:
    """Files in a dictionary; safe among threads of one process."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.drafting: dict[str, list[MemoryDraft]] = {}
        self.lock = threading.RLock()
        self._held: dict[str, threading.Lock] = {}

    @contextmanager
    def hold(self, key: str) -> Iterator[None]:
        with self.lock:
            held = self._held.setdefault(key, threading.Lock())
        with held:
            yield

    def draft(self, key: str) -> MemoryDraft:
        draft = MemoryDraft(self, key)
        with self.lock:
            self.drafting.setdefault(key, []).append(draft)
        return draft

    def drafts(self) -> Sequence[tuple[str, MemoryDraft]]:
        with self.lock:
            return [(key, draft) for key, drafts in sorted(self.drafting.items()) for draft in drafts]

    def set_aside(self, folder: str) -> str:
        with self.lock:
            for path in [path for path in self.files if path.startswith(f"{folder}/")]:
                del self.files[path]
        return "nowhere"

    def read(self, path: str) -> bytes:
        with self.lock:
            if path not in self.files:
                raise ObjectMissing("no such file in the store")
            return self.files[path]

    def open(self, path: str) -> BinaryIO:
        return io.BytesIO(self.read(path))

    def exists(self, path: str) -> bool:
        with self.lock:
            return path in self.files or any(known.startswith(f"{path}/") for known in self.files)

    def names(self, folder: str) -> Sequence[Entry]:
        start = f"{folder}/" if folder else ""
        found: dict[str, Entry] = {}
        with self.lock:
            for path, content in self.files.items():
                if not path.startswith(start):
                    continue
                name, slash, _ = path.removeprefix(start).partition("/")
                found[name] = Entry(name, bool(slash), 0 if slash else len(content))
        return [found[name] for name in sorted(found)]

    def local_path(self, path: str) -> Path | None:  # noqa: ARG002 - the protocol's argument
        return None


class MemoryDraft:
    """Files kept apart until they are placed."""

    def __init__(self, store: MemoryStore, key: str) -> None:
        self._store = store
        self._key = key
        self._files: dict[str, bytes] = {}

    def write(self, path: str, chunks: Iterable[bytes]) -> None:
        self._files[path] = b"".join(chunks)

    def place(self, folder: str) -> bool:
        with self._store.lock:
            if self._store.exists(folder):
                return False
            self._store.files.update({f"{folder}/{path}": content for path, content in self._files.items()})
            self._files = {}
        return True

    def replace(self, path: str, content: bytes) -> None:
        with self._store.lock:
            self._store.files[path] = content

    def discard(self) -> None:
        with self._store.lock:
            drafts = self._store.drafting.get(self._key, [])
            if self in drafts:
                drafts.remove(self)
            if not drafts:
                self._store.drafting.pop(self._key, None)


def open_store(location: str) -> MemoryStore:  # noqa: ARG001 - memory lies nowhere
    """A new, empty store."""
    return MemoryStore()
