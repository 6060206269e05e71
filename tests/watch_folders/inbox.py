"""A real inbox with a watcher on it, and patience for what threads do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watch_folders import SettledFile, WatchedFolder, Watcher, WatchMode
from watch_folders.hints import KnownHint

SETTLE = 0.2


def until(claim: Callable[[], bool], *, seconds: float = 60.0) -> bool:
    """Whether `claim` comes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if claim():
            return True
        time.sleep(0.02)
    return claim()


class Receiver:
    """Keeps what it is handed; refuses the first `refusals` files."""

    def __init__(self, refusals: int = 0) -> None:
        self.files: list[SettledFile] = []
        self.refusals = refusals
        self.threads: set[int] = set()
        self.contents: list[bytes] = []

    def __call__(self, file: SettledFile) -> None:
        self.threads.add(threading.get_ident())
        if self.refusals:
            self.refusals -= 1
            raise RuntimeError("not now")
        self.contents.append(file.path.read_bytes())
        self.files.append(file)

    @property
    def names(self) -> list[str]:
        return [str(file.relative) for file in self.files]

    def gets(self, name: str) -> bool:
        """Whether this one arrives."""
        return until(lambda: name in self.names)

    def stays(self, names: list[str], *, seconds: float = 2.5 * SETTLE) -> bool:
        """Whether exactly these arrive, and nothing more for a while after."""
        if not until(lambda: sorted(self.names) == sorted(names)):
            return False
        time.sleep(seconds)
        return sorted(self.names) == sorted(names)


def make_folder(path: Path, mode: WatchMode = WatchMode.AUTO, **overrides: float) -> WatchedFolder:
    times = {"settle_seconds": SETTLE, "empty_seconds": 0.8, "rescan_seconds": 1.0, "poll_seconds": 0.15}
    return WatchedFolder(path, mode, **{**times, **overrides})


@contextmanager
def watching(
    *folders: WatchedFolder, receiver: Receiver, known_hint: KnownHint | None = None
) -> Iterator[Watcher]:
    """A running watcher that has had its first look."""
    with Watcher(folders, receiver, known_hint=known_hint) as watcher:
        time.sleep(0.15)
        yield watcher
